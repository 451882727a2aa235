import { Injectable } from '@nestjs/common';
import { EntityRegistry } from '../../catalog/registry/entity-registry.service.js';
import type { ObservedEntity, RegisteredEntity } from '../../catalog/registry/observed-entity.js';
import type { LiveObservation, LiveResponse } from '../live-response/live-response.js';

/** The entities of a response for the registry. `timezone` is the destination's, used where none is known. */
export function observedEntities(
  { observations, observedAtMs }: LiveResponse,
  timezone: string | null,
): ObservedEntity[] {
  return observations.map((observation) => observedEntity(observation, observedAtMs, timezone));
}

function observedEntity({ entity }: LiveObservation, observedAtMs: number, timezone: string | null): ObservedEntity {
  const { themeparksWikiId, name, entityType } = entity;
  const isPark = entityType === 'PARK';
  const observed = { firstSeenMs: observedAtMs, lastSeenMs: observedAtMs };
  return {
    themeparksWikiId,
    names: name === null ? [] : [{ name, ...observed }],
    parkId: isPark ? themeparksWikiId : entity.parkId,
    parkSlug: null,
    timezone,
    isShow: entityType === 'SHOW',
    isPark,
    entityType,
    ...observed,
  };
}

export interface Registration {
  /** All entities by UUID, except those of another destination. */
  rides: Map<string, RegisteredEntity>;
  /** Entities that are new to the registry. */
  created: ObservedEntity[];
  /** Whether the catalogue had all that the response has of its entities. */
  isComplete: boolean;
}

/** Assigns rides to the entities of a live response. Usually all are known, and one SELECT is enough. */
@Injectable()
export class LiveRegistrar {
  constructor(private readonly registry: EntityRegistry) {}

  async register(destinationId: number, entities: readonly ObservedEntity[]): Promise<Registration> {
    const context = { destinationId, importId: null };
    const found = await this.registry.registerOrFind(context, [], entities);
    const known = ownRides(found, destinationId);
    const others = entities.filter(({ themeparksWikiId: id }) => known.has(id) || !found.has(id));
    const news = others.filter((entity) => isNews(entity, known.get(entity.themeparksWikiId)));
    const open = await this.withoutForeignParks(destinationId, news);
    if (open.length === 0) return { rides: known, created: [], isComplete: news.length === 0 };
    const registered = await this.registry.register(context, open);
    return {
      rides: new Map([...known, ...registered]),
      created: open.filter(({ themeparksWikiId }) => !known.has(themeparksWikiId)),
      isComplete: false,
    };
  }

  /** The rides of known entities of the destination, as they are in the catalogue now, by UUID. */
  async find(destinationId: number, themeparksWikiIds: readonly string[]): Promise<Map<string, RegisteredEntity>> {
    return ownRides(await this.registry.findRides(themeparksWikiIds), destinationId);
  }

  /** New entities in a park of another destination are registered by that destination's response. */
  private async withoutForeignParks(
    destinationId: number,
    entities: readonly ObservedEntity[],
  ): Promise<ObservedEntity[]> {
    const parkIds = [...new Set(entities.flatMap(({ parkId }) => (parkId === null ? [] : [parkId])))];
    const foreign = await this.registry.findForeignParks(destinationId, parkIds);
    return entities.filter(({ parkId }) => parkId === null || !foreign.has(parkId));
  }

  /** Canonical ids of known parks, by UUID. */
  async parkIds(themeparksWikiIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return themeparksWikiIds.length === 0 ? new Map() : this.registry.findParkIds(themeparksWikiIds);
  }

  /** Called after a poll with a new name or entity, and once an hour for the observed dates. */
  async refresh(destinationId: number): Promise<void> {
    await this.registry.refreshObserved(destinationId);
  }
}

const ownRides = (found: ReadonlyMap<string, RegisteredEntity>, destinationId: number) =>
  new Map([...found].filter(([, ride]) => ride.destinationId === destinationId));

/** Whether the entity is unknown, or lacks a property that this response has. */
function isNews(entity: ObservedEntity, known: RegisteredEntity | undefined): boolean {
  if (known === undefined) return true;
  return (
    (known.parkUnknown && entity.parkId !== null) ||
    (known.timezone === null && entity.timezone !== null) ||
    (known.entityType === null && (entity.entityType ?? null) !== null)
  );
}
