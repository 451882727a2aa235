import { type TimeWindow, overlapMs } from '../../../common/time/time-windows.js';
import type { Finding } from '../../findings/finding.js';
import type { Examination } from './park-evidence.js';

/** The wait of a ride that stands still in a park of which everything stands still is no news. */
export function withoutFrozenRides(
  findings: readonly Finding[],
  frozen: readonly Finding[],
): Omit<Examination, 'undecided'> {
  const parts = findings.flatMap((part) => {
    const whole = part.reason === 'FROZEN_WAIT' ? frozen.find((park) => isMostlyIn(part, park)) : undefined;
    return whole === undefined ? [] : [{ part, whole }];
  });
  const grouped = new Set(parts.map(({ part }) => part));
  return { findings: [...frozen, ...findings.filter((finding) => !grouped.has(finding))], parts };
}

function isMostlyIn(part: Finding, whole: Finding): boolean {
  const [partMs, wholeMs] = [part, whole].map(({ windowStart, windowEnd }) => {
    return { startMs: windowStart!.getTime(), endMs: windowEnd!.getTime() };
  }) as [TimeWindow, TimeWindow];
  return overlapMs(partMs, [wholeMs]) * 2 >= partMs.endMs - partMs.startMs;
}
