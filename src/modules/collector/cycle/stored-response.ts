import type { RegisteredEntity } from '../../catalog/registry/observed-entity.js';
import type { ResponseSpans } from '../../snapshots/writing/live-writer.js';
import { countSpans, type SpanGroup } from '../../snapshots/writing/span-groups.js';
import type { EncodedRows } from './encode-observations.js';
import { type EncodedResponse, type PolledResponse, rideIdsOf } from './encode-response.js';

/** The keys of all rows that a response started or confirmed. */
export interface StoredRows extends ResponseSpans {
  details: SpanGroup[][];
}

/**
 * The newest stored response of a destination, without its values. If the next response is the same text, the same rows are
 * confirmed again, and the response need not be parsed, encoded and compared.
 */
export interface StoredResponse {
  digest: string;
  observedAtMs: number;
  /** Its entities. */
  themeparksWikiIds: readonly string[];
  /** What the catalogue had of them: see {@link catalogueText}. */
  catalogue: string;
  /** The rides of its entities that have a name. */
  namedRideIds: readonly number[];
  rows: StoredRows;
}

/** Whether every observation of the response has a row that starts with it or is confirmed by it. */
export function isStoredWhole(polled: PolledResponse, { snapshots, queues, details }: EncodedResponse): boolean {
  const { observations } = polled.response;
  const count = ({ start, extend }: EncodedRows<unknown>): number => start.length + extend.length;
  const total = (countOf: (observation: (typeof observations)[number]) => number): number =>
    observations.reduce((sum, observation) => sum + countOf(observation), 0);
  return (
    // Fewer rides than entities: two entities are one ride, and one of them was superseded.
    rideIdsOf(polled).length === observations.length &&
    count(snapshots) === observations.length &&
    count(queues) === total((observation) => observation.queues.length) &&
    count(details) === total((observation) => observation.details.length)
  );
}

/**
 * What is worth remembering of a stored response; null if the same text could lead to other rows later: an issue may depend on
 * the time, on the catalogue, or is recorded in each poll.
 */
export function storedResponse(
  { response, rides, created }: PolledResponse,
  rows: StoredRows | null,
  digest: string | null,
): StoredResponse | null {
  const { observations, issues, observedAtMs } = response;
  if (rows === null || digest === null || issues.length > 0 || created.length > 0) return null;
  return {
    digest,
    observedAtMs,
    themeparksWikiIds: observations.map(({ entity }) => entity.themeparksWikiId),
    catalogue: catalogueText(rides),
    namedRideIds: observations
      .filter(({ entity }) => entity.name !== null)
      .map(({ entity }) => rides.get(entity.themeparksWikiId)!.rideId),
    rows,
  };
}

/** Rides, parks, names, types and zones of entities, to be compared. */
export const catalogueText = (rides: ReadonlyMap<string, RegisteredEntity>): string =>
  JSON.stringify([...rides].sort(([a], [b]) => (a < b ? -1 : 1)));

export const countRows = ({ snapshots, queues, details }: StoredRows): number =>
  [...snapshots, ...queues, ...details].reduce((sum, groups) => sum + countSpans(groups), 0);
