import type { StaleFeedThresholds } from './frozen-feed.js';
import type { TimestampChurnThresholds } from './restamped-night.js';
import type { StaleRowThresholds } from './stale-rows.js';
import { HOUR_MS } from '../../../common/time/durations.js';

/** How far back observations are read, and the hours that schedules give. */
export const LOOKBACK_MS = 48 * HOUR_MS;

/** Rides that post waits, or ought to have opened: some of them change within minutes. */
export const FROZEN: StaleFeedThresholds = { frozenAfterMs: 3 * HOUR_MS, minRides: 3, minFrozenShare: 0.9 };

/** All rides. Parks that never post a wait say nothing between opening and closing, but they do open and close. */
export const FROZEN_OVER_A_NIGHT: StaleFeedThresholds = { ...FROZEN, frozenAfterMs: 16 * HOUR_MS };

export const TIMESTAMP_CHURN: TimestampChurnThresholds = { minStamps: 6, minShownMs: 4 * HOUR_MS };

/** Where fewer rides than these have news, the feed as a whole stands still: see FROZEN. The age is a setting. */
export const STALE_ROW: Omit<StaleRowThresholds, 'staleAfterMs'> = { minFreshRides: 2, minFreshShare: 0.1 };

/** So few attractions may all be closed for days. The number of days is a setting. */
export const NEVER_OPERATING = { minRides: 3 };
