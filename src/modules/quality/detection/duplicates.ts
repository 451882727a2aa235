import type { Finding, FindingKey } from '../../findings/finding.js';
import type { ObservedSpan } from './observed-spans.js';
import { utcDayOf } from '../../../common/time/calendar.js';

/** Two observations of one ride within one second. */
export interface Duplicate {
  reason: 'SAME_SECOND_DUPLICATE' | 'SAME_SECOND_CONFLICT';
  rideId: number;
  atMs: number;
  values: { status: string | null; waitMinutes: number | null }[];
}

const SECOND_MS = 1000;

/**
 * Finds observations that repeat or contradict another one within a second; natural keys only reject equal timestamps. Two
 * sources, or two UUIDs linked to one ride, may legitimately report a change within one second.
 */
export function findDuplicates(observed: readonly ObservedSpan[]): Duplicate[] {
  const last = new Map<number, ObservedSpan>();
  return observed.flatMap((next) => {
    const storedUnder = next.storedUnder ?? next.rideId;
    const previous = last.get(storedUnder);
    last.set(storedUnder, next);
    if (previous === undefined || next.fromMs - previous.fromMs >= SECOND_MS || next.source !== previous.source) {
      return [];
    }
    const isSame = next.status === previous.status && next.waitMinutes === previous.waitMinutes;
    const values = [previous, next].map(({ status, waitMinutes }) => ({ status, waitMinutes }));
    const reason = isSame ? ('SAME_SECOND_DUPLICATE' as const) : ('SAME_SECOND_CONFLICT' as const);
    return [{ reason, rideId: next.rideId, atMs: previous.fromMs, values }];
  });
}

/** A finding, identified by its key, that is part of another one. */
export interface PartOfOther {
  part: FindingKey;
  whole: Finding;
}

const STANDBY_WAIT = 'data.queue.STANDBY.waitTime';

/**
 * The findings of an import about too long waits in a file. They are part of the check's findings by ride and day about
 * the same events, so that these waits are reported once.
 * @param archiveFolder the destination's folder in the archive; null if it has none
 */
export function partsOfFiles(
  archiveFolder: string | null,
  findings: readonly Finding[],
  observed: readonly ObservedSpan[],
  maxWaitMinutes: number,
): PartOfOther[] {
  const wholes = findings.filter(({ reason }) => reason === 'WAIT_OUT_OF_RANGE');
  if (archiveFolder === null || wholes.length === 0) return [];
  const long = observed.filter(
    ({ source, waitMinutes }) => source === 'ARCHIVE' && (waitMinutes ?? 0) > maxWaitMinutes,
  );
  const byFile = new Map<string, Finding>();
  for (const { fromMs } of long) {
    const key = `${archiveFolder}/${utcDayOf(fromMs).replaceAll('-', '/')}.json.gz`;
    const whole = wholes.find(({ windowStart, windowEnd }) => {
      return windowStart!.getTime() <= fromMs && fromMs <= windowEnd!.getTime();
    });
    if (whole !== undefined && !byFile.has(key)) byFile.set(key, whole);
  }
  return [...byFile].map(([key, whole]) => {
    return { part: { issueType: 'SUSPICIOUS', reason: 'SUSPICIOUS_WAIT_TIME', identity: [key, STANDBY_WAIT] }, whole };
  });
}
