import type { FeedFault } from './feed-faults.js';
import type { SimEntity, SimWorld } from './sim-world.js';
import { type VisibleEntity, visibleDescendants } from './visible-entities.js';

/** The body of `/destinations`. */
export function destinationsResponse(world: SimWorld): object {
  return {
    destinations: world.destinations.map(({ entity, parks }) => ({
      id: entity.id,
      name: entity.name,
      slug: entity.slug,
      externalId: entity.externalId,
      parks: parks.map(({ id, name }) => ({ id, name })),
    })),
  };
}

/** The body of `/entity/{id}`; tags only where there are any. */
export function entityResponse({ entity, id, name }: VisibleEntity): object {
  const { location, tags } = entity;
  return {
    id,
    name,
    slug: entity.slug,
    location: location && { ...location, pointsOfInterest: [] },
    parentId: entity.parentId,
    timezone: entity.clock.timezone,
    entityType: entity.entityType,
    destinationId: entity.destinationId,
    externalId: entity.externalId,
    ...(tags.length > 0 ? { tags } : {}),
  };
}

/** The body of `/entity/{id}/children`: all that lies below, however deep. */
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
  return { ...responseHead(entity, id, name), children: below.map(child) };
}

function child({ entity, id, name }: VisibleEntity): object {
  const { location } = entity;
  return {
    id,
    name,
    entityType: entity.entityType,
    slug: entity.slug,
    parentId: entity.parentId,
    externalId: entity.externalId,
    location: location && { longitude: location.longitude, latitude: location.latitude },
  };
}

/** What the answers of children and schedule begin with. */
export function responseHead(entity: SimEntity, id: string, name: string): object {
  return { id, name, entityType: entity.entityType, timezone: entity.clock.timezone };
}
