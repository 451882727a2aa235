import type { ObservedEntity, RegisteredEntity } from '../../catalog/registry/observed-entity.js';
import { LocalDays, type ParkDay, touchedParkDays } from '../../snapshots/local-days.js';
import type { QueueRow, SnapshotRow } from '../../snapshots/live/run-row.js';
import type { QueueType } from '../../snapshots/observations.js';
import type { LiveAnswer } from '../live-answer/live-answer.js';
import { type DetailRun, codeDetails } from '../live-details/code-details.js';
import { type CodedRows, type CurrentRide, codeObservations } from '../run-length/code-observations.js';
import type { Poll } from '../run-length/run-rule.js';

/** An answer whose entities have their rides. */
export interface PolledAnswer {
  destination: { destinationId: number; themeparksWikiId: string };
  answer: LiveAnswer;
  /** By UUID, every entity of the answer. */
  rides: ReadonlyMap<string, RegisteredEntity>;
  created: readonly ObservedEntity[];
}

/** The newest rows of the rides, as they are stored. */
export interface CurrentState {
  snapshots: readonly SnapshotRow[];
  queues: readonly QueueRow[];
  details: readonly DetailRun[];
}

export interface CodedAnswer {
  snapshots: CodedRows<SnapshotRow>;
  queues: CodedRows<QueueRow>;
  details: CodedRows<DetailRun>;
  dirtyDays: ParkDay[];
  names: { rideId: number; name: string; firstSeenMs: number; lastSeenMs: number }[];
}

export function ridesOf({ rides }: PolledAnswer): number[] {
  return [...new Set([...rides.values()].map(({ rideId }) => rideId))];
}

/** Everything that one answer changes in the tables. Pure. */
export function codeAnswer(
  polled: PolledAnswer,
  current: CurrentState,
  poll: Poll,
  parkDayStartMinutes: number,
): CodedAnswer {
  const { observedAtMs } = poll;
  const seen = polled.answer.observations.map((observation) => {
    return { ...observation, ride: polled.rides.get(observation.entity.themeparksWikiId)! };
  });
  const observations = seen.map(({ ride: { rideId }, status, waitMinutes, lastUpdatedMs, queues }) => {
    return { rideId, status, waitMinutes, lastUpdatedMs, queues };
  });
  const { snapshots, queues } = codeObservations(currentRides(current), observations, poll);
  const rideDetails = seen.map(({ ride: { rideId }, details }) => ({ rideId, details }));
  return {
    snapshots,
    queues,
    details: codeDetails(current.details, rideDetails, poll),
    dirtyDays: dirtyDays([...polled.rides.values()], poll, parkDayStartMinutes),
    names: seen.flatMap(({ entity: { name }, ride: { rideId } }) =>
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
 * The park-days of the instant and of the time for which a value holds. Rows that are extended count like new ones: what
 * they held before, they held within the hold limit anyway.
 */
function dirtyDays(rides: readonly RegisteredEntity[], poll: Poll, parkDayStartMinutes: number): ParkDay[] {
  const parks = [...new Map(rides.map((ride) => [ride.parkId, ride])).values()];
  const days = parks.map(({ parkId, timezone }) => {
    return { parkId, localDays: new LocalDays(timezone, parkDayStartMinutes) };
  });
  const instants = { length: days.length, recordedAtMs: new Float64Array(days.length).fill(poll.observedAtMs) };
  return touchedParkDays(instants, (row) => days[row]!, poll.maxHoldMs);
}
