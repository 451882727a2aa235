import { SeededRandom, uuidFromKey } from '../archive-generator/seeded-random.js';
import type { SimEntity } from './sim-world.js';

/** Which entities, and when. Without a word on entities: every ride, show and restaurant of the destination. */
export interface FeedFaultTarget {
  /** Without it, all destinations. */
  destinationId?: string | undefined;
  entityIds?: readonly string[] | undefined;
  /** A share of the entities, from 0 to 1, chosen by their ids. */
  share?: number | undefined;
  /** From this instant on; without it, always. */
  fromMs?: number | undefined;
  /** Up to this instant, which is no longer part of it. */
  untilMs?: number | undefined;
}

/** What is wrong with the feed itself: every answer of that time shows it, and so does the truth. */
export type FeedFault = FeedFaultTarget &
  (
    | { kind: 'NO_DATA' /* missing from the live data, still listed */ }
    | { kind: 'REMOVED_UPSTREAM' /* gone altogether */ }
    | { kind: 'ID_CHANGED' /* under a new id, see {@link changedId} */ }
    | { kind: 'RENAMED'; suffix?: string }
    | { kind: 'FROZEN' /* as it was at fromMs, stamp included */; fromMs: number }
    | {
        kind: 'TIMESTAMP_CHURN' /* when shut: OPERATING with a wait that never moves, under a fresh stamp */;
        waitMinutes?: number;
      }
  );

export type FeedFaultKind = FeedFault['kind'];

const KIND_SALT: Record<FeedFaultKind, number> = {
  NO_DATA: 1,
  REMOVED_UPSTREAM: 2,
  ID_CHANGED: 3,
  RENAMED: 4,
  FROZEN: 5,
  TIMESTAMP_CHURN: 6,
};
const ORDINARY_TARGETS: ReadonlySet<string> = new Set(['ATTRACTION', 'SHOW', 'RESTAURANT']);

export const DEFAULT_RENAME_SUFFIX = ': Reimagined';

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
  const { destinationId, entityIds, share, fromMs = -Infinity, untilMs = Infinity } = fault;
  if (nowMs < fromMs || nowMs >= untilMs) return false;
  if (destinationId !== undefined && destinationId !== entity.destinationId) return false;
  if (entityIds) return entityIds.includes(entity.id);
  if (!ORDINARY_TARGETS.has(entity.entityType)) return false;
  return share === undefined || SeededRandom.fromWords(entity.seedWord, KIND_SALT[fault.kind]).next() < share;
}

/** The id of an entity after it was re-keyed; another one for every beginning of such a fault. */
export function changedId(entityId: string, fromMs?: number): string {
  return uuidFromKey(`${entityId}/under a new id/${fromMs ?? 'always'}`);
}
