import { type EpochDay, epochDayOf } from '../../epoch-days.js';
import { concerns, type FeedFault } from '../feed-faults.js';
import { LiveDays, type SimEntity, type SimWorld } from '../sim-world.js';
import { destinationNamed, isInFeed, visibleEntity } from '../visible-entities.js';
import { recordedIds, type Recording } from './recorded-states.js';

/** The first local day of the archive. */
export const ARCHIVE_FROM: EpochDay = epochDayOf('2021-07-03');
/** A sixth of the entities began to report within this many days after it. */
const LATE_STARTS_DAYS = 1200;

/** A daily row needs its day, the next one, and the two before for its opening state. */
const KEPT_DAYS = 5;

/** The world, faults and instant of one history request. */
export interface HistoryWorld {
  world: SimWorld;
  faults: readonly FeedFault[];
  nowMs: number;
  /** Daily rows of earlier days (`YYYY-MM-DD`) were counted under earlier rules. */
  earlierRulesBefore?: string | undefined;
}

/** An entity with history, under one of its ids. */
export interface HistoryEntity {
  entity: SimEntity;
  id: string;
  name: string;
  recording: Recording;
}

/** The same world with days of its own, so that past days do not displace those of the live responses. */
export function historyView(world: SimWorld): SimWorld {
  return { ...world, days: new LiveDays(KEPT_DAYS) };
}

/** The entity with an id or slug, even one that is no longer listed. Undefined: 404. */
export function findRecorded(history: HistoryWorld, idOrSlug: string): HistoryEntity | undefined {
  const { world, faults, nowMs } = history;
  const own = world.byEntityId.get(idOrSlug) ?? destinationNamed(world, idOrSlug, faults, nowMs);
  if (own) return historyEntity(history, own, own.id);
  if (!faults.some(({ kind }) => kind === 'ID_CHANGED')) return undefined;
  for (const entity of world.byEntityId.values()) {
    if (recordedIds(entity, faults, nowMs).includes(idOrSlug)) return historyEntity(history, entity, idOrSlug);
  }
  return undefined;
}

function historyEntity({ world, faults, nowMs }: HistoryWorld, entity: SimEntity, id: string): HistoryEntity {
  const own = faults.filter((fault) => concerns(fault, entity));
  const { name } = visibleEntity(world, entity, nowMs, own);
  const firstDay = firstRecordedDay(world, entity);
  return { entity, id, name, recording: { world, entity, id, faults: own, nowMs, firstDay } };
}

function firstRecordedDay(world: SimWorld, entity: SimEntity): EpochDay | null {
  const destination = world.byDestinationId.get(entity.destinationId)!;
  if (!destination.live.includes(entity)) return null;
  const word = entity.seedWord >>> 0;
  return entity.entityType === 'PARK' || word % 6 !== 0 ? ARCHIVE_FROM : ARCHIVE_FROM + (word % LATE_STARTS_DAYS);
}

/** The park and the entities in it that were recorded before an instant, ascending by name. */
export function recordedIn(history: HistoryWorld, park: SimEntity, untilMs: number): HistoryEntity[] {
  const { world, faults, nowMs } = history;
  const { live } = world.byDestinationId.get(park.destinationId)!;
  return live
    .filter((entity) => entity === park || entity.parentId === park.id)
    .flatMap((entity) => recordedIds(entity, faults, nowMs).map((id) => historyEntity(history, entity, id)))
    .filter(({ recording }) => hasRecords(recording, Math.min(untilMs, nowMs + 1)))
    .sort((one, other) => compare(one.name, other.name) || compare(one.id, other.id));
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Whether any value from before the instant is carried forward into it. */
export function hasRecords({ world, entity, id, faults, firstDay }: Recording, untilMs: number): boolean {
  if (firstDay === null) return false;
  const firstMs = entity.clock.instantOf(firstDay, 0);
  if (firstMs >= untilMs) return false;
  if (faults.length === 0) return true;
  const instants = [firstMs, ...faults.flatMap((fault) => [fault.fromMs ?? firstMs, fault.untilMs ?? firstMs])];
  return instants
    .filter((atMs) => atMs >= firstMs && atMs < untilMs)
    .some((atMs) => isInFeed(faults, entity, atMs) && visibleEntity(world, entity, atMs, faults).id === id);
}
