import type { EntityRegistry, RegistrationContext } from '../../catalog/registry/entity-registry.service.js';
import type { ObservedEntity, RegisteredEntity } from '../../catalog/registry/observed-entity.js';
import type { RideAssignment } from './prepare-file.js';

/** The one park that an import is confined to. */
export interface ParkScope {
  parkId: number;
  themeparksWikiId: string | null;
}

const EXCLUDED: RideAssignment = { rideId: 0, parkId: 0, timezone: null };

/**
 * Finds the ride of every entity of a file; entities once known are not asked for again. One per import. In an import of
 * one park the park of the known ride decides, and only for an unknown entity what the file says.
 */
export class EntityAssigner {
  private readonly known = new Map<string, RegisteredEntity>();

  constructor(
    private readonly registry: EntityRegistry,
    private readonly context: RegistrationContext,
    private readonly scope: ParkScope | null,
  ) {}

  /** One assignment per entity, in their order. */
  async assign(entities: readonly ObservedEntity[]): Promise<RideAssignment[]> {
    const open = entities.filter((entity) => this.isNews(entity));
    if (open.length > 0) {
      for (const [id, registered] of await this.register(open)) this.known.set(id, registered);
    }
    return entities.map((entity) => this.assignmentOf(entity));
  }

  private register(entities: readonly ObservedEntity[]): Promise<Map<string, RegisteredEntity>> {
    if (this.scope === null) return this.registry.register(this.context, entities);
    // Others are not worth a ride of their own now; but a ride that the park has already may be said to be elsewhere.
    const inPark = entities.filter((entity) => this.namesScope(entity));
    const others = entities.filter((entity) => !this.namesScope(entity));
    return this.registry.registerOrFind(this.context, inPark, others);
  }

  private namesScope({ parkId }: ObservedEntity): boolean {
    return parkId !== null && parkId === this.scope?.themeparksWikiId;
  }

  /** Unknown, or known with something missing that this file can tell. */
  private isNews(entity: ObservedEntity): boolean {
    const known = this.known.get(entity.themeparksWikiId);
    if (known === undefined) return true;
    return (known.parkUnknown && entity.parkId !== null) || (known.timezone === null && entity.timezone !== null);
  }

  private assignmentOf(entity: ObservedEntity): RideAssignment {
    const known = this.known.get(entity.themeparksWikiId);
    if (known === undefined || (this.scope !== null && known.parkId !== this.scope.parkId)) return EXCLUDED;
    return { rideId: known.rideId, parkId: known.parkId, timezone: known.timezone };
  }
}
