import { SeededRandom, uuidFromKey } from '../archive-generator/seeded-random.js';
import type { SimEntity } from './sim-world.js';

/** Entities and time of a fault. Default: every ride, show and restaurant of the destination. */
export interface FeedFaultTarget {
  /** Default: all destinations. */
  destinationId?: string | undefined;
  entityIds?: readonly string[] | undefined;
  /** A share of the entities, from 0 to 1, chosen by their ids. */
  share?: number | undefined;
  /** Start, included; default: always. */
  fromMs?: number | undefined;
  /** End, excluded. */
  untilMs?: number | undefined;
}

/** Faults of the feed itself: every response of that time shows them, and so does the truth. `FEED_FORMS` describes the kinds. */
export type FeedFault = FeedFaultTarget &
  (
    | { kind: 'NO_DATA' }
    | { kind: 'REMOVED_UPSTREAM' }
    | { kind: 'ID_CHANGED' }
    | { kind: 'ATTRIBUTES_AS_KEYS' }
    | { kind: 'RENAMED'; suffix?: string }
    | { kind: 'SLUG_CHANGED'; suffix?: string }
    | { kind: 'FROZEN'; fromMs: number }
    | { kind: 'TIMESTAMP_CHURN'; waitMinutes?: number }
    | { kind: 'POSTED_WAIT'; waitMinutes: number }
    | { kind: 'KNOWN_GAP'; reason?: string }
    | { kind: 'RERECORDED'; repairedAtMs: number }
  );

export type FeedFaultKind = FeedFault['kind'];

const KIND_SALT: Record<FeedFaultKind, number> = {
  NO_DATA: 1,
  REMOVED_UPSTREAM: 2,
  ID_CHANGED: 3,
  RENAMED: 4,
  FROZEN: 5,
  TIMESTAMP_CHURN: 6,
  POSTED_WAIT: 7,
  SLUG_CHANGED: 8,
  ATTRIBUTES_AS_KEYS: 9,
  KNOWN_GAP: 10,
  RERECORDED: 11,
};
/** Faults that touch every entity if no target is given, parks and hotels included. */
const GENERAL_KINDS: ReadonlySet<FeedFaultKind> = new Set(['SLUG_CHANGED', 'ATTRIBUTES_AS_KEYS', 'KNOWN_GAP']);
const ORDINARY_TARGETS: ReadonlySet<string> = new Set(['ATTRACTION', 'SHOW', 'RESTAURANT']);

export const DEFAULT_RENAME_SUFFIX = ': Reimagined';
export const DEFAULT_SLUG_SUFFIX = 'resort';

/** The fault of a kind that an entity has at an instant; the first one counts. */
export function feedFaultOf<Kind extends FeedFaultKind>(
  faults: readonly FeedFault[],
  kind: Kind,
  entity: SimEntity,
  nowMs: number,
): Extract<FeedFault, { kind: Kind }> | undefined {
  return faults.find(
    (fault): fault is Extract<FeedFault, { kind: Kind }> => fault.kind === kind && touches(fault, entity, nowMs),
  );
}

function touches(fault: FeedFault, entity: SimEntity, nowMs: number): boolean {
  const { fromMs = -Infinity, untilMs = Infinity } = fault;
  return nowMs >= fromMs && nowMs < untilMs && concerns(fault, entity);
}

/** Whether the fault touches the entity at any time. */
export function concerns(fault: FeedFault, entity: SimEntity): boolean {
  const { destinationId, entityIds, share } = fault;
  if (destinationId !== undefined && destinationId !== entity.destinationId) return false;
  if (entityIds) return entityIds.includes(entity.id);
  if (GENERAL_KINDS.has(fault.kind)) return share === undefined;
  if (!ORDINARY_TARGETS.has(entity.entityType)) return false;
  return share === undefined || SeededRandom.fromWords(entity.seedWord, KIND_SALT[fault.kind]).next() < share;
}

/** The id of an entity after its id has changed; different for every start of such a fault. */
export function changedId(entityId: string, fromMs?: number): string {
  return uuidFromKey(`${entityId}/under a new id/${fromMs ?? 'always'}`);
}
