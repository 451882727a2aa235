import { merged, type TimeWindow } from '../../../common/time/time-windows.js';
import { isUseByStates, type NewestStates } from '../../park-use/use-now.js';
import type { RideStatus } from '../../snapshots/observations.js';
import { findFrozenFeed, type FrozenFeed } from './frozen-feed.js';
import { closedWindowAt, type ParkHours, scheduledWindows, unpublishedDays, windowsOf } from './open-windows.js';
import { findChurnNight, type ChurnNight } from './restamped-night.js';
import type { RideHistory, ObservedSpan } from './seen-run.js';
import { FROZEN, FROZEN_OVER_A_NIGHT, LOOKBACK_MS, TIMESTAMP_CHURN } from './suspicion-rules.js';

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
  frozen: FrozenFeed | null;
  churned: (ChurnNight & { rideId: number })[];
}

const SHUT: readonly (RideStatus | null)[] = ['CLOSED', 'REFURBISHMENT'];
const ALWAYS: TimeWindow = { startMs: -Infinity, endMs: Infinity };

/** Whether the newest observations leave room for a feed health. Of a healthy park they do not, and no more is read. */
export function isWorthALook(park: WatchedPark): boolean {
  return mayBeFrozen(park) || mayBeChurned(park);
}

/** @param histories of the park's rides, the newest run included */
export function judgePark(park: WatchedPark, histories: readonly RideHistory[]): FeedHealthCheck {
  const { open, inUse } = windowsOf(park.hours, histories);
  const closed = closedWindowAt(inUse, park.polledAtMs, park.polledAtMs - LOOKBACK_MS);
  return {
    frozen: frozenFeed(histories, open),
    churned: closed === null ? [] : churnedRides(histories, { ...closed, endMs: closed.endMs + 1 }),
  };
}

function frozenFeed(histories: readonly RideHistory[], open: readonly TimeWindow[]): FrozenFeed | null {
  const talkative = histories.filter(({ runs }) => hasNewsInADay(runs.at(-1)));
  const expected = isShut(histories) ? withoutLastOpening(histories, open) : open;
  return findFrozenFeed(talkative, expected, FROZEN) ?? findFrozenFeed(histories, expected, FROZEN_OVER_A_NIGHT);
}

const isShut = (histories: readonly RideHistory[]): boolean =>
  histories.every(({ runs }) => SHUT.includes(runs.at(-1)?.status ?? null));

/**
 * A park may close before its published hours end: when the last ride has closed, nothing more is to be expected of that
 * opening, but everything of the next one.
 */
function withoutLastOpening(histories: readonly RideHistory[], open: readonly TimeWindow[]): TimeWindow[] {
  const closed = histories.flatMap(({ runs }) => runs.at(-1) ?? []).filter(({ status }) => status === 'CLOSED');
  const lastNewsMs = Math.max(...closed.map(({ lastUpdatedMs }) => lastUpdatedMs ?? -Infinity));
  return merged(open, 0).filter(({ startMs, endMs }) => lastNewsMs < startMs || lastNewsMs >= endMs);
}

/** Operating without a posted wait, a ride has nothing to update until it closes. */
const hasNewsInADay = (newest: ObservedSpan | undefined): boolean =>
  newest !== undefined && !(newest.status === 'OPERATING' && newest.waitMinutes === null);

function churnedRides(histories: readonly RideHistory[], closed: TimeWindow): FeedHealthCheck['churned'] {
  return histories.flatMap(({ rideId, runs }) => {
    const night = findChurnNight(runs, closed, TIMESTAMP_CHURN);
    return night === null ? [] : [{ rideId, ...night }];
  });
}

/** The same rule, on the longest time for which each stamp can have stood. */
function mayBeFrozen({ rides, hours }: WatchedPark): boolean {
  const longest = rides.map(({ rideId, newest }) => {
    const fromMs = Math.min(newest.lastUpdatedMs ?? newest.fromMs, newest.untilMs);
    return { rideId, runs: [{ ...newest, fromMs }] };
  });
  const mayBeOpen = rides.some(({ newest }) => newest.status === 'OPERATING') ? unpublishedTime(hours) : [];
  return frozenFeed(longest, [...scheduledWindows(hours.published).open, ...mayBeOpen]) !== null;
}

/** Where nothing at all is published, the time before the days that are looked at is no different. */
function unpublishedTime(hours: ParkHours): readonly TimeWindow[] {
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
  const closed = closedWindowAt(scheduledWindows(hours.published).inUse, polledAtMs, fromMs);
  if (closed === null || closed.endMs - closed.startMs < TIMESTAMP_CHURN.minShownMs) return false;
  return operating.some(({ newest: { waitMinutes, lastUpdatedMs } }) => {
    return waitMinutes !== null && lastUpdatedMs !== null && lastUpdatedMs > closed.startMs;
  });
}
