import type { Schemas } from '../../../api/client.js';

/** Views of the page of imports, and the values of its address. */
export const IMPORT_VIEWS = ['imports', 'mappings', 'proposals'] as const;
export type ImportView = (typeof IMPORT_VIEWS)[number];

export const IMPORT_STATES = [
  ...(['PENDING', 'IN_PROGRESS', 'PAUSED', 'COMPLETED', 'FAILED', 'CANCELLED'] as const),
] as const satisfies readonly Schemas['ImportStatus'][];

export const MAPPING_LISTS = ['review', 'decided'] as const;

export const PROPOSAL_STATES = [
  'OPEN',
  'CONFIRMED',
  'REJECTED',
] as const satisfies readonly Schemas['ProposalStatus'][];

export interface ImportsSearch {
  view?: ImportView | undefined;
  status?: Schemas['ImportStatus'] | undefined;
  list?: (typeof MAPPING_LISTS)[number] | undefined;
  proposals?: Schemas['ProposalStatus'] | undefined;
  page?: number | undefined;
  source?: Schemas['ImportSource'] | undefined;
  destination?: string | undefined;
  park?: number | undefined;
  from?: string | undefined;
  to?: string | undefined;
}
