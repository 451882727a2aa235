import type { LiveDetail, LiveDetailType } from '../live-answer/live-answer.js';
import type { CodedRows } from '../run-length/code-observations.js';
import { decideRun, type Poll } from '../run-length/run-rule.js';

/** A stored detail of a ride: what was said, from the first poll that saw it to the last. */
export interface DetailRun extends LiveDetail {
  rideId: number;
  recordedAtMs: number;
  lastConfirmedAtMs: number;
}

export interface RideDetails {
  rideId: number;
  details: readonly LiveDetail[];
}

/** The same coding as of snapshots and queues (docs/decisions/0007-run-length-coding.md), detail by detail. */
export function codeDetails(
  current: readonly DetailRun[],
  observed: readonly RideDetails[],
  poll: Poll,
): CodedRows<DetailRun> {
  const byKey = new Map(current.map((run) => [keyOf(run), run]));
  const coded: CodedRows<DetailRun> = { extend: [], start: [] };
  for (const { rideId, details } of lastOfEachRide(observed)) {
    for (const detail of details) {
      const run = byKey.get(keyOf({ rideId, ...detail }));
      const stored = run && { ...run, dataSource: 'LIVE' as const };
      const decision = decideRun(stored, run?.json === detail.json, poll);
      const { observedAtMs } = poll;
      if (decision === 'START')
        coded.start.push({ ...detail, rideId, recordedAtMs: observedAtMs, lastConfirmedAtMs: observedAtMs });
      else if (decision === 'EXTEND' && run) coded.extend.push({ ...run, lastConfirmedAtMs: observedAtMs });
    }
  }
  return coded;
}

const keyOf = ({ rideId, detailType }: { rideId: number; detailType: LiveDetailType }): string =>
  `${rideId}/${detailType}`;

function lastOfEachRide(observed: readonly RideDetails[]): RideDetails[] {
  return [...new Map(observed.map((ride) => [ride.rideId, ride])).values()];
}
