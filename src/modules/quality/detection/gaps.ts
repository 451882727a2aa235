import type { TimeInterval } from '../../../common/time/time-intervals.js';
import { type GapReason, type Poll, reasonOfLiveGap } from './gap-reason.js';
import {
  type ObservedSpan,
  type NoDataInterval,
  cutToOpening,
  scheduledMsOf,
  noDataIntervalsOf,
  usualIntervalMs,
  without,
} from './observed-spans.js';

export interface GapThresholds {
  /** Opening time without live data of a park that counts as a gap. */
  liveGapMs: number;
  /** The same for archive data and for single rides. */
  noDataMs: number;
  /** Open days without data that count as a gap of an archived ride that is closed or posts no wait. */
  absentDays: number;
}

/** In the archive, a gap must be this many times longer than usual, because a log of changes is sparse in calm hours. */
const UNUSUAL_FACTOR = 4;

export interface Surroundings {
  openingIntervals: readonly TimeInterval[];
  /** Polls of the destination, oldest first. */
  polls: readonly Poll[];
  /** Since when live data of the destination is collected; null: it is not. */
  liveSinceMs: number | null;
  /** The last archived observation of the destination; no archive data is expected after it. Null: none. */
  archiveUntilMs: number | null;
  pollPeriodMs: number;
  /** The examined range. Before and after it, only the nearest observation of each ride is known. */
  range: TimeInterval;
  /** End of the known observations: none beyond the given ones exist up to here. */
  lookedUntilMs: number;
}

/** An interval of opening hours without data. */
export interface Gap extends TimeInterval {
  reason: GapReason;
  source: 'LIVE' | 'ARCHIVE';
  /** Null: a gap of the whole park. */
  rideId: number | null;
  /** The last observation before the gap; it identifies the gap. */
  sinceMs: number;
  /** Opening time without data. */
  missingMs: number;
  isOngoing: boolean;
  /** Rides without data for the whole gap. */
  rideIds: number[];
}

/** Intervals in which no ride of the park was observed. @param observed all of its rides, oldest first */
export function findParkGaps(
  observed: readonly ObservedSpan[],
  around: Surroundings,
  thresholds: GapThresholds,
): Gap[] {
  const rides = ridesIn(observed);
  const usualMs = usualIntervalMs(observed, around.openingIntervals) ?? 0;
  const archiveLimitMs = Math.max(thresholds.noDataMs, UNUSUAL_FACTOR * usualMs);
  const dataGaps = noDataIntervalsOf(observed, around.lookedUntilMs).flatMap((dataGap) =>
    expectedPart(dataGap, around),
  );
  return dataGapsIn(around.range, dataGaps).flatMap((dataGap) => {
    const isLive = isLiveAt(around, dataGap.startMs);
    if (dataGap.endMs - dataGap.startMs <= (isLive ? thresholds.liveGapMs : archiveLimitMs)) return [];
    const missingMs = scheduledMsOf(dataGap, around.openingIntervals);
    const window = cutToOpening(dataGap, around.openingIntervals);
    const longestMs = longestScheduledMs([dataGap], around.openingIntervals);
    if (window === null || longestMs <= (isLive ? thresholds.liveGapMs : archiveLimitMs)) return [];
    const reason = isLive ? reasonOfLiveGap(dataGap, around.polls, around.pollPeriodMs, rides) : 'PARK_SILENT';
    return [{ ...window, ...facts(dataGap, isLive), reason, rideId: null, missingMs, rideIds: [] }];
  });
}

/**
 * Intervals in which one ride was not observed while others of its park were. A gap of the whole park is not repeated for
 * each ride; it lists the rides instead.
 * @param byRide oldest first
 * @param around `inactive`: rides that the catalogue no longer lists; an ongoing lack of data of these is not a gap
 */
export function findRideGaps(
  byRide: ReadonlyMap<number, readonly ObservedSpan[]>,
  parkGaps: readonly Gap[],
  around: Surroundings & { parkConfirmedUntilMs: number; inactive: ReadonlySet<number> },
  thresholds: GapThresholds,
): Gap[] {
  const gaps: Gap[] = [];
  const shortestMs = Math.min(thresholds.liveGapMs, thresholds.noDataMs);
  for (const [rideId, observed] of byRide) {
    const limitMs = archiveRideLimitMs(observed, around.openingIntervals, thresholds);
    const dataGaps = noDataIntervalsOf(observed, around.parkConfirmedUntilMs).flatMap((dataGap) =>
      expectedPartOfRide(dataGap, around),
    );
    for (const dataGap of dataGapsIn(around.range, dataGaps)) {
      if (dataGap.endMs - dataGap.startMs <= shortestMs) continue;
      if (dataGap.isOngoing && around.inactive.has(rideId)) continue;
      const isLive = dataGap.before.source === 'LIVE' && isLiveAt(around, dataGap.startMs);
      const window = cutToOpening(dataGap, around.openingIntervals);
      const limit = isLive ? thresholds.noDataMs : limitMs(dataGap);
      if (window !== null && longestScheduledMs(without(dataGap, parkGaps), around.openingIntervals) > limit) {
        const missingMs = scheduledMsOf(dataGap, around.openingIntervals);
        gaps.push({
          ...window,
          ...facts(dataGap, isLive),
          reason: 'PARK_SILENT',
          rideId,
          missingMs,
          rideIds: [rideId],
        });
      } else noteIn(parkGaps, dataGap, rideId);
    }
  }
  return gaps;
}

/**
 * The parts of the usual openings in which live data was expected and the park was not observed. Whether it was closed is
 * unknown then, unless it was observed closed in that very opening. If the source responded without the park, it may have
 * closed for the season: then only the opening in which its data stopped counts.
 * @param observed all rides of the park, oldest first
 */
