import type { Schemas } from '../../api/client.js';
import type { StateInterval } from '../../charts/state-intervals.js';

type RollupPoint = Schemas['RollupPointView'];

/** Hours and days without any observation, as intervals for their background; future ones are not included. */
export function unobserved(points: readonly RollupPoint[], untilMs: number): StateInterval[] {
  return points.flatMap<StateInterval>(({ from, to, observedPercent, averageWaitMinutes, minutes }) => {
    const interval = { startMs: Date.parse(from), endMs: Math.min(Date.parse(to), untilMs), waitMinutes: null };
    if (interval.endMs <= interval.startMs) return [];
    if (observedPercent === null || observedPercent === 0) return [{ ...interval, status: null }];
    const isShut = averageWaitMinutes === null && minutes.operating === 0 && minutes.closed > minutes.down;
    return isShut ? [{ ...interval, status: 'CLOSED' }] : [];
  });
}
