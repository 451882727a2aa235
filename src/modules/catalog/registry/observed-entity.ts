import { cutText } from '../../../common/text.js';
import type { Ride } from '../entities/ride.entity.js';
import { cleanName } from '../id-matching/name-decorations.js';

/** Of the columns that hold names. */
const MAX_NAME_LENGTH = 255;

/** What a source says of one entity, merged over a file or an answer. */
export interface ObservedEntity {
  /** Lower-case UUID. */
  themeparksWikiId: string;
  /** Every name used, with the first and last instant of its use, in order of first use. */
  names: readonly { name: string; firstSeenMs: number; lastSeenMs: number }[];
  /** UUID of its park; null where the source does not say. */
  parkId: string | null;
  parkSlug: string | null;
  /** A valid IANA name, or null. */
  timezone: string | null;
  isShow: boolean;
  /** The entity is the park itself. */
  isPark: boolean;
  /** What the source says it is; the archive does not say. */
  entityType?: Ride['entityType'];
  firstSeenMs: number;
  lastSeenMs: number;
}

/** Where the observations of an entity are stored. */
export interface RegisteredEntity {
  rideId: number;
  /** What it is called now. */
  name: string;
  parkId: number;
  destinationId: number;
  /** Zone of the park; null while nobody has said it. */
  timezone: string | null;
  /** The ride waits in the destination's unassigned park until a source names its real one. */
  parkUnknown: boolean;
  /** UUID of the park; null while no source has named it. */
  parkWikiId: string | null;
  /** Null while nobody has said it. */
  entityType: Ride['entityType'];
}

/** The latest name of an entity, without words of state; an entity that never said one is called by the beginning of its UUID. */
export function latestName(entity: ObservedEntity): string {
  const latest = entity.names.reduce<ObservedEntity['names'][number] | null>(
    (best, name) => (best === null || name.lastSeenMs > best.lastSeenMs ? name : best),
    null,
  );
  return latest === null ? `Unnamed ${entity.themeparksWikiId.slice(0, 8)}` : cleanName(latest.name);
}

/** A readable name for a park that only a slug is known of, until metadata arrives. */
export function nameFromSlug(slug: string | null, themeparksWikiId: string): string {
  const words = (slug ?? '').split(/[-_\s]+/).filter((word) => word !== '');
  if (words.length === 0) return `Park ${themeparksWikiId.slice(0, 8)}`;
  const name = words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join(' ');
  // Upper case may be longer: ß becomes SS.
  return cutText(name, MAX_NAME_LENGTH).trimEnd();
}
