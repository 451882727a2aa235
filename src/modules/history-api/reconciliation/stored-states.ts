import { MINUTE_MS } from '../../../common/time/calendar.js';
import type { DataSource, RideStatus } from '../../snapshots/observations.js';

/** The state of a ride, or the wait of one of its queues. */
export interface StoredState {
  status: RideStatus | null;
  waitMinutes: number | null;
}

/** A stored observation. */
export interface StoredRow extends StoredState {
  atMs: number;
  /** Until when the state is known to have lasted. */
  untilMs: number;
  source: DataSource;
}

/**
 * A part of the time of a ride.
 *
 * - `KNOWN`: one state was observed throughout
 * - `BETWEEN_POLLS`: the state changed at an unknown instant, or for an unknown time, within a few minutes
 * - `GAP`: it was not observed
 */
export type StateKind = 'KNOWN' | 'BETWEEN_POLLS' | 'GAP';

export interface StateInterval {
  kind: StateKind;
  startMs: number;
  endMs: number;
  /** The state at its start; null: nothing was observed before. */
  before: StoredState | null;
  /** The state that was observed at its end; null: none was. */
  after: StoredState | null;
  /** For a gap: until when the state before it is carried forward. */
  carriedUntilMs: number;
}

export interface StateRules {
  /** Until when a row is carried forward if no other one follows. */
  carriedForwardUntilMs: (row: StoredRow) => number;
  /** How long a confirmed state is carried forward. */
  liveMs: number;
}

/** A live response describes the state of up to a minute before. */
const RESPONSE_AGE_MS = MINUTE_MS;

/**
 * Divides the time from `startMs` to `endMs` by what is known of it. Rows of imports are exact changes, so the state before one
 * lasted until it; between two polls a change may have happened at any time.
 * @param rows ascending, with distinct instants
 */
export function stateIntervals(
  rows: readonly StoredRow[],
  { startMs, endMs }: { startMs: number; endMs: number },
  rules: StateRules,
): StateInterval[] {
  const intervals: StateInterval[] = [];
  const add = (interval: StateInterval): void => {
    const clipped = {
      ...interval,
      startMs: Math.max(startMs, interval.startMs),
      endMs: Math.min(endMs, interval.endMs),
    };
    if (clipped.endMs > clipped.startMs) intervals.push(clipped);
  };
  const firstMs = rows[0]?.atMs ?? Infinity;
  add({ kind: 'GAP', startMs, endMs: firstMs, before: null, after: rows[0] ?? null, carriedUntilMs: -Infinity });
  rows.forEach((row, index) => {
    const next = rows[index + 1] ?? null;
    const nextMs = next?.atMs ?? Infinity;
    const knownUntilMs = Math.max(row.atMs, knownUntil(row, next, rules));
    add({ kind: 'KNOWN', startMs: row.atMs, endMs: knownUntilMs, before: row, after: row, carriedUntilMs: -Infinity });
    const isShort = nextMs - knownUntilMs <= rules.liveMs + RESPONSE_AGE_MS;
    add({
      kind: isShort ? 'BETWEEN_POLLS' : 'GAP',
      ...{ startMs: knownUntilMs, endMs: nextMs, before: row, after: next },
      carriedUntilMs: rules.carriedForwardUntilMs(row),
    });
  });
  return intervals;
}

function knownUntil(row: StoredRow, next: StoredRow | null, rules: StateRules): number {
  if (next === null) return row.untilMs;
  if (next.atMs <= row.untilMs) return next.atMs;
  if (next.source !== 'LIVE') {
    // A log of events is silent while nothing changes; a confirmed state is known only while it is confirmed.
    const isEvent = row.source !== 'LIVE' && row.untilMs === row.atMs;
    const limitMs = isEvent ? rules.carriedForwardUntilMs(row) : row.untilMs + rules.liveMs;
    return next.atMs <= limitMs ? next.atMs : row.untilMs;
  }
  const isSame = next.status === row.status && next.waitMinutes === row.waitMinutes;
  if (isSame && next.atMs - row.untilMs <= rules.liveMs) return next.atMs;
  return row.untilMs - RESPONSE_AGE_MS;
}
