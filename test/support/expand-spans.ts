import { QUEUE_TYPES, type QueueObservation } from '../../src/modules/snapshots/observations.js';
import {
  lastConfirmedMs,
  type SpanRow,
  type QueueRow,
  type RideObservation,
  type SnapshotRow,
} from '../../src/modules/collector/cycle/span-rule.js';

/** An observation of a ride by one poll. */
export interface RebuiltObservation extends RideObservation {
  observedAtMs: number;
}

/**
 * The inverse of the run-length encoding: reconstructs the observations of all polls from the rows and the instants of the polls
 * (`collection_run_destinations`). Ignores archive rows that no poll has confirmed.
 * @param polledAtMs in any order
 * @returns sorted by instant and ride, queues in the order of QUEUE_TYPES
 */
export function expandSpans(
  snapshots: readonly SnapshotRow[],
  queues: readonly QueueRow[],
  polledAtMs: readonly number[],
): RebuiltObservation[] {
  const polls = [...new Set(polledAtMs)].sort((a, b) => a - b);
  const queuesByKey = new Map<string, QueueObservation[]>();
  for (const { run, observedAtMs } of sightings(queues, polls)) {
    const key = sightingKey(run.rideId, observedAtMs);
    const list = queuesByKey.get(key);
    if (list === undefined) queuesByKey.set(key, [run.queue]);
    else list.push(run.queue);
  }
  return sightings(snapshots, polls)
    .map(({ run: { rideId, status, waitMinutes, lastUpdatedMs }, observedAtMs }) => ({
      observedAtMs,
      rideId,
      status,
      waitMinutes,
      lastUpdatedMs,
      queues: inOrder(queuesByKey.get(sightingKey(rideId, observedAtMs)) ?? []),
    }))
    .sort((a, b) => a.observedAtMs - b.observedAtMs || a.rideId - b.rideId);
}

const sightingKey = (rideId: number, observedAtMs: number): string => `${rideId}/${observedAtMs}`;

/** Each span with each poll that confirmed it. */
function sightings<Run extends SpanRow>(
  runs: readonly Run[],
  polls: readonly number[],
): { run: Run; observedAtMs: number }[] {
  return runs.flatMap((run) => {
    const untilMs = lastConfirmedMs(run);
    if (untilMs === null) return [];
    const observed: { run: Run; observedAtMs: number }[] = [];
    for (let at = firstFrom(polls, run.recordedAtMs); at < polls.length && polls[at]! <= untilMs; at++) {
      observed.push({ run, observedAtMs: polls[at]! });
    }
    return observed;
  });
}

/** Index of the first sorted instant that is not before `fromMs`. */
function firstFrom(instants: readonly number[], fromMs: number): number {
  let [low, high] = [0, instants.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (instants[middle]! < fromMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

function inOrder(queues: readonly QueueObservation[]): QueueObservation[] {
  return [...queues].sort((a, b) => QUEUE_TYPES.indexOf(a.queueType) - QUEUE_TYPES.indexOf(b.queueType));
}
