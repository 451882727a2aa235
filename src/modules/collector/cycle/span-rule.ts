import type { QueueRow, SnapshotRow, StoredSpan } from '../../snapshots/writing/live-rows.js';
import type { QueueObservation, RideStatus } from '../../snapshots/observations.js';

export type { QueueRow, SnapshotRow };

/** A stored row of any kind: an observation, and until when later polls confirmed it. */
export type SpanRow = Omit<StoredSpan, 'rideId'>;

/** The state of a ride in a poll. `lastUpdatedMs` is the source's timestamp. */
export interface RideState {
  status: RideStatus | null;
  waitMinutes: number | null;
  lastUpdatedMs: number | null;
}

/** The observation of one ride in a poll; each queue type at most once. Instants have the precision of the tables. */
export interface RideObservation extends RideState {
  rideId: number;
  queues: readonly QueueObservation[];
}

/** The instant up to which polls confirmed a row; null for a row of the archive that no poll has confirmed. */
export function lastConfirmedMs({ recordedAtMs, lastConfirmedAtMs, dataSource }: SpanRow): number | null {
  return lastConfirmedAtMs ?? (dataSource === 'LIVE' ? recordedAtMs : null);
}

/** One response; all its observations share its instant. */
export interface Poll {
  /** The instant of the observation. */
  observedAtMs: number;
  /** The instant of the destination's previous stored response; null for the first. */
  previousObservedAtMs: number | null;
  /** How long after its last confirmation a row can be extended (LIVE_MAX_CARRY_FORWARD_MINUTES). */
  maxCarryForwardMs: number;
}

export type SpanDecision =
  /** Only confirmed: the row's `last_confirmed_at` moves to the instant of the poll. */
  | 'EXTEND'
  /** Stored as a new row, which starts at the instant of the poll. */
  | 'START'
  /** Nothing is written: the poll is not newer than the stored one, or a row already has its instant. */
  | 'IGNORE';

/** Whether the response is not newer than a stored one: a replay, or a late response. It is not stored. */
export function isOvertaken({ observedAtMs, previousObservedAtMs }: Poll): boolean {
  return previousObservedAtMs !== null && observedAtMs <= previousObservedAtMs;
}

/**
 * Decides whether an observation is stored as a new row, or only confirms the current row (a span) of its ride or queue. A row
 * means that every poll from its start to `last_confirmed_at` confirmed it, so it may only be extended if no poll in between
 * lacked it.
 * @param unchanged whether the observation equals the row in every field
 */
export function decideSpan(current: SpanRow | undefined, unchanged: boolean, poll: Poll): SpanDecision {
  if (isOvertaken(poll)) return 'IGNORE';
  if (current === undefined) return 'START';
  if (isTaken(current, poll.observedAtMs)) return 'IGNORE';
  return current.dataSource === 'LIVE' && unchanged && isContinued(current, poll) ? 'EXTEND' : 'START';
}

/** A live row is always the newest of its kind, but rows of the archive may be newer than live ones. */
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
