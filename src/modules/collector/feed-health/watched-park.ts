import { HOUR_MS } from '../../../common/time/calendar.js';
import { merged, type TimeInterval } from '../../../common/time/time-intervals.js';
import { plausibleWait } from '../../park-use/implausible-waits.js';
import { isUseByStates, type NewestStates } from '../../park-use/use-now.js';
import type { RideStatus } from '../../snapshots/observations.js';
import {
  closedIntervalAt,
  type ObservedSpan,
  openingIntervalsOfPark,
  type ParkHours,
  type RideHistory,
  scheduledIntervals,
  unpublishedDays,
} from './opening-intervals.js';
import { findStaleFeed, type StaleFeed, type StaleFeedThresholds } from './stale-feed.js';
import { type ChurnNight, findChurnNight, type TimestampChurnThresholds } from './timestamp-churn.js';

/** How far back observations and published hours are read. */
export const LOOKBACK_MS = 48 * HOUR_MS;

/** For rides that post waits, or should have opened: some of them change within minutes. */
export const STALE_FEED: StaleFeedThresholds = { staleAfterMs: 3 * HOUR_MS, minRides: 3, minStaleShare: 0.9 };

/** For all rides. Parks that never post waits change nothing between opening and closing, but they do open and close. */
const STALE_FEED_OVERNIGHT: StaleFeedThresholds = { ...STALE_FEED, staleAfterMs: 16 * HOUR_MS };

const TIMESTAMP_CHURN: TimestampChurnThresholds = { minStamps: 6, minShownMs: 4 * HOUR_MS };

/** Fewer attractions than this may all be closed for days. The number of days is a setting. */
export const NEVER_OPERATING = { minRides: 3 };

/** A park whose live data is collected, with the newest span of each attraction. */
export interface WatchedPark {
  parkId: number;
  parkName: string;
  timezone: string | null;
  /** The instant of its newest observation. */
  polledAtMs: number;
  rides: readonly WatchedRide[];
  hours: ParkHours;
}

export interface WatchedRide {
  rideId: number;
  name: string;
  newest: ObservedSpan;
}

export interface FeedHealthCheck {
  frozen: StaleFeed | null;
  churned: (ChurnNight & { rideId: number })[];
}

const CLOSED_STATES: readonly (RideStatus | null)[] = ['CLOSED', 'REFURBISHMENT'];
const ALWAYS: TimeInterval = { startMs: -Infinity, endMs: Infinity };

/** Whether the newest observations allow a stale feed. For a healthy park they do not, and no more data is read. */
export function needsCheck(park: WatchedPark): boolean {
  return mayBeStaleFeed(park) || mayBeChurned(park);
}

/** @param histories histories of the park's rides, with the newest spans */
export function judgePark(park: WatchedPark, histories: readonly RideHistory[]): FeedHealthCheck {
  const { open, inUse } = openingIntervalsOfPark(park.hours, histories);
  const closed = closedIntervalAt(inUse, park.polledAtMs, park.polledAtMs - LOOKBACK_MS);
  return {
    frozen: staleFeedOf(histories, open),
    churned: closed === null ? [] : churnedRides(histories, { ...closed, endMs: closed.endMs + 1 }),
  };
}

function staleFeedOf(histories: readonly RideHistory[], open: readonly TimeInterval[]): StaleFeed | null {
  const talkative = histories.filter(({ runs }) => hasNewsInADay(runs.at(-1)));
  const expected = isClosedNow(histories) ? withoutLastOpening(histories, open) : open;
  return findStaleFeed(talkative, expected, STALE_FEED) ?? findStaleFeed(histories, expected, STALE_FEED_OVERNIGHT);
}

const isClosedNow = (histories: readonly RideHistory[]): boolean =>
  histories.every(({ runs }) => CLOSED_STATES.includes(runs.at(-1)?.status ?? null));

/**
 * A park may close before its published hours end. Once the last ride has closed, no updates are expected for the rest of
 * that opening; for the next one they are.
 */
function withoutLastOpening(histories: readonly RideHistory[], open: readonly TimeInterval[]): TimeInterval[] {
  const closed = histories.flatMap(({ runs }) => runs.at(-1) ?? []).filter(({ status }) => status === 'CLOSED');
  const lastNewsMs = Math.max(...closed.map(({ lastUpdatedMs }) => lastUpdatedMs ?? -Infinity));
  return merged(open, 0).filter(({ startMs, endMs }) => lastNewsMs < startMs || lastNewsMs >= endMs);
}

/** A ride that operates without a posted wait has nothing to update until it closes. */
const hasNewsInADay = (newest: ObservedSpan | undefined): boolean =>
  newest !== undefined && !(newest.status === 'OPERATING' && newest.waitMinutes === null);

function churnedRides(histories: readonly RideHistory[], closed: TimeInterval): FeedHealthCheck['churned'] {
  return histories.flatMap(({ rideId, runs }) => {
    const night = findChurnNight(runs, closed, TIMESTAMP_CHURN);
    return night === null ? [] : [{ rideId, ...night }];
  });
}

/** The rule of stale feeds, applied to the longest time for which each timestamp may have been unchanged. */
function mayBeStaleFeed({ rides, hours }: WatchedPark): boolean {
  const longest = rides.map(({ rideId, newest }) => {
    const fromMs = Math.min(newest.lastUpdatedMs ?? newest.fromMs, newest.untilMs);
    return { rideId, runs: [{ ...newest, fromMs }] };
  });
  const mayBeOpen = rides.some(({ newest }) => newest.status === 'OPERATING') ? unpublishedTime(hours) : [];
  return staleFeedOf(longest, [...scheduledIntervals(hours.published).open, ...mayBeOpen]) !== null;
}

/** If no hours are published at all, the time before the examined days counts as unpublished too. */
function unpublishedTime(hours: ParkHours): readonly TimeInterval[] {
  return hours.published.length === 0 ? [ALWAYS] : unpublishedDays(hours);
}

function statesOf(rides: readonly WatchedRide[], waitCeilingMinutes: number): Omit<NewestStates, 'newestMs'> {
  const known = rides.filter(({ newest }) => newest.status !== 'REFURBISHMENT');
  const operating = known.filter(({ newest }) => newest.status === 'OPERATING');
  const posting = operating.filter(({ newest }) => (plausibleWait(newest.waitMinutes, waitCeilingMinutes) ?? 0) > 0);
  return { attractions: known.length, operating: operating.length, posting: posting.length };
}

function mayBeChurned({ rides, hours, polledAtMs }: WatchedPark): boolean {
  const fromMs = polledAtMs - LOOKBACK_MS;
  const operating = rides.filter(({ newest }) => newest.status === 'OPERATING');
  const isUnpublished = unpublishedTime(hours).some(
    ({ startMs, endMs }) => startMs <= polledAtMs && polledAtMs < endMs,
  );
  if (isUnpublished && isUseByStates(statesOf(rides, hours.waitCeilingMinutes))) return false;
  const closed = closedIntervalAt(scheduledIntervals(hours.published).inUse, polledAtMs, fromMs);
  if (closed === null || closed.endMs - closed.startMs < TIMESTAMP_CHURN.minShownMs) return false;
  return operating.some(({ newest: { waitMinutes, lastUpdatedMs } }) => {
    return waitMinutes !== null && lastUpdatedMs !== null && lastUpdatedMs > closed.startMs;
  });
}
