import type { ObservedEntity } from '../../catalog/registry/observed-entity.js';
import type { RideAssignment } from '../pipeline/prepare-file.js';
import type { KnownEntity } from './known-entities.repository.js';

const LEFT_OUT: RideAssignment = { rideId: 0, parkId: 0, timezone: null };
/** Above every id that the database gives. */
const FIRST_MADE_UP_ID = 0x8000_0000;

/**
 * Stands in for the registration of entities: known ones get their ride, unknown ones a made-up number, and nothing is
 * written. So files are prepared, and conflicts within them found, exactly as in an import.
 */
export class DryRunAssigner {
  private readonly madeUp = new Map<string, number>();
  private readonly known = new Map<string, KnownEntity>();
  /** Rides of known entities that an import would fill. */
  private readonly met = new Set<number>();
  private readonly lookedUp = new Set<string>();

  constructor(
    private readonly find: (themeparksWikiIds: readonly string[]) => Promise<KnownEntity[]>,
    private readonly onlyPark: { parkId: number; themeparksWikiId: string | null } | null,
  ) {}

  get knownCount(): number {
    return this.met.size;
  }

  get unknownCount(): number {
    return this.madeUp.size;
  }

  async assign(entities: readonly ObservedEntity[]): Promise<RideAssignment[]> {
    const news = entities.map(({ themeparksWikiId }) => themeparksWikiId).filter((id) => !this.lookedUp.has(id));
    for (const id of news) this.lookedUp.add(id);
    for (const found of news.length > 0 ? await this.find(news) : []) this.known.set(found.themeparksWikiId, found);
    return entities.map((entity) => this.assignmentOf(entity));
  }

  private assignmentOf({ themeparksWikiId, parkId, timezone }: ObservedEntity): RideAssignment {
    const known = this.known.get(themeparksWikiId);
    if (this.onlyPark !== null && !this.isInPark(known, parkId)) return LEFT_OUT;
    if (known !== undefined) {
      this.met.add(known.rideId);
      return { rideId: known.rideId, parkId: known.parkId, timezone: known.timezone };
    }
    let rideId = this.madeUp.get(themeparksWikiId);
    if (rideId === undefined) this.madeUp.set(themeparksWikiId, (rideId = FIRST_MADE_UP_ID + this.madeUp.size));
    return { rideId, parkId: 0, timezone };
  }

  /** As in an import of one park: its known ride decides, and an unknown entity belongs to it only if it names it. */
  private isInPark(known: KnownEntity | undefined, namedPark: string | null): boolean {
    const only = this.onlyPark!;
    if (known !== undefined) return known.parkId === only.parkId;
    return namedPark !== null && namedPark === only.themeparksWikiId;
  }
}
