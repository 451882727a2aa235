import { countryOfZone } from '../../common/time/zones/country-of-zone.js';
import type { Candidate } from './queries/period-totals.sql.js';

/** Restricts a ranking; every given condition applies. */
export interface RankedWithin {
  parkId?: number;
  destinationId?: number;
  /** ISO 3166-1 alpha-2, in capitals. */
  country?: string;
}

/** Whether a park or ride lies within. The country is that of the park's time zone. */
export function wantedBy({ parkId, destinationId, country }: RankedWithin): (candidate: Candidate) => boolean {
  return (candidate) =>
    (parkId === undefined || candidate.parkId === parkId) &&
    (destinationId === undefined || candidate.destinationId === destinationId) &&
    (country === undefined || countryOfZone(candidate.timezone) === country);
}
