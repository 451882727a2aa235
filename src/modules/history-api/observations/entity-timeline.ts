import type { TimeInterval } from '../../../common/time/time-intervals.js';
import type { LocalClock } from '../../../common/time/zones/time-zones.js';
import { fieldPaths, readObservation, type ReadObservation } from '../../snapshots/reading/observation-reader.js';
import type { ParseReason, ReadingContext } from '../../snapshots/reading/reading-context.js';
import { showTimesJson } from '../../snapshots/show-times/show-time-list.js';
import type { HistoryOfEntity, HistoryOpening, HistoryRow, RawState } from '../response/history-reader.js';
import type { ProblemCollector } from '../response/problem-collector.js';
import { differingKinds, type FieldKind, kindOf, kindsOf, SHOWTIMES_KIND } from './changed-kinds.js';
import { readShowStarts } from './show-starts.js';

/** The complete state of an entity from an instant on, and what changed at that instant. */
export interface TimelineRow extends ReadObservation {
  atMs: number;
  changedKinds: ReadonlySet<FieldKind>;
  /** Start times of the performances, if they changed; null: they did not. */
  showStartsMs: readonly number[] | null;
  /** The list of show times as it is stored, if it changed; null: it did not, or it cannot be stored. */
  showTimesJson: string | null;
}

export interface TimelineOpening extends ReadObservation {
  /** When each kind was observed. A kind without an entry is not known to have been observed. */
  observedAtMsByKind: ReadonlyMap<FieldKind, number>;
  isDegraded: boolean;
  /** Null: the entity has no show times. */
  showStartsMs: readonly number[] | null;
  /** As for a row. */
  showTimesJson: string | null;
}

/** The states of one entity in the range of one response. */
export interface EntityTimeline {
  opening: TimelineOpening | null;
  /** Ascending, with distinct instants. */
  rows: TimelineRow[];
  /** Rows that another row of the same instant supersedes. */
  superseded: number;
  /** Rows outside the requested range; they are not used. */
  outsideRange: number;
}

export interface TimelineContext {
  /** The clock for times without an offset; null: the zone is unknown. */
  clock: LocalClock | null;
  /** The requested range; rows outside it are rejected. */
  range: TimeInterval;
  notes: ProblemCollector<ParseReason>;
  /** Where the entity is in the response, such as `entities[3]`. */
  place: string;
}

const PATHS = fieldPaths('');

/**
 * Types the rows of an entity. `changed` names what changed; a difference from the row before that it does not name is a change
 * too, because the row between may have been rejected.
 */
export function readTimeline(entity: HistoryOfEntity, context: TimelineContext): EntityTimeline {
  const { range, notes, place } = context;
  const within: HistoryRow[] = [];
  for (const row of entity.rows) {
    if (row.atMs >= range.startMs && row.atMs < range.endMs) within.push(row);
    else notes.reject('EVENT_TIME_OUT_OF_RANGE', 'time', `${place}.history[${row.index}]`, row.state.time);
  }
  const ordered = lastOfEachInstant(within);
  let before = entity.opening?.state ?? null;
  const rows = ordered.map((row) => {
    const typed = readRow(row, before, context);
    before = row.state;
    return typed;
  });
  return {
    opening: entity.opening && readOpening(entity.opening, context),
    rows,
    superseded: within.length - ordered.length,
    outsideRange: entity.rows.length - within.length,
  };
}

/** Sorted by time. The last row of an instant in the order of the response wins, and has the changes of all of them. */
function lastOfEachInstant(rows: readonly HistoryRow[]): HistoryRow[] {
  const sorted = [...rows].sort((a, b) => a.atMs - b.atMs || a.index - b.index);
  const winners: HistoryRow[] = [];
  for (const row of sorted) {
    const previous = winners.at(-1);
    if (previous?.atMs !== row.atMs) winners.push(row);
    else winners[winners.length - 1] = { ...row, changed: bothChanged(previous.changed, row.changed) };
  }
  return winners;
}

const bothChanged = (a: readonly string[] | null, b: readonly string[] | null): readonly string[] | null =>
  a === null || b === null ? null : [...a, ...b];

function readRow(row: HistoryRow, before: RawState | null, context: TimelineContext): TimelineRow {
  const changedKinds = changedKindsOf(row, before);
  const place = `${context.place}.history[${row.index}]`;
  const reading = readingOf(context, place, changedKinds);
  return {
    atMs: row.atMs,
    ...readObservation(row.state, PATHS, reading),
    changedKinds,
    ...readShows(row.state, changedKinds, reading),
  };
}

function changedKindsOf({ state, changed }: HistoryRow, before: RawState | null): Set<FieldKind> {
  const kinds = before === null ? new Set<FieldKind>() : differingKinds(before, state);
  if (changed !== null) for (const path of changed) kinds.add(kindOf(path));
  else if (before === null) return kindsOf(state);
  return kinds;
}

function readOpening(opening: HistoryOpening, context: TimelineContext): TimelineOpening {
  const { state, isDegraded } = opening;
  const kinds = kindsOf(state);
  const reading = readingOf(context, `${context.place}.opening`, isDegraded ? new Set() : kinds);
  return {
    ...readObservation(state, PATHS, reading),
    observedAtMsByKind: possibleInstants(opening, kinds, context),
    isDegraded,
    ...readShows(state, kinds, reading),
  };
}

function readShows({ showtimes }: RawState, kinds: ReadonlySet<FieldKind>, reading: ReadingContext) {
  if (!kinds.has(SHOWTIMES_KIND)) return { showStartsMs: null, showTimesJson: null };
  return {
    showStartsMs: readShowStarts(showtimes, reading),
    // An unusable list is noted once, by its performances.
    showTimesJson: showTimesJson(showtimes, 'showtimes', { ...reading, note: () => undefined }),
  };
}

/** An opening cannot have been observed after its own instant. Such an age is noted, and its kind is undated. */
function possibleInstants(
  { observedAtMsByKind, observedAtMs, atMs }: HistoryOpening,
  kinds: ReadonlySet<FieldKind>,
  { notes, place, range }: TimelineContext,
): Map<FieldKind, number> {
  const instants = observedAtMsByKind.size > 0 ? observedAtMsByKind : sameForAll(kinds, observedAtMs);
  const latestMs = atMs ?? range.startMs;
  return new Map(
    [...instants].filter(([kind, instantMs]) => {
      if (instantMs <= latestMs) return true;
      const value = { [kind]: new Date(instantMs).toISOString() };
      notes.note('EVENT_TIME_OUT_OF_RANGE', 'opening.observedAt', `${place}.opening`, value);
      return false;
    }),
  );
}

/** Without ages by kind, the age of the whole state: it was complete at that instant. */
function sameForAll(kinds: ReadonlySet<FieldKind>, observedAtMs: number | null): Map<FieldKind, number> {
  return new Map(observedAtMs === null ? [] : [...kinds].map((kind) => [kind, observedAtMs]));
}

/** An unreadable value that was carried forward is not noted again. */
function readingOf(context: TimelineContext, place: string, kinds: ReadonlySet<FieldKind>): ReadingContext {
  const { notes, clock } = context;
  const note = (reason: ParseReason, field: string, value: unknown): void => {
    // A note about all queues has no kind of its own.
    if (kinds.has(kindOf(field)) || field === 'queue') notes.note(reason, field, place, value);
  };
  return {
    note,
    noteLocalTime: (field, value) => note('LOCAL_TIME_WITHOUT_OFFSET', field, value),
    localClock: () => clock,
    decodeText: (text) => text,
  };
}