export function expectedUnobserved(
  observed: readonly ObservedSpan[],
  around: Surroundings,
  usual: readonly TimeInterval[],
): TimeInterval[] {
  const rides = ridesIn(observed);
  const dataGaps = dataGapsIn(around.range, noDataIntervalsOf(observed, around.lookedUntilMs));
  return dataGaps
    .filter(({ startMs }) => usual.length > 0 && isLiveAt(around, startMs))
    .flatMap((dataGap) => {
      const isExcluded = reasonOfLiveGap(dataGap, around.polls, around.pollPeriodMs, rides) === 'PARK_SILENT';
      return usual
        .filter(({ startMs, endMs }) => endMs > dataGap.startMs && startMs < dataGap.endMs)
        .filter(({ startMs }) => !isExcluded || startMs <= dataGap.startMs)
        .filter((opening) => !wasObservedClosed(dataGap, opening, around.openingIntervals))
        .map(({ startMs, endMs }) => ({
          startMs: Math.max(startMs, dataGap.startMs),
          endMs: Math.min(endMs, dataGap.endMs),
        }));
    });
}

const ridesIn = (observed: readonly ObservedSpan[]): number => new Set(observed.map(({ rideId }) => rideId)).size;

/** Whether the park was observed closed when its data stopped within the opening, or when it came back in it. */
function wasObservedClosed(
  dataGap: NoDataInterval,
  opening: TimeInterval,
  openingIntervals: readonly TimeInterval[],
): boolean {
  const isOpenIn = (fromMs: number, toMs: number) =>
    openingIntervals.some(({ startMs, endMs }) => startMs <= toMs && endMs >= fromMs);
  if (dataGap.startMs > opening.startMs) return !isOpenIn(dataGap.startMs, dataGap.startMs);
  return dataGap.endMs < opening.endMs && !dataGap.isOngoing && !isOpenIn(dataGap.endMs, opening.endMs);
}

/** The intervals that overlap the range: between two observations outside of it, others may exist that were not read. */
const dataGapsIn = ({ startMs, endMs }: TimeInterval, dataGaps: readonly NoDataInterval[]): NoDataInterval[] =>
  dataGaps.filter((dataGap) => dataGap.endMs > startMs && dataGap.startMs < endMs);

function noteIn(parkGaps: readonly Gap[], dataGap: NoDataInterval, rideId: number): void {
  for (const gap of parkGaps) {
    if (gap.startMs >= dataGap.startMs && gap.endMs <= dataGap.endMs) gap.rideIds.push(rideId);
  }
}

/** The opening time without archive data of a ride that is not a gap yet. */
function archiveRideLimitMs(
  observed: readonly ObservedSpan[],
  openingIntervals: readonly TimeInterval[],
  { noDataMs, absentDays }: GapThresholds,
): (dataGap: NoDataInterval) => number {
  const usualMs = usualIntervalMs(observed, openingIntervals);
  return (dataGap) => {
    if (openDaysIn(dataGap, openingIntervals) >= absentDays) return 0;
    const { status, waitMinutes } = dataGap.before;
    const isPosting = status === 'OPERATING' && waitMinutes !== null;
    return isPosting && usualMs !== null ? Math.max(noDataMs, UNUSUAL_FACTOR * usualMs) : Infinity;
  };
}

const openDaysIn = ({ startMs, endMs }: TimeInterval, openingIntervals: readonly TimeInterval[]): number =>
  openingIntervals.filter((window) => window.startMs >= startMs && window.endMs <= endMs).length;

/** The longest part within one opening: parts of an evening and of the next morning are not added. */
function longestScheduledMs(intervals: readonly TimeInterval[], openingIntervals: readonly TimeInterval[]): number {
  const pieces = intervals.flatMap((interval) =>
    openingIntervals.map(({ startMs, endMs }) => Math.min(endMs, interval.endMs) - Math.max(startMs, interval.startMs)),
  );
  return Math.max(0, ...pieces);
}

/**
 * The part of an interval without data of a park in which data is expected: from the archive before live collection began,
 * up to the last archived observation; from live collection afterwards.
 */
function expectedPart(dataGap: NoDataInterval, around: Surroundings): NoDataInterval[] {
  const { liveSinceMs, archiveUntilMs } = around;
  if (isLiveAt(around, dataGap.startMs)) return [dataGap];
  if (archiveUntilMs !== null && archiveUntilMs > dataGap.startMs) {
    // an archive that simply ends has no gap
    return dataGap.isOngoing ? [] : [upTo(dataGap, archiveUntilMs)];
  }
  return liveSinceMs !== null && dataGap.endMs > liveSinceMs ? [{ ...dataGap, startMs: liveSinceMs }] : [];
}

/** For a ride that was never observed live, only archive data is expected: the ride may have been removed. */
function expectedPartOfRide(dataGap: NoDataInterval, around: Surroundings): NoDataInterval[] {
  if (dataGap.before.source === 'LIVE' && isLiveAt(around, dataGap.startMs)) return [dataGap];
  const untilMs = around.archiveUntilMs;
  return untilMs !== null && untilMs > dataGap.startMs ? [upTo(dataGap, untilMs)] : [];
}

const upTo = (dataGap: NoDataInterval, untilMs: number): NoDataInterval =>
  untilMs >= dataGap.endMs ? dataGap : { ...dataGap, endMs: untilMs, isOngoing: false };

const isLiveAt = ({ liveSinceMs }: Surroundings, instantMs: number): boolean =>
  liveSinceMs !== null && instantMs >= liveSinceMs;

const facts = ({ isOngoing, startMs }: NoDataInterval, isLive: boolean) => ({
  isOngoing,
  sinceMs: startMs,
  source: isLive ? ('LIVE' as const) : ('ARCHIVE' as const),
});
