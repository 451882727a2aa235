import { groupBy } from '../../../common/collections.js';
import { MINUTE_MS } from '../../../common/time/calendar.js';
import { RIDE_STATUSES, type RideStatus, WAIT_UNKNOWN } from '../../snapshots/observations.js';
import type { ObservationSet } from '../../snapshots/writing/observation-set.js';

/** A state that polls confirmed from its start to its end. */
export interface PolledSpan {
  rideId: number;
  fromMs: number;
  untilMs: number;
  status: RideStatus | null;
  waitMinutes: number | null;
}

export interface PolledConflict {
  rideId: number;
  atMs: number;
  polled: Pick<PolledSpan, 'status' | 'waitMinutes'>;
  refused: Pick<PolledSpan, 'status' | 'waitMinutes'>;
}

export interface UnpolledPart {
  /** Observations from times that were not polled. */
  set: ObservationSet;
  conflicts: PolledConflict[];
}

/** A poll may see a change this much later, because responses are cached; a shorter state may lie between two polls. */
export const SEEN_LATE_MS = 5 * MINUTE_MS;

/** A shorter pause of the polls is not a gap: the last polled value is carried forward for this long. */
const GAP_MS = 15 * MINUTE_MS;

/**
 * What was polled stays: removes the observations of times in which polls saw the ride. A snapshot is kept if polls saw its state
 * last before a gap into which the state lasted: it alone shows what the ride did in the gap. A snapshot is a conflict if polls saw
 * another state at its instant, or later for as long as polls repeat, while its own state lasted.
 * @param spans by ride in time order
 */
export function unpolledPart(set: ObservationSet, spans: readonly PolledSpan[]): UnpolledPart {
  if (spans.length === 0) return { set, conflicts: [] };
  const byRide = groupBy(spans, ({ rideId }) => rideId);
  const conflicts: PolledConflict[] = [];
  const kept: number[] = [];
  const { snapshots } = set;
  for (let row = 0; row < snapshots.length; row++) {
    const ofRide = byRide.get(snapshots.rideId[row]!) ?? [];
    const polled = spanAt(ofRide, snapshots.recordedAtMs[row]!);
    const untilMs = snapshots.confirmedUntilMs?.[row] ?? NaN;
    const isKept = polled === null || lastsIntoGap(set, row, ofRide, untilMs);
    if (isKept) kept.push(row);
    const atMs = snapshots.recordedAtMs[row]!;
    if (!isKept && contradicts(set, row, ofRide, polled)) conflicts.push(conflictOf(set, row, polled, atMs));
    else {
      const other = firstOtherState(set, row, ofRide);
      if (other !== null) conflicts.push(conflictOf(set, row, other, Math.max(other.fromMs, atMs)));
    }
  }
  const queues = set.queues.filter(
    ({ rideId, recordedAtMs }) => spanAt(byRide.get(rideId) ?? [], recordedAtMs) === null,
  );
  return { set: { snapshots: pick(snapshots, kept), queues }, conflicts };
}

const spanAt = (spans: readonly PolledSpan[], atMs: number): PolledSpan | null =>
  spans.findLast(({ fromMs, untilMs }) => fromMs <= atMs && atMs <= untilMs) ?? null;

/**
 * Whether the polls of the ride pause while the state lasts, and the last poll before the pause found this state.
 * @param untilMs the end of the state; NaN: unknown
 */
function lastsIntoGap(
  { snapshots }: ObservationSet,
  row: number,
  spans: readonly PolledSpan[],
  untilMs: number,
): boolean {
  const atMs = snapshots.recordedAtMs[row]!;
  const state = stateAt(snapshots, row);
  return spans.some((span, index) => {
    if (span.untilMs < atMs || !(span.untilMs < untilMs) || !isSameState(span, state)) return false;
    const nextMs = spans[index + 1]?.fromMs ?? Infinity;
    return Math.min(nextMs, untilMs) - span.untilMs > GAP_MS;
  });
}

