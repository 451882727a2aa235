import { MINUTE_MS } from '../../common/time/calendar.js';
import type { QueueObservation, RideStatus } from '../../modules/snapshots/observations.js';
import { changedId, DEFAULT_RENAME_SUFFIX, DEFAULT_SLUG_SUFFIX, type FeedFault, feedFaultOf } from './feed-faults.js';
import type { LiveDetails, LiveState } from './live-state.js';
import { type SimDestination, type SimEntity, type SimEntityType, type SimWorld, stateAt } from './sim-world.js';

/** An entity as the API returns it at an instant. */
export interface VisibleEntity {
  entity: SimEntity;
  /** Differs from the entity's own id after an ID_CHANGED fault. */
  id: string;
  name: string;
  state: LiveState;
}

const CHURN_MS = 5 * MINUTE_MS;

/** The descendants of a destination in its live response, in its order. */
export function visibleLive(
  world: SimWorld,
  destination: SimDestination,
  nowMs: number,
  faults: readonly FeedFault[] = [],
): VisibleEntity[] {
  const listed = destination.live.filter((entity) => isInFeed(faults, entity, nowMs));
  return listed.map((entity) => visibleEntity(world, entity, nowMs, faults));
}

/** Whether the live data contain the entity. */
export function isInFeed(faults: readonly FeedFault[], entity: SimEntity, nowMs: number): boolean {
  return !isRemoved(faults, entity, nowMs) && !feedFaultOf(faults, 'NO_DATA', entity, nowMs);
}

/** The descendants of a destination in `/children`, in its order. */
export function visibleDescendants(
  world: SimWorld,
  destination: SimDestination,
  nowMs: number,
  faults: readonly FeedFault[] = [],
): VisibleEntity[] {
  return destination.descendants
    .filter((entity) => !isRemoved(faults, entity, nowMs))
    .map((entity) => visibleEntity(world, entity, nowMs, faults));
}

export function isRemoved(faults: readonly FeedFault[], entity: SimEntity, nowMs: number): boolean {
  return feedFaultOf(faults, 'REMOVED_UPSTREAM', entity, nowMs) !== undefined;
}

/** The entity in its state of an instant, whether or not the feed contains it. */
export function visibleEntity(
  world: SimWorld,
  entity: SimEntity,
  nowMs: number,
  faults: readonly FeedFault[],
): VisibleEntity {
  const shownMs = feedFaultOf(faults, 'FROZEN', entity, nowMs)?.fromMs ?? nowMs;
  const day = world.days.at(entity, shownMs);
  const idChanged = feedFaultOf(faults, 'ID_CHANGED', entity, nowMs);
  const renamed = feedFaultOf(faults, 'RENAMED', entity, nowMs);
  return {
    entity,
    id: idChanged ? changedId(entity.id, idChanged.fromMs) : entity.id,
    name: renamed ? day.name + (renamed.suffix ?? DEFAULT_RENAME_SUFFIX) : day.name,
    state: posted(entity, churned(entity, stateAt(day, shownMs), nowMs, faults), nowMs, faults),
  };
}

function churned(entity: SimEntity, state: LiveState, nowMs: number, faults: readonly FeedFault[]): LiveState {
  if (faults.length === 0 || state.standby === null || state.status !== 'CLOSED') return state;
  const fault = feedFaultOf(faults, 'TIMESTAMP_CHURN', entity, nowMs);
  if (!fault) return state;
  return {
    ...state,
    changedAtMs: Math.floor(nowMs / CHURN_MS) * CHURN_MS,
    status: 'OPERATING',
    standby: { waitMinutes: fault.waitMinutes ?? 0 },
  };
}

function posted(entity: SimEntity, state: LiveState, nowMs: number, faults: readonly FeedFault[]): LiveState {
  if (faults.length === 0 || state.standby === null || state.status !== 'OPERATING') return state;
  const fault = feedFaultOf(faults, 'POSTED_WAIT', entity, nowMs);
  if (!fault) return state;
  const changedAtMs = Math.max(state.changedAtMs, fault.fromMs ?? 0);
  return { ...state, changedAtMs, standby: { waitMinutes: fault.waitMinutes } };
}

/** The slug of an instant; null: the entity has none. */
export function slugAt(entity: SimEntity, faults: readonly FeedFault[], nowMs: number): string | null {
  const changed = feedFaultOf(faults, 'SLUG_CHANGED', entity, nowMs);
  return changed && entity.slug !== null ? entity.slug + (changed.suffix ?? DEFAULT_SLUG_SUFFIX) : entity.slug;
}

/** The destination with a slug or an external id. */
export function destinationNamed(
  world: SimWorld,
  name: string,
  faults: readonly FeedFault[],
  nowMs: number,
): SimEntity | undefined {
  return world.destinations.find(({ entity }) => slugAt(entity, faults, nowMs) === name || entity.externalId === name)
    ?.entity;
}

/** The entity with an id or slug at an instant; undefined: 404. Slugs are valid ids, as in the real API. */
export function findVisible(
  world: SimWorld,
  idOrSlug: string,
  nowMs: number,
  faults: readonly FeedFault[],
): VisibleEntity | undefined {
  const own = world.byEntityId.get(idOrSlug) ?? destinationNamed(world, idOrSlug, faults, nowMs);
  const entity = own ?? findIdChanges(world, idOrSlug, nowMs, faults);
  if (!entity || isRemoved(faults, entity, nowMs)) return undefined;
  const visible = visibleEntity(world, entity, nowMs, faults);
  return own && visible.id !== own.id ? undefined : visible;
}

function findIdChanges(
  world: SimWorld,
  id: string,
  nowMs: number,
  faults: readonly FeedFault[],
): SimEntity | undefined {
  if (!faults.some(({ kind }) => kind === 'ID_CHANGED')) return undefined;
  for (const entity of world.byEntityId.values()) {
    const fault = feedFaultOf(faults, 'ID_CHANGED', entity, nowMs);
    if (fault && changedId(entity.id, fault.fromMs) === id) return entity;
  }
  return undefined;
}

/** The content of a live response for one entity, before it is encoded as JSON. */
export interface VisibleObservation {
  entityId: string;
  name: string;
  entityType: SimEntityType;
  parkId: string | null;
  observedAtMs: number;
  status: RideStatus;
  /** False: there is no STANDBY queue. */
  hasStandby: boolean;
  waitMinutes: number | null;
  /** All queues except STANDBY. */
  queues: readonly QueueObservation[];
  /** In whole seconds, as the API reports it. */
  lastUpdatedMs: number;
  details: LiveDetails;
}

/** The content of the destination's live response at an instant, in its order. */
export function visibleObservations(
  world: SimWorld,
  destinationId: string,
  nowMs: number,
  faults: readonly FeedFault[] = [],
): VisibleObservation[] {
  const destination = world.byDestinationId.get(destinationId);
  if (!destination) return [];
  return visibleLive(world, destination, nowMs, faults).map((visible) => observationOf(visible, nowMs));
}

function observationOf({ entity, id, name, state }: VisibleEntity, observedAtMs: number): VisibleObservation {
  const { showTimes, operatingHours, diningAvailability, forecast } = state;
  return {
    entityId: id,
    name,
    entityType: entity.entityType,
    parkId: entity.parkId,
    observedAtMs,
    status: state.status,
    hasStandby: state.standby !== null,
    waitMinutes: state.standby?.waitMinutes ?? null,
    queues: state.queues,
    lastUpdatedMs: Math.floor(state.changedAtMs / 1000) * 1000,
    details: { showTimes, operatingHours, diningAvailability, forecast },
  };
}
