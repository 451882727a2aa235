import type { EntityType } from '../../catalog/entity-types.js';

export const SEARCH_KINDS = ['DESTINATION', 'PARK', 'RIDE'] as const;
export type SearchKind = (typeof SEARCH_KINDS)[number];

/** Something that can be found by its name. */
export interface SearchEntry {
  kind: SearchKind;
  id: number;
  name: string;
  /** Of a ride only. */
  entityType: EntityType | null;
  isActive: boolean;
  parkId: number | null;
  parkName: string | null;
  destinationId: number;
  destinationName: string;
  /** Further names it is, or was, called by. */
  otherNames: readonly string[];
}

export interface SearchHit {
  entry: SearchEntry;
  /** Above 0, at most 1: 1 is the very name. */
  score: number;
  /** The name that was found. */
  matchedName: string;
}
