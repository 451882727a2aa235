import { RIDE_STATUSES } from './observations.js';

/** Codes of statuses in columns: 0 is unknown, any other code c means RIDE_STATUSES[c - 1]. */
export const OPERATING = RIDE_STATUSES.indexOf('OPERATING') + 1;
export const DOWN = RIDE_STATUSES.indexOf('DOWN') + 1;
export const CLOSED = RIDE_STATUSES.indexOf('CLOSED') + 1;
export const REFURBISHMENT = RIDE_STATUSES.indexOf('REFURBISHMENT') + 1;