const isSameState = (span: PolledSpan, { status, waitMinutes }: Pick<PolledSpan, 'status' | 'waitMinutes'>): boolean =>
  span.status === status && span.waitMinutes === waitMinutes;

function contradicts({ snapshots }: ObservationSet, row: number, spans: readonly PolledSpan[], polled: PolledSpan) {
  const state = stateAt(snapshots, row);
  const isSame = (span: PolledSpan) => isSameState(span, state);
  if (isSame(polled)) return false;
  const atMs = snapshots.recordedAtMs[row]!;
  if (nextOfRideMs(snapshots, row) - atMs < SEEN_LATE_MS) return false;
  return !spans.some((span) => span.fromMs > atMs && span.fromMs - atMs <= SEEN_LATE_MS && isSame(span));
}

/**
 * The first span in which polls still observed another state while the one of the snapshot lasted. Only the waits of an operating
 * ride count: responses carry the last wait through a closure.
 */
function firstOtherState(set: ObservationSet, row: number, spans: readonly PolledSpan[]): PolledSpan | null {
  const { snapshots } = set;
  const seenFromMs = snapshots.recordedAtMs[row]! + SEEN_LATE_MS;
  const nextMs = nextOfRideMs(snapshots, row);
  const endMs = Number.isNaN(nextMs) ? (snapshots.confirmedUntilMs?.[row] ?? NaN) : nextMs;
  const state = stateAt(snapshots, row);
  if (state.status === null) return null;
  const isOther = ({ status, waitMinutes }: PolledSpan) =>
    status !== null && (status !== state.status || (status === 'OPERATING' && waitMinutes !== state.waitMinutes));
  const seenMs = ({ fromMs, untilMs }: PolledSpan) => Math.min(untilMs, endMs) - Math.max(fromMs, seenFromMs);
  return spans.find((span) => isOther(span) && seenMs(span) > SEEN_LATE_MS) ?? null;
}

const conflictOf = (
  { snapshots }: ObservationSet,
  row: number,
  { status, waitMinutes }: PolledSpan,
  atMs: number,
): PolledConflict => ({
  rideId: snapshots.rideId[row]!,
  atMs,
  polled: { status, waitMinutes },
  refused: stateAt(snapshots, row),
});

const stateAt = ({ status, waitMinutes }: ObservationSet['snapshots'], row: number) =>
  stateOf(status[row]!, waitMinutes[row]!);

/** The state of stored codes. */
export const stateOf = (statusCode: number, waitMinutes: number): Pick<PolledSpan, 'status' | 'waitMinutes'> => ({
  status: RIDE_STATUSES[statusCode - 1] ?? null,
  waitMinutes: waitMinutes === WAIT_UNKNOWN ? null : waitMinutes,
});

/** When the next snapshot of the ride begins; NaN: the row is its last one. */
const nextOfRideMs = ({ rideId, recordedAtMs }: ObservationSet['snapshots'], row: number): number =>
  rideId[row + 1] === rideId[row] ? recordedAtMs[row + 1]! : NaN;

/** The rows of these indexes, in their order. */
export function pick(snapshots: ObservationSet['snapshots'], rows: readonly number[]): ObservationSet['snapshots'] {
  const { rideId, recordedAtMs, status, waitMinutes, confirmedUntilMs } = snapshots;
  return {
    length: rows.length,
    rideId: picked(new Uint32Array(rows.length), rideId, rows),
    recordedAtMs: picked(new Float64Array(rows.length), recordedAtMs, rows),
    status: picked(new Uint8Array(rows.length), status, rows),
    waitMinutes: picked(new Int16Array(rows.length), waitMinutes, rows),
    confirmedUntilMs: confirmedUntilMs && picked(new Float64Array(rows.length), confirmedUntilMs, rows),
  };
}

function picked<Column extends Record<number, number>>(
  column: Column,
  from: ArrayLike<number>,
  rows: readonly number[],
) {
  for (let index = 0; index < rows.length; index++) column[index] = from[rows[index]!]!;
  return column;
}
