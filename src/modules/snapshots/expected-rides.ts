import { DAY_MS } from '../../common/time/durations.js';

/** For so many days a ride that a live response or the archive no longer reports is still expected there. */
export const EXPECTED_FOR_DAYS = 28;
export const EXPECTED_FOR_MS = EXPECTED_FOR_DAYS * DAY_MS;
/** Reason of the marks of days whose expected rides may have changed with the observations of an earlier day. */
export const EXPECTED_RIDES = 'EXPECTED_RIDES';
