export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
/** Of UTC: a local day may have an hour less or more. */
export const DAY_MS = 24 * HOUR_MS;
