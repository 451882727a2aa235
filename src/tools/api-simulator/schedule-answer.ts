import { type EpochDay, epochDayOf } from '../archive-generator/utc-days.js';
import { responseHead } from './entity-answers.js';
import { scheduleDay } from './schedule-day.js';
import type { SimEntity, SimWorld } from './sim-world.js';
import type { VisibleEntity } from './visible-entities.js';

/** Local days, both included. */
export interface ScheduleRange {
  first: EpochDay;
  last: EpochDay;
}

const UPCOMING_DAYS = 30;

/** From the entity's local today to thirty days later. */
export function upcomingDays({ clock }: SimEntity, nowMs: number): ScheduleRange {
  const first = clock.localDayOf(nowMs);
  return { first, last: first + UPCOMING_DAYS };
}

/** A whole month; undefined where there is no such month. */
export function monthDays(year: string, month: string): ScheduleRange | undefined {
  if (!/^\d{4}$/.test(year) || !/^(0?[1-9]|1[0-2])$/.test(month)) return undefined;
  const startOf = (months: number) =>
    epochDayOf(new Date(Date.UTC(Number(year), months, 1)).toISOString().slice(0, 10));
  return { first: startOf(Number(month) - 1), last: startOf(Number(month)) - 1 };
}

/** The body of a schedule; of a destination, the schedules of its parks. Only parks have entries. */
export function scheduleResponse(world: SimWorld, visible: VisibleEntity, nowMs: number, range: ScheduleRange): object {
  const { entity, id, name } = visible;
  const head = responseHead(entity, id, name);
  if (entity.entityType !== 'DESTINATION') return { ...head, schedule: entriesOf(world, entity, nowMs, range) };
  const { parks } = world.byDestinationId.get(entity.id)!;
  return {
    ...head,
    parks: parks.map((park) => ({
      ...responseHead(park, park.id, park.name),
      schedule: entriesOf(world, park, nowMs, range),
    })),
  };
}

function entriesOf(
  world: SimWorld,
  { model, destinationId, clock }: SimEntity,
  nowMs: number,
  range: ScheduleRange,
): object[] {
  if (model.kind !== 'PARK') return [];
  const { rides } = world.byDestinationId.get(destinationId)!.plan;
  const today = clock.localDayOf(nowMs);
  const entries: object[] = [];
  for (let day = range.first; day <= range.last; day++) {
    entries.push(...scheduleDay(model.park, rides, day, Math.max(0, day - today)));
  }
  return entries;
}
