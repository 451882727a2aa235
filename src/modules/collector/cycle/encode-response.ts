import type { QueueRow, SnapshotRow } from '../../snapshots/writing/live-rows.js';
import type { ObservedEntity, RegisteredEntity } from '../../catalog/registry/observed-entity.js';
import { LocalDays } from '../../snapshots/local-days.js';
import { type ParkDay, touchedParkDays } from '../../snapshots/touched-days.js';
import type { QueueType } from '../../snapshots/observations.js';
import type { LiveDetailType } from '../../snapshots/entities/entity-live-detail.entity.js';
import type { LiveDetail, LiveResponse } from '../live-response/live-response.js';
import { type CurrentRide, type EncodedRows, encodeObservations } from './encode-observations.js';
import { decideSpan, type Poll } from './span-rule.js';

/** A stored detail of a ride, from the first poll that reported it to the last. */
export interface DetailSpan extends LiveDetail {
  rideId: number;
  recordedAtMs: number;
  lastConfirmedAtMs: number;
}

export interface RideDetails {
  rideId: number;
  details: readonly LiveDetail[];
}

/** Encodes details like snapshots and queues (docs/decisions/0007-run-length-encoding.md). */
export function encodeDetails(
  current: readonly DetailSpan[],
  observed: readonly RideDetails[],
  poll: Poll,
): EncodedRows<DetailSpan> {
  const byKey = new Map(current.map((stored) => [keyOf(stored), stored]));
  const encoded: EncodedRows<DetailSpan> = { extend: [], start: [] };
  for (const { rideId, details } of lastDetailsOfEachRide(observed)) {
    for (const detail of details) {
      const stored = byKey.get(keyOf({ rideId, ...detail }));
      const row = stored && { ...stored, dataSource: 'LIVE' as const };
      const decision = decideSpan(row, stored?.json === detail.json, poll);
      const { observedAtMs } = poll;
      if (decision === 'START')
        encoded.start.push({ ...detail, rideId, recordedAtMs: observedAtMs, lastConfirmedAtMs: observedAtMs });
      else if (decision === 'EXTEND' && stored) encoded.extend.push({ ...stored, lastConfirmedAtMs: observedAtMs });
    }
  }
  return encoded;
}

const keyOf = ({ rideId, detailType }: { rideId: number; detailType: LiveDetailType }): string =>
  `${rideId}/${detailType}`;

function lastDetailsOfEachRide(observed: readonly RideDetails[]): RideDetails[] {
  return [...new Map(observed.map((ride) => [ride.rideId, ride])).values()];
}

/** A response whose entities are assigned to rides. */
export interface PolledResponse {
  destination: { destinationId: number; themeparksWikiId: string };
  response: LiveResponse;
  /** Every entity of the response, by UUID. */
  rides: ReadonlyMap<string, RegisteredEntity>;
  created: readonly ObservedEntity[];
}

/** The newest stored rows of the rides. */
export interface CurrentState {
  snapshots: readonly SnapshotRow[];
  queues: readonly QueueRow[];
  details: readonly DetailSpan[];
}

export interface EncodedResponse {
  snapshots: EncodedRows<SnapshotRow>;
  queues: EncodedRows<QueueRow>;
  details: EncodedRows<DetailSpan>;
  invalidatedDays: ParkDay[];
  names: { rideId: number; name: string; firstSeenMs: number; lastSeenMs: number }[];
}

export function rideIdsOf({ rides }: PolledResponse): number[] {
  return [...new Set([...rides.values()].map(({ rideId }) => rideId))];
}

/** Settings that decide which days an observation affects. */
export interface DayRules {
  parkDayStartMinutes: number;
  archiveMaxCarryForwardMs: number;
  parkNoDataMs: number;
}

/** All changes of the tables that one response causes. Pure. */
export function encodeResponse(
  polled: PolledResponse,
  current: CurrentState,
  poll: Poll,
  rules: DayRules,
): EncodedResponse {
  const { observedAtMs } = poll;
  const observed = polled.response.observations.map((observation) => {
    return { ...observation, ride: polled.rides.get(observation.entity.themeparksWikiId)! };
  });
  const observations = observed.map(({ ride: { rideId }, status, waitMinutes, lastUpdatedMs, queues }) => {
    return { rideId, status, waitMinutes, lastUpdatedMs, queues };
  });
  const { snapshots, queues } = encodeObservations(currentRides(current), observations, poll);
  const rideDetails = observed.map(({ ride: { rideId }, details }) => ({ rideId, details }));
  return {
    snapshots,
    queues,
    details: encodeDetails(current.details, rideDetails, poll),
    invalidatedDays: invalidatedDays([...polled.rides.values()], current, poll, rules),
    names: observed.flatMap(({ entity: { name }, ride: { rideId } }) =>
      name === null ? [] : [{ rideId, name, firstSeenMs: observedAtMs, lastSeenMs: observedAtMs }],
    ),
  };
}

function currentRides({ snapshots, queues }: CurrentState): Map<number, CurrentRide> {
  const rides = new Map<number, { snapshot: SnapshotRow; queues: Map<QueueType, QueueRow> }>();
  for (const snapshot of snapshots) rides.set(snapshot.rideId, { snapshot, queues: new Map() });
  for (const row of queues) rides.get(row.rideId)?.queues.set(row.queue.queueType, row);
  return rides;
}

/**
 * The park-days that the poll can change: through its own values, because it shows that the park is observed, and because
 * it ends an archive value that would have been carried forward. Extended rows count like new ones, since their earlier
 * values were carried forward within the limit anyway.
 */
export function invalidatedDays(
  rides: readonly Pick<RegisteredEntity, 'parkId' | 'timezone'>[],
  { snapshots }: Pick<CurrentState, 'snapshots'>,
  poll: Pick<Poll, 'observedAtMs' | 'maxCarryForwardMs'>,
  { parkDayStartMinutes, archiveMaxCarryForwardMs, parkNoDataMs }: DayRules,
): ParkDay[] {
  const parks = [...new Map(rides.map((ride) => [ride.parkId, ride])).values()];
  const days = parks.map(({ parkId, timezone }) => {
    return { parkId, localDays: new LocalDays(timezone, parkDayStartMinutes) };
  });
  let reachMs = Math.max(poll.maxCarryForwardMs, parkNoDataMs);
  for (const { dataSource, recordedAtMs } of snapshots) {
    if (dataSource !== 'LIVE') reachMs = Math.max(reachMs, recordedAtMs + archiveMaxCarryForwardMs - poll.observedAtMs);
  }
  const instants = { length: days.length, recordedAtMs: new Float64Array(days.length).fill(poll.observedAtMs) };
  return touchedParkDays(instants, (row) => days[row]!, reachMs);
}
