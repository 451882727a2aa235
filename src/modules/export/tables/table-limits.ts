import type { TableDataset } from './table-dataset.js';

export type TableLimit = 'parkId' | 'rideId' | 'from' | 'to';

/** Why a dataset cannot be limited by the given values; empty if it can. */
export function refusedLimits(
  { name, owner, dateColumn }: TableDataset,
  given: Readonly<Record<TableLimit, unknown>>,
): Map<TableLimit, string> {
  const refused = new Map<TableLimit, string>();
  const isLimitedByPark = owner.kind !== 'none' || owner.parkColumn !== null;
  if (given.parkId !== null && !isLimitedByPark) refused.set('parkId', `${name} has no parks`);
  if (given.rideId !== null && owner.kind !== 'ride') refused.set('rideId', `${name} cannot be limited to a ride`);
  if (given.rideId !== null && given.parkId !== null) refused.set('rideId', 'give either a park or a ride');
  for (const limit of ['from', 'to'] as const) {
    if (given[limit] !== null && dateColumn === null) refused.set(limit, `${name} has no dates`);
  }
  return refused;
}
