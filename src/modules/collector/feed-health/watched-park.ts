import { HOUR_MS } from '../../../common/time/calendar.js';
import { merged, type TimeInterval } from '../../../common/time/time-intervals.js';
import type { StoredExclusion } from '../../exclusions/exclusion.js';
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
import {
  type ChurnNight,
  findChurnNight,
  findStaleFeed,
  type StaleFeed,
  type StaleFeedThresholds,
  type TimestampChurnThresholds,
} from './stale-feed.js';

/** How far back observations are read, and the hours that schedules give. */
export const LOOKBACK_MS = 48 * HOUR_MS;

/** Rides that post waits, or ought to have opened: some of them change within minutes. */
export const STALE_FEED: StaleFeedThresholds = { frozenAfterMs: 3 * HOUR_MS, minRides: 3, minFrozenShare: 0.9 };

/** All rides. Parks that never post a wait say nothing between opening and closing, but they do open and close. */
const STALE_FEED_OVERNIGHT: StaleFeedThresholds = { ...STALE_FEED, frozenAfterMs: 16 * HOUR_MS };

const TIMESTAMP_CHURN: TimestampChurnThresholds = { minStamps: 6, minShownMs: 4 * HOUR_MS };

/** Where fewer rides than these have news, the feed as a whole stands still: see FROZEN. The age is a setting. */
export const STALE_ROW: Omit<StaleRowThresholds, 'staleAfterMs'> = { minFreshRides: 2, minFreshShare: 0.1 };

/** So few attractions may all be closed for days. The number of days is a setting. */
export const NEVER_OPERATING = { minRides: 3 };

