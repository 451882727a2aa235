import type { QueueRow, SnapshotRow, StoredSpan } from '../../snapshots/writing/live-row.sql.js';
import type { QueueObservation, RideStatus } from '../../snapshots/observations.js';

export type { QueueRow as QueueRun, SnapshotRow as SnapshotRun };

/** A stored row of whatever kind: one observation, and how long later polls saw it unchanged. */
export type SpanRow = Omit<StoredSpan, 'rideId'>;

/** What a poll says of a ride itself. `lastUpdatedMs` is the source's stamp. */
export interface RideState {
  status: RideStatus | null;
  waitMinutes: number | null;
  lastUpdatedMs: number | null;
}

/** What one poll says of one ride; each queue type at most once. All instants are in the precision of the tables. */
export interface RideObservation extends RideState {
  rideId: number;
  queues: readonly QueueObservation[];
}

/** The instant up to which polls vouch for a row; null for a row of the archive that no poll has seen. */
export function lastConfirmedMs({ recordedAtMs, lastConfirmedAtMs, dataSource }: SpanRow): number | null {
  return lastConfirmedAtMs ?? (dataSource === 'LIVE' ? recordedAtMs : null);
}

/** One answered request: all observations of one answer share its instant. */
export interface Poll {
  /** The instant of the observation. */
  observedAtMs: number;
  /** The newest instant at which an answer of the same destination was taken before this one; null for the first. */
  previousObservedAtMs: number | null;
  /** How long after it was last seen a row can be extended (LIVE_MAX_CARRY_FORWARD_MINUTES). */
  maxCarryForwardMs: number;
}

export type SpanDecision =
  /** The row's `last_confirmed_at` moves to the instant of the poll. */
  | 'EXTEND'
  /** A row begins at the instant of the poll. */
  | 'START'
  /** The instant is taken already; nothing is written. */
  | 'IGNORE';

/** An answer that is not newer than one taken before: a replay, or one that was overtaken. Nothing of it is stored. */
export function isOvertaken({ observedAtMs, previousObservedAtMs }: Poll): boolean {
  return previousObservedAtMs !== null && observedAtMs <= previousObservedAtMs;
}

/**
 * What an observation does to the current row of its ride, or of one queue of it. A row claims to have been seen at every
 * poll from its beginning to `last_confirmed_at`; so it may only grow if no poll in between did without it.
 * @param unchanged whether the observation equals the row in every field
 */
export function decideSpan(current: SpanRow | undefined, unchanged: boolean, poll: Poll): SpanDecision {
  if (isOvertaken(poll)) return 'IGNORE';
  if (current === undefined) return 'START';
  if (isTaken(current, poll.observedAtMs)) return 'IGNORE';
  return current.dataSource === 'LIVE' && unchanged && isContinued(current, poll) ? 'EXTEND' : 'START';
}

/** A live row is the newest of its kind: nothing comes before it. The archive's may lie ahead of the live ones. */
function isTaken(current: SpanRow, observedAtMs: number): boolean {
  const untilMs = lastConfirmedMs(current) ?? current.recordedAtMs;
  return observedAtMs <= untilMs && (current.dataSource === 'LIVE' || observedAtMs >= current.recordedAtMs);
}

function isContinued(current: SpanRow, { observedAtMs, previousObservedAtMs, maxCarryForwardMs }: Poll): boolean {
  const seenMs = lastConfirmedMs(current) ?? -Infinity;
  return (
    observedAtMs - seenMs <= maxCarryForwardMs && (previousObservedAtMs === null || seenMs >= previousObservedAtMs)
  );
}
