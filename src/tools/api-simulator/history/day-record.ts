import { DAY_MS } from '../../../common/time/calendar.js';
import { type EpochDay, epochDayOf, isoDayOf } from '../../epoch-days.js';
import { feedFaultOf } from '../feed-faults.js';
import { scheduleDay } from '../schedule-day.js';
import type { SimEntity, SimWorld } from '../sim-world.js';
import type { Step } from './carried-state.js';
import { stateBefore } from './opening.js';
import { type Recording, recordedStates } from './recorded-states.js';

export interface Interval {
  fromMs: number;
  untilMs: number;
}

/** The input of a daily row: the history of two days and the published hours of three. */
export interface DayRecord {
  day: EpochDay;
  startMs: number;
  midnightMs: number;
  /** The end of the counted time: midnight, or now if the day has not ended. */
  endMs: number;
  opening: Step;
  seenAtMs: ReadonlyMap<string, number>;
  /** Steps of the day and the next one. */
  steps: readonly Step[];
  /** The published hours of the day; empty: none. */
  hours: readonly Interval[];
  /** Published hours of the days before and after. */
  otherHours: readonly Interval[];
  /** Whether the feed reported the entity, changed or not. */
  isReported: boolean;
  /** Whether the instant has no data: a gap of the archive, or an entity that left the feed a day ago. */
  isUnseen: (atMs: number) => boolean;
  isoDate: string;
}

export function dayRecord(recording: Recording, day: EpochDay): DayRecord {
  const { entity, nowMs } = recording;
  const { clock } = entity;
  const [startMs, nextMs, lastMs] = [0, 1, 2].map((days) => clock.instantOf(day + days, 0)) as [number, number, number];
  const carried = stateBefore(recording, startMs);
  const opening = carried.step(startMs, []);
  const seenAtMs = new Map(carried.seenAtMs);
  const steps: Step[] = [];
  let isReported = false;
  for (const recorded of recordedStates(recording, startMs, lastMs)) {
    const changed = carried.take(recorded);
    isReported ||= recorded.atMs < nextMs && recorded.state.changedAtMs >= startMs;
    if (changed.length > 0) steps.push(carried.step(recorded.atMs, changed));
  }
  return {
    ...{ day, startMs, midnightMs: nextMs, endMs: Math.min(nextMs, nowMs), opening, seenAtMs, steps, isReported },
    hours: publishedHours(recording.world, entity, day),
    otherHours: [day - 1, day + 1].flatMap((other) => publishedHours(recording.world, entity, other)),
    isUnseen: (atMs) => isUnseen(recording, day, atMs),
    isoDate: isoDayOf(day),
  };
}

const HOUR_TYPES: ReadonlySet<string> = new Set(['OPERATING', 'EXTRA_HOURS', 'TICKETED_EVENT']);

/** Published hours of the entity's park. */
function publishedHours(world: SimWorld, { id, parkId }: SimEntity, day: EpochDay): Interval[] {
  const park = world.byEntityId.get(parkId ?? id);
  if (park?.model.kind !== 'PARK') return [];
  const entries = scheduleDay(park.model.park, [], day, 0) as {
    type: string;
    openingTime: string;
    closingTime: string;
  }[];
  return entries
    .filter(({ type }) => HOUR_TYPES.has(type))
    .map(({ openingTime, closingTime }) => ({ fromMs: Date.parse(openingTime), untilMs: Date.parse(closingTime) }));
}

/** From this day on, an entity that is absent from the feed for a day is unknown. */
const ABSENCE_COUNTS_FROM = epochDayOf('2026-10-08');

function isUnseen({ entity, faults }: Recording, day: EpochDay, atMs: number): boolean {
  if (faults.length === 0) return false;
  if (feedFaultOf(faults, 'KNOWN_GAP', entity, atMs)) return true;
  if (day < ABSENCE_COUNTS_FROM) return false;
  return faults.some(
    ({ kind, fromMs = -Infinity, untilMs = Infinity }) =>
      (kind === 'NO_DATA' || kind === 'REMOVED_UPSTREAM') && fromMs <= atMs - DAY_MS && untilMs > atMs,
  );
}
