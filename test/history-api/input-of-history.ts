import type { TimeInterval } from '../../src/common/time/time-intervals.js';
import type { ReadObservation } from '../../src/modules/snapshots/reading/observation-reader.js';
import { queueKind, SHOWTIMES_KIND, STANDBY_KIND } from '../../src/modules/history-api/observations/changed-kinds.js';
import type {
  EntityTimeline,
  TimelineOpening,
  TimelineRow,
} from '../../src/modules/history-api/observations/entity-timeline.js';
import { unionOfShowStarts } from '../../src/modules/history-api/observations/show-starts.js';
import type {
  DailyInput,
  DayOpening,
  PostedWaits,
  StateChange,
} from '../../src/modules/history-api/daily-rules/daily-input.js';

const SINGLE_RIDER_KIND = queueKind('SINGLE_RIDER');

/** What the history of an entity does not contain. */
export type DailySurroundings = Pick<
  DailyInput,
  'date' | 'day' | 'untilMs' | 'hours' | 'neighbourHours' | 'gaps' | 'absences'
>;

/** The input of the daily rules from the history of the day and, if it is known, of the next day. */
export function inputOfHistory(
  day: EntityTimeline,
  nextDay: EntityTimeline | null,
  surroundings: DailySurroundings,
): DailyInput {
  return {
    ...surroundings,
    opening: day.opening && openingOf(day.opening),
    changes: [...day.rows, ...(nextDay?.rows ?? [])].map(changeOf),
    showStartsMs: showStartsOf(day, surroundings.day),
  };
}

/** Null if the entity published no list on the day, and none before that has a performance of the day. */
function showStartsOf({ opening, rows }: EntityTimeline, { startMs, endMs }: TimeInterval): number[] | null {
  const isOfDay = (atMs: number): boolean => atMs >= startMs && atMs < endMs;
  const published = unionOfShowStarts(rows.filter(({ atMs }) => isOfDay(atMs)).map((row) => row.showStartsMs));
  const carried = (opening?.showStartsMs ?? []).filter(isOfDay);
  return published === null && carried.length === 0 ? null : unionOfShowStarts([published, carried]);
}

const changeOf = (row: TimelineRow): StateChange => ({
  atMs: row.atMs,
  status: row.status,
  ...waitsOf(row),
  changesState: [...row.changedKinds].some((kind) => kind !== SHOWTIMES_KIND),
});

function openingOf(opening: TimelineOpening): DayOpening {
  const observedAtMs = opening.observedAtMsByKind;
  const changes = [...observedAtMs].flatMap(([kind, instantMs]) => (kind === SHOWTIMES_KIND ? [] : [instantMs]));
  return {
    status: opening.status,
    ...waitsOf(opening),
    changedAtMs: changes.length === 0 ? null : Math.max(...changes),
    standbyChangedAtMs: observedAtMs.get(STANDBY_KIND) ?? null,
    singleRiderChangedAtMs: observedAtMs.get(SINGLE_RIDER_KIND) ?? null,
    isInRun: null,
  };
}

const waitsOf = ({ waitMinutes, queues }: ReadObservation): PostedWaits => ({
  standbyMinutes: waitMinutes,
  singleRiderMinutes: queues.find(({ queueType }) => queueType === 'SINGLE_RIDER')?.waitMinutes ?? null,
});
