import { MINUTE_MS } from '../../../common/time/durations.js';
import type { TimeWindow } from '../../../common/time/time-windows.js';
import type { OperatingDay } from './opening-hours.js';
import type { StatusTurn } from './status-turns.js';
import { AT_ONCE_MS, MIN_RIDES_TOGETHER, MIN_SHARE_TOGETHER, clustersOf } from './together.js';

/** A park whose rides change their state together, again and again, on one operating day. */
export interface Flapping extends TimeWindow {
  localDate: string;
  rideIds: number[];
  /** Moments at which many of them turned. */
  turns: number;
}

/** Two storms on one day are four turns: out and back, twice. */
const MIN_TURNS = 6;

/** Rides open and end their day together. */
const EDGE_MS = 30 * MINUTE_MS;

/** @param attractions that were observed on the days */
export function findFlapping(
  turns: readonly StatusTurn[],
  attractions: number,
  days: readonly Pick<OperatingDay, 'localDate' | 'window'>[],
  openingIntervals: readonly TimeWindow[],
): Flapping[] {
  const within = turns.filter(({ atMs }) =>
    openingIntervals.some(({ startMs, endMs }) => atMs > startMs + EDGE_MS && atMs < endMs - EDGE_MS),
  );
  const least = Math.max(MIN_RIDES_TOGETHER, MIN_SHARE_TOGETHER * attractions);
  const together = clustersOf(within, ({ atMs }) => atMs, AT_ONCE_MS).filter(({ members }) => members.length >= least);
  return days.flatMap(({ localDate, window }) => {
    const ofDay = together.filter(({ startMs }) => startMs >= window.startMs && startMs < window.endMs);
    if (ofDay.length < MIN_TURNS) return [];
    const rideIds = [...new Set(ofDay.flatMap(({ members }) => members.map(({ rideId }) => rideId)))];
    return [
      {
        ...{ localDate, startMs: ofDay[0]!.startMs, endMs: ofDay.at(-1)!.startMs },
        ...{ rideIds: rideIds.sort((a, b) => a - b), turns: ofDay.length },
      },
    ];
  });
}
