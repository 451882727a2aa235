import { cutText } from '../../../common/text.js';
import type { Ride } from '../entities/ride.entity.js';
import { ARCHIVE_ID_SOURCE } from '../entities/ride-external-id.entity.js';
import type { UnknownEntity } from '../id-matching/match-types.js';
import { cleanName } from '../id-matching/name-decorations.js';

/** Length of the name columns. */
const MAX_NAME_LENGTH = 255;

/** One entity as a source reports it, merged over a file or response. */
export interface ObservedEntity {
  /** Lower-case UUID. */
  themeparksWikiId: string;
  /** Every name with the first and last time of its use, in order of first use. */
  names: readonly { name: string; firstSeenMs: number; lastSeenMs: number }[];
  /** UUID of its park; null: not reported. */
  parkId: string | null;
  parkSlug: string | null;
  /** A valid IANA name, or null. */
  timezone: string | null;
  isShow: boolean;
  /** The entity is the park itself. */
  isPark: boolean;
  /** Ids of the park's operator; only the archive has them. */
  operatorIds?: readonly string[];
  /** The type that the source reports; the archive has none. */
  entityType?: Ride['entityType'];
  firstSeenMs: number;
  lastSeenMs: number;
}

/** Where the observations of an entity are stored. */
export interface RegisteredEntity {
  rideId: number;
  /** Current name. */
  name: string;
  parkId: number;
  destinationId: number;
  /** Time zone of the park; null: unknown. */
  timezone: string | null;
  /** The ride is in the destination's placeholder park until a source reports its park. */
  parkUnknown: boolean;
  /** UUID of the park; null: not assigned yet. */
  parkWikiId: string | null;
  /** Null: unknown. */
  entityType: Ride['entityType'];
}

export const idsOf = (entities: readonly ObservedEntity[]): string[] =>
  entities.map(({ themeparksWikiId }) => themeparksWikiId);

/** The operator's ids of entities as rows of their own rides. */
export function operatorIdsOf(
  entities: readonly ObservedEntity[],
  registered: ReadonlyMap<string, RegisteredEntity>,
  recordedAt: Date,
) {
  return entities.flatMap(({ themeparksWikiId, operatorIds = [] }) => {
    const { rideId } = registered.get(themeparksWikiId)!;
    return operatorIds.map((externalId) => ({ rideId, source: ARCHIVE_ID_SOURCE, externalId, recordedAt }));
  });
}

/** The latest name of an entity without status words such as "[Closed]"; without a name, the beginning of its UUID. */
export function latestName(entity: ObservedEntity): string {
  const latest = entity.names.reduce<ObservedEntity['names'][number] | null>(
    (best, name) => (best === null || name.lastSeenMs > best.lastSeenMs ? name : best),
    null,
  );
  return latest === null ? `Unnamed ${entity.themeparksWikiId.slice(0, 8)}` : cleanName(latest.name);
}

/** A readable name for a park of which only a slug is known, until metadata arrives. */
export function nameFromSlug(slug: string | null, themeparksWikiId: string): string {
  const words = (slug ?? '').split(/[-_\s]+/).filter((word) => word !== '');
  if (words.length === 0) return `Park ${themeparksWikiId.slice(0, 8)}`;
  const name = words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join(' ');
  // Upper case can be longer: ß becomes SS.
  return cutText(name, MAX_NAME_LENGTH).trimEnd();
}

/** If a source reports the park itself as an entity, that entity's name is the park's name. */
export function nameOfPark(members: readonly ObservedEntity[], slug: string | null, themeparksWikiId: string): string {
  const park = members.find((entity) => entity.entityType === 'PARK' && entity.themeparksWikiId === themeparksWikiId);
  return park === undefined || park.names.length === 0 ? nameFromSlug(slug, themeparksWikiId) : latestName(park);
}

/** What the matching of names compares. */
export function matchableOf({ themeparksWikiId, names, isShow, operatorIds = [] }: ObservedEntity): UnknownEntity {
  return { themeparksWikiId, names: names.map(({ name }) => name), isShow, operatorIds };
}
