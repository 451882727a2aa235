import type { EntityRegistry, RegistrationContext } from '../../catalog/registry/entity-registry.service.js';
import type { ObservedEntity, RegisteredEntity } from '../../catalog/registry/observed-entity.js';
import { EXCLUDED, type RideAssignment } from './prepare-file.js';

/** The single park of an import. */
export interface ParkScope {
  parkId: number;
  themeparksWikiId: string | null;
}

/**
 * Finds the ride of every entity of a file, and caches known entities; one instance per import. In an import of one park,
 * the park of the known ride decides; for an unknown entity, the park in the file does.
 */
export class EntityAssigner {
  private readonly known = new Map<string, RegisteredEntity>();
  /** Operator's ids that were recorded, each with its entity. */
  private readonly recordedIds = new Set<string>();

  constructor(
    private readonly registry: EntityRegistry,
    private readonly context: RegistrationContext,
    private readonly scope: ParkScope | null,
  ) {}

  /** One assignment per entity, in the same order. */
  async assign(entities: readonly ObservedEntity[]): Promise<RideAssignment[]> {
    const open = entities.filter((entity) => this.isNews(entity));
    if (open.length > 0) {
      for (const [id, registered] of await this.register(open)) this.known.set(id, registered);
      for (const key of open.flatMap(operatorIdKeys)) this.recordedIds.add(key);
    }
    return entities.map((entity) => this.assignmentOf(entity));
  }

  private register(entities: readonly ObservedEntity[]): Promise<Map<string, RegisteredEntity>> {
    if (this.scope === null) return this.registry.register(this.context, entities);
    // Entities of other parks get no new ride, but a known ride of this park may be listed under another one.
    const inPark = entities.filter((entity) => this.namesScope(entity));
    const others = entities.filter((entity) => !this.namesScope(entity));
    return this.registry.registerOrFind(this.context, inPark, others);
  }

  private namesScope({ parkId }: ObservedEntity): boolean {
    return parkId !== null && parkId === this.scope?.themeparksWikiId;
  }

  /** Whether the entity is unknown, or lacks a property that this file has. */
  private isNews(entity: ObservedEntity): boolean {
    const known = this.known.get(entity.themeparksWikiId);
    if (known === undefined || operatorIdKeys(entity).some((key) => !this.recordedIds.has(key))) return true;
    return (known.parkUnknown && entity.parkId !== null) || (known.timezone === null && entity.timezone !== null);
  }

  private assignmentOf(entity: ObservedEntity): RideAssignment {
    const known = this.known.get(entity.themeparksWikiId);
    if (known === undefined || (this.scope !== null && known.parkId !== this.scope.parkId)) return EXCLUDED;
    return { rideId: known.rideId, parkId: known.parkId, timezone: known.timezone };
  }
}

const operatorIdKeys = ({ themeparksWikiId, operatorIds = [] }: ObservedEntity): string[] =>
  operatorIds.map((id) => `${themeparksWikiId} ${id}`);
