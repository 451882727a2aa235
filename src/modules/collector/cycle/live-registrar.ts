import { Injectable } from '@nestjs/common';
import { EntityRegistry } from '../../catalog/registry/entity-registry.service.js';
import type { ObservedEntity, RegisteredEntity } from '../../catalog/registry/observed-entity.js';
import type { LiveObservation, LiveResponse } from '../live-response/live-response.js';

/** The entities of an answer, as the registry wants them. `timezone` is the destination's: where nobody knows better. */
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
  /** By UUID, all of them but those of another destination. */
  rides: Map<string, RegisteredEntity>;
  /** Those that nobody had spoken of before. */
  created: ObservedEntity[];
}

/** Gives the entities of a live answer their rides; mostly all of them are known, and one SELECT says so. */
@Injectable()
export class LiveRegistrar {
  constructor(private readonly registry: EntityRegistry) {}

  async register(destinationId: number, entities: readonly ObservedEntity[]): Promise<Registration> {
    const context = { destinationId, importId: null };
    const found = await this.registry.registerOrFind(context, [], entities);
    const known = new Map([...found].filter(([, ride]) => ride.destinationId === destinationId));
    const others = entities.filter(({ themeparksWikiId: id }) => known.has(id) || !found.has(id));
    const news = others.filter((entity) => isNews(entity, known.get(entity.themeparksWikiId)));
    const open = await this.withoutForeignParks(destinationId, news);
    if (open.length === 0) return { rides: known, created: [] };
    const registered = await this.registry.register(context, open);
    return {
      rides: new Map([...known, ...registered]),
      created: open.filter(({ themeparksWikiId }) => !known.has(themeparksWikiId)),
    };
  }

  /** What is new in a park of another destination is that one's to bring. */
  private async withoutForeignParks(
    destinationId: number,
    entities: readonly ObservedEntity[],
  ): Promise<ObservedEntity[]> {
    const parkIds = [...new Set(entities.flatMap(({ parkId }) => (parkId === null ? [] : [parkId])))];
    const foreign = await this.registry.findForeignParks(destinationId, parkIds);
    return entities.filter(({ parkId }) => parkId === null || !foreign.has(parkId));
  }

  /** The parks of the UUIDs that are known, as what they count. */
  async parkIds(themeparksWikiIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return themeparksWikiIds.length === 0 ? new Map() : this.registry.findParkIds(themeparksWikiIds);
  }

  /** After a poll in which a name or an entity was new, and once in an hour for the dates. */
  async refresh(destinationId: number): Promise<void> {
    await this.registry.refreshObserved(destinationId);
  }
}

/** Unknown, or known with something missing that this answer can tell. */
function isNews(entity: ObservedEntity, known: RegisteredEntity | undefined): boolean {
  if (known === undefined) return true;
  return (
    (known.parkUnknown && entity.parkId !== null) ||
    (known.timezone === null && entity.timezone !== null) ||
    (known.entityType === null && (entity.entityType ?? null) !== null)
  );
}
