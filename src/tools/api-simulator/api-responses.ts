import { type EpochDay, epochDayOf } from '../epoch-days.js';
import { attributesOf } from './entity-attributes.js';
import { type FeedFault, feedFaultOf } from './feed-faults.js';
import { ARCHIVE_FROM } from './history/history-world.js';
import { encodeLiveEntity } from './live-encoder.js';
import { scheduleDay } from './schedule-day.js';
import type { SimEntity, SimWorld } from './sim-world.js';
import { findVisible, slugAt, visibleDescendants, type VisibleEntity, visibleLive } from './visible-entities.js';
import { utcDayOf } from '../../common/time/calendar.js';

/** The body of `/entity/{id}/live` of a destination. Depends only on the arguments. */
export function liveResponse(
  world: SimWorld,
  destinationId: string,
  nowMs: number,
  faults: readonly FeedFault[] = [],
): string | undefined {
  const visible = findVisible(world, destinationId, nowMs, faults);
  return visible && liveResponseOf(world, visible, nowMs, faults);
}

/** The same body for any entity, with the entity and its descendants, of some types only if they are given. */
export function liveResponseOf(
  world: SimWorld,
  { entity, id, name }: VisibleEntity,
  nowMs: number,
  faults: readonly FeedFault[],
  types?: readonly string[],
): string {
  const destination = world.byDestinationId.get(entity.destinationId)!;
  const all = visibleLive(world, destination, nowMs, faults);
  const asked = all.filter(
    ({ entity: other }) =>
      (entity.entityType === 'DESTINATION' || other === entity || other.parentId === entity.id) &&
      (types === undefined || types.includes(other.entityType)),
  );
  return (
    `{"id":"${id}","name":${JSON.stringify(name)},"entityType":"${entity.entityType}",` +
    `"timezone":"${entity.clock.timezone}","liveData":[${asked.map(encodeLiveEntity).join(',')}]}`
  );
}

/** The body of `/destinations`. */
export function destinationsResponse(world: SimWorld, nowMs: number, faults: readonly FeedFault[]): object {
  return {
    destinations: world.destinations.map(({ entity, parks }) => ({
      id: entity.id,
      name: entity.name,
      slug: slugAt(entity, faults, nowMs),
      externalId: entity.externalId,
      parks: parks.map(({ id, name }) => ({ id, name })),
    })),
  };
}

/** The body of `/entity/{id}`, with tags if it has any, or with attributes as keys of its own. */
export function entityResponse(
  { entity, id, name }: VisibleEntity,
  nowMs: number,
  faults: readonly FeedFault[],
): object {
  const { location, tags } = entity;
  const asKeys = feedFaultOf(faults, 'ATTRIBUTES_AS_KEYS', entity, nowMs) !== undefined;
  return {
    id,
    name,
    slug: slugAt(entity, faults, nowMs),
    location: location && { ...location, pointsOfInterest: [] },
    parentId: entity.parentId,
    timezone: entity.clock.timezone,
    entityType: entity.entityType,
    destinationId: entity.destinationId,
    externalId: entity.externalId,
    ...(asKeys ? attributesOf(entity) : tags.length > 0 ? { tags } : {}),
  };
}

/** The body of `/entity/{id}/children`: all descendants. */
export function childrenResponse(
  world: SimWorld,
  { entity, id, name }: VisibleEntity,
  nowMs: number,
  faults: readonly FeedFault[],
): object {
  const destination = world.byDestinationId.get(entity.destinationId)!;
  const below = visibleDescendants(world, destination, nowMs, faults).filter(
    (child) => entity.entityType === 'DESTINATION' || child.entity.parentId === entity.id,
  );
  return { ...responseHead(entity, id, name), children: below.map((visible) => child(visible, nowMs, faults)) };
}

function child({ entity, id, name }: VisibleEntity, nowMs: number, faults: readonly FeedFault[]): object {
  const { location } = entity;
  return {
    id,
    name,
    entityType: entity.entityType,
    slug: slugAt(entity, faults, nowMs),
    parentId: entity.parentId,
    externalId: entity.externalId,
    location: location && { longitude: location.longitude, latitude: location.latitude },
  };
}

/** The common head of the children and schedule responses. */
export function responseHead(entity: SimEntity, id: string, name: string): object {
  return { id, name, entityType: entity.entityType, timezone: entity.clock.timezone };
}

/** Local days, both included. */
export interface ScheduleRange {
  first: EpochDay;
  last: EpochDay;
}

const UPCOMING_DAYS = 30;

/** From the entity's local date of today to thirty days later. */
export function upcomingDays({ clock }: SimEntity, nowMs: number): ScheduleRange {
  const first = clock.localDayOf(nowMs);
  return { first, last: first + UPCOMING_DAYS };
}

/** A whole month; undefined if it is not one that the API accepts. */
export function monthDays(year: string, month: string): ScheduleRange | undefined {
  if (!/^(19[7-9]\d|20\d\d|21[0-4]\d|2150)$/.test(year) || !/^(0[1-9]|1[0-2])$/.test(month)) return undefined;
  const startOf = (months: number) => epochDayOf(utcDayOf(Date.UTC(Number(year), months, 1)));
  return { first: startOf(Number(month) - 1), last: startOf(Number(month)) - 1 };
}

/** The body of a schedule; for a destination, the schedules of its parks. Only parks have entries. */
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
  for (let day = Math.max(range.first, ARCHIVE_FROM); day <= range.last; day++) {
    entries.push(...scheduleDay(model.park, rides, day, Math.max(0, day - today)));
  }
  return entries;
}

/** The body of a successful response; undefined: 404. */
export function responseTo(
  world: SimWorld,
  { pathname, searchParams }: Pick<URL, 'pathname' | 'searchParams'>,
  nowMs: number,
  faults: readonly FeedFault[],
): string | undefined {
  const [root, resource, id, ...rest] = pathname.split('/').slice(1);
  if (root !== 'v1') return undefined;
  if (resource === 'destinations' && id === undefined)
    return JSON.stringify(destinationsResponse(world, nowMs, faults));
  if (resource !== 'entity' || id === undefined) return undefined;
  const visible = findVisible(world, id, nowMs, faults);
  const types = searchParams.get('entityType')?.split(',');
  return visible && entityResource(world, visible, rest, nowMs, faults, types);
}

function entityResource(
  world: SimWorld,
  visible: VisibleEntity,
  rest: readonly string[],
  nowMs: number,
  faults: readonly FeedFault[],
  types: readonly string[] | undefined,
): string | undefined {
  const [resource, year, month, ...more] = rest;
  if (resource === undefined) return JSON.stringify(entityResponse(visible, nowMs, faults));
  if (resource === 'schedule' && more.length === 0) {
    const days = year === undefined ? upcomingDays(visible.entity, nowMs) : monthDays(year, month ?? '');
    return days && JSON.stringify(scheduleResponse(world, visible, nowMs, days));
  }
  if (rest.length > 1) return undefined;
  if (resource === 'live') return liveResponseOf(world, visible, nowMs, faults, types);
  if (resource === 'children') return JSON.stringify(childrenResponse(world, visible, nowMs, faults));
  return undefined;
}
