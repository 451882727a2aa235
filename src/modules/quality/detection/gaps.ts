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
  /** Open time without live data after which it is missing. */
  liveGapMs: number;
  /** The same of the archive, and of single rides. */
  noDataMs: number;
  /** A ride of the archive that is closed, or posts no wait, has nothing to say: so many open days without a word count. */
  absentDays: number;
}

/** Of the archive, a silence counts when it is so many times as long as usual: a log of changes is silent in calm hours. */
const UNUSUAL_FACTOR = 4;

export interface Surroundings {
  openingIntervals: readonly TimeInterval[];
  /** Of the destination, oldest first. */
  polls: readonly Poll[];
  /** Since when live data is collected of the destination; null: it is not. */
  liveSinceMs: number | null;
  /** The last observation of the archive of the destination, after which it owes nothing; null: it has none. */
  archiveUntilMs: number | null;
  pollPeriodMs: number;
  /** What is looked at. Of the time before and after it only the nearest observation of each ride is known. */
  range: TimeInterval;
  /** Up to where nothing more was seen than is given. */
  lookedUntilMs: number;
}

/** A stretch of opening hours without data. */
export interface Gap extends TimeInterval {
  reason: GapReason;
  source: 'LIVE' | 'ARCHIVE';
  /** Null: of the whole park. */
  rideId: number | null;
  /** The last observation before it: the gap is the same one as long as this stays. */
  sinceMs: number;
  /** Open time without data. */
  missingMs: number;
  isOngoing: boolean;
  /** Rides of whose own silence it is a part. */
  rideIds: number[];
}

/** Stretches in which no ride of the park was seen. @param seen all of its rides, oldest first */
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
 * Stretches in which one ride was not seen while others of its park were. What is part of a gap of the whole park is not
 * said again ride by ride; the ride is named there.
 * @param byRide oldest first
 * @param inactive rides that the catalogue no longer lists: their end is no gap
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
 * What of the openings that are usual fell into stretches in which live data was owed and nobody saw the park: that it was
 * closed nobody can know, unless it was seen closed in that very opening. Where the source answered without the park, it
 * may have closed for the season: then no more than the opening in which it fell silent.
 * @param seen all rides of the park, oldest first
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

/** When it fell silent within the opening, or from when it was seen again in it. */
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

/** Those that reach into the range: between two observations outside of it there may be others that nobody has read. */
const dataGapsIn = ({ startMs, endMs }: TimeInterval, dataGaps: readonly NoDataInterval[]): NoDataInterval[] =>
  dataGaps.filter((dataGap) => dataGap.endMs > startMs && dataGap.startMs < endMs);

function noteIn(parkGaps: readonly Gap[], dataGap: NoDataInterval, rideId: number): void {
  for (const gap of parkGaps) {
    if (gap.startMs >= dataGap.startMs && gap.endMs <= dataGap.endMs) gap.rideIds.push(rideId);
  }
}

/** How much open time a ride may be silent for in the archive. */
function archiveRideLimitMs(
  observed: readonly ObservedSpan[],
  openingIntervals: readonly TimeInterval[],
  { noDataMs, absentDays }: GapThresholds,
): (dataGap: NoDataInterval) => number {
  const usualMs = usualIntervalMs(observed, openingIntervals);
  return (dataGap) => {
    if (openDaysIn(dataGap, openingIntervals) >= absentDays) return 0;
    const { status, waitMinutes } = dataGap.before;
    const speaks = status === 'OPERATING' && waitMinutes !== null;
    return speaks && usualMs !== null ? Math.max(noDataMs, UNUSUAL_FACTOR * usualMs) : Infinity;
  };
}

const openDaysIn = ({ startMs, endMs }: TimeInterval, openingIntervals: readonly TimeInterval[]): number =>
  openingIntervals.filter((window) => window.startMs >= startMs && window.endMs <= endMs).length;

/** Within one opening: what is left of an evening and of the next morning does not add up. */
function longestScheduledMs(intervals: readonly TimeInterval[], openingIntervals: readonly TimeInterval[]): number {
  const pieces = intervals.flatMap((interval) =>
    openingIntervals.map(({ startMs, endMs }) => Math.min(endMs, interval.endMs) - Math.max(startMs, interval.startMs)),
  );
  return Math.max(0, ...pieces);
}

/**
 * The part of a silence of a park in which data is owed: before the live collection began by the archive, up to its last
 * observation; then by the collection, up to now.
 */
function expectedPart(dataGap: NoDataInterval, around: Surroundings): NoDataInterval[] {
  const { liveSinceMs, archiveUntilMs } = around;
  if (isLiveAt(around, dataGap.startMs)) return [dataGap];
  if (archiveUntilMs !== null && archiveUntilMs > dataGap.startMs) {
    // an archive ends where it ends
    return dataGap.isOngoing ? [] : [upTo(dataGap, archiveUntilMs)];
  }
  return liveSinceMs !== null && dataGap.endMs > liveSinceMs ? [{ ...dataGap, startMs: liveSinceMs }] : [];
}

/** Of a ride that was never seen live nothing is owed but by the archive: it may be gone. */
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