/** A park of which live data is collected: its attractions, each with its newest run. */
export interface WatchedPark {
  parkId: number;
  parkName: string;
  timezone: string | null;
  /** When the newest of its observations was made. */
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

/** Whether the newest observations leave room for a feed health. Of a healthy park they do not, and no more is read. */
export function needsCheck(park: WatchedPark): boolean {
  return mayBeStaleFeed(park) || mayBeChurned(park);
}

/** @param histories of the park's rides, the newest run included */
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
 * A park may close before its published hours end: when the last ride has closed, nothing more is to be expected of that
 * opening, but everything of the next one.
 */
function withoutLastOpening(histories: readonly RideHistory[], open: readonly TimeInterval[]): TimeInterval[] {
  const closed = histories.flatMap(({ runs }) => runs.at(-1) ?? []).filter(({ status }) => status === 'CLOSED');
  const lastNewsMs = Math.max(...closed.map(({ lastUpdatedMs }) => lastUpdatedMs ?? -Infinity));
  return merged(open, 0).filter(({ startMs, endMs }) => lastNewsMs < startMs || lastNewsMs >= endMs);
}

/** Operating without a posted wait, a ride has nothing to update until it closes. */
const hasNewsInADay = (newest: ObservedSpan | undefined): boolean =>
  newest !== undefined && !(newest.status === 'OPERATING' && newest.waitMinutes === null);

function churnedRides(histories: readonly RideHistory[], closed: TimeInterval): FeedHealthCheck['churned'] {
  return histories.flatMap(({ rideId, runs }) => {
    const night = findChurnNight(runs, closed, TIMESTAMP_CHURN);
    return night === null ? [] : [{ rideId, ...night }];
  });
}

/** The same rule, on the longest time for which each stamp can have stood. */
function mayBeStaleFeed({ rides, hours }: WatchedPark): boolean {
  const longest = rides.map(({ rideId, newest }) => {
    const fromMs = Math.min(newest.lastUpdatedMs ?? newest.fromMs, newest.untilMs);
    return { rideId, runs: [{ ...newest, fromMs }] };
  });
  const mayBeOpen = rides.some(({ newest }) => newest.status === 'OPERATING') ? unpublishedTime(hours) : [];
  return staleFeedOf(longest, [...scheduledIntervals(hours.published).open, ...mayBeOpen]) !== null;
}

/** Where nothing at all is published, the time before the days that are looked at is no different. */
function unpublishedTime(hours: ParkHours): readonly TimeInterval[] {
  return hours.published.length === 0 ? [ALWAYS] : unpublishedDays(hours);
}

function statesOf(rides: readonly WatchedRide[]): Omit<NewestStates, 'newestMs'> {
  const known = rides.filter(({ newest }) => newest.status !== 'REFURBISHMENT');
  const operating = known.filter(({ newest }) => newest.status === 'OPERATING');
  const posting = operating.filter(({ newest }) => (newest.waitMinutes ?? 0) > 0);
  return { attractions: known.length, operating: operating.length, posting: posting.length };
}

function mayBeChurned({ rides, hours, polledAtMs }: WatchedPark): boolean {
  const fromMs = polledAtMs - LOOKBACK_MS;
  const operating = rides.filter(({ newest }) => newest.status === 'OPERATING');
  const isUnpublished = unpublishedTime(hours).some(
    ({ startMs, endMs }) => startMs <= polledAtMs && polledAtMs < endMs,
  );
  if (isUnpublished && isUseByStates(statesOf(rides))) return false;
  const closed = closedIntervalAt(scheduledIntervals(hours.published).inUse, polledAtMs, fromMs);
  if (closed === null || closed.endMs - closed.startMs < TIMESTAMP_CHURN.minShownMs) return false;
  return operating.some(({ newest: { waitMinutes, lastUpdatedMs } }) => {
    return waitMinutes !== null && lastUpdatedMs !== null && lastUpdatedMs > closed.startMs;
  });
}

export interface StaleRowThresholds {
  /** A stamp that is younger says nothing. */
  staleAfterMs: number;
  /** Rides that had news during the opening: without them the park's feed as a whole may stand still. */
  minFreshRides: number;
  minFreshShare: number;
}

export interface StaleRow {
  ride: WatchedRide;
  stampMs: number;
  /** The last opening that went by without news of the ride. */
  opening: TimeInterval;
  freshRides: number;
}

/**
 * Rides whose posted wait the source repeats although it has no news of it: the stamp is older than a day, and a whole
 * opening of the park went by in which other rides had news. A ride that is DOWN, closed or under refurbishment may stand
 * for as long as it likes, and one that operates without a posted wait has nothing to update. A missing stamp says nothing.
 * @param openings of the park, up to now at least
 */
export function findStaleRows(
  rides: readonly WatchedRide[],
  openings: readonly TimeInterval[],
  polledAtMs: number,
  { staleAfterMs, minFreshRides, minFreshShare }: StaleRowThresholds,
): StaleRow[] {
  const opening = merged(openings, 0).findLast(({ endMs }) => endMs <= polledAtMs);
  if (opening === undefined) return [];
  const stampOf = ({ newest }: WatchedRide) => newest.lastUpdatedMs;
  const stamped = rides.filter((ride) => stampOf(ride) !== null && ride.newest.status !== 'REFURBISHMENT');
  const freshRides = stamped.filter((ride) => stampOf(ride)! >= opening.startMs).length;
  if (freshRides < minFreshRides || freshRides < stamped.length * minFreshShare) return [];
  return stamped
    .filter(({ newest }) => mayBeStale(newest, polledAtMs, staleAfterMs))
    .flatMap((ride) => {
      const stampMs = stampOf(ride)!;
      return stampMs < opening.startMs ? [{ ride, stampMs, opening, freshRides }] : [];
    });
}

export const mayBeStale = (newest: ObservedSpan, polledAtMs: number, staleAfterMs: number): boolean =>
  repeatsWait(newest) && newest.lastUpdatedMs !== null && polledAtMs - newest.lastUpdatedMs > staleAfterMs;

const repeatsWait = ({ status, waitMinutes }: ObservedSpan): boolean => status === 'OPERATING' && waitMinutes !== null;

/** When the source had news of the ride again; null: it has had none. @param runs of the ride, oldest first */
export function endOfStaleRow({ fromMs }: StoredExclusion, runs: readonly ObservedSpan[]): number | null {
  const isNews = (run: ObservedSpan) => !repeatsWait(run) || run.lastUpdatedMs === null || run.lastUpdatedMs >= fromMs;
  if (!isNews(runs.at(-1)!)) return null;
  const first = runs.findLastIndex((run) => !isNews(run)) + 1;
  return Math.max(fromMs, runs[first]!.fromMs);
}
