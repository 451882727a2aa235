import { readId, readWord } from '../../../search-params.js';

/** Rides to complete or to check. */
export const METADATA_LISTS = ['classification', 'position', 'type', 'heights', 'overrides'] as const;
export type MetadataList = (typeof METADATA_LISTS)[number];

export interface MetadataSearch {
  list?: MetadataList;
  park?: number;
  page?: number;
  /** The ride that is edited. */
  ride?: number;
}

export function readMetadataSearch(search: Record<string, unknown>): MetadataSearch {
  return {
    ...readWord(search, 'list', METADATA_LISTS),
    ...readId(search, 'park'),
    ...readId(search, 'page'),
    ...readId(search, 'ride'),
  };
}
