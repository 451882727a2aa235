import type { Schemas } from '../../../api/client.js';

/** Views of the page of imports, and the values of its address. */
export const IMPORT_VIEWS = ['imports', 'mappings'] as const;
export type ImportView = (typeof IMPORT_VIEWS)[number];

export const IMPORT_STATES = [
  ...(['PENDING', 'IN_PROGRESS', 'PAUSED', 'COMPLETED', 'FAILED', 'CANCELLED'] as const),
] as const satisfies readonly Schemas['ImportStatus'][];

export const MAPPING_LISTS = ['review', 'decided'] as const;

export interface ImportsSearch {
  view?: ImportView | undefined;
  status?: Schemas['ImportStatus'] | undefined;
  list?: (typeof MAPPING_LISTS)[number] | undefined;
  page?: number | undefined;
  source?: Schemas['ImportSource'] | undefined;
  destination?: string | undefined;
  park?: number | undefined;
  from?: string | undefined;
  to?: string | undefined;
}
