import { readId } from '../../../search-params.js';

/** How many years ahead the projection is shown. */
export const HORIZONS = [1, 3, 5, 10] as const;
export type Horizon = (typeof HORIZONS)[number];

/** How many days back the growth is measured from. */
export const MEASURED_OVER = [30, 90, 365] as const;
export type MeasuredOver = (typeof MEASURED_OVER)[number];

export interface StorageSearch {
  years?: Horizon;
  days?: MeasuredOver;
}

export function readStorageSearch(search: Record<string, unknown>): StorageSearch {
  const years = HORIZONS.find((known) => known === readId(search, 'years').years);
  const days = MEASURED_OVER.find((known) => known === readId(search, 'days').days);
  return { ...(years && { years }), ...(days && { days }) };
}
