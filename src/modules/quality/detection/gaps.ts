import type { TimeWindow } from '../../../common/time/time-windows.js';
import { type GapReason, type Poll, reasonOfLiveGap } from './gap-reason.js';
import { type Seen, type Silence, cutToOpening, openMsOf, silencesOf, usualIntervalMs, without } from './seen.js';

export interface GapThresholds {
  /** Open time without live data after which it is missing. */
  liveGapMs: number;
  /** The same of the archive, and of single rides. */
  silenceMs: number;
  /** A ride of the archive that is closed, or posts no wait, has nothing to say: so many open days without a word count. */
  absentDays: number;
}

/** Of the archive, a silence counts when it is so many times as long as usual: a log of changes is silent in calm hours. */
const UNUSUAL_FACTOR = 4;

export interface Surroundings {
  openWindows: readonly TimeWindow[];
  /** Of the destination, oldest first. */
  polls: readonly Poll[];
  /** Since when live data is collected of the destination; null: it is not. */
  liveSinceMs: number | null;
  /** The last observation of the archive of the destination, after which it owes nothing; null: it has none. */
  archiveUntilMs: number | null;
  pollPeriodMs: number;
  /** What is looked at. Of the time before and after it only the nearest observation of each ride is known. */
  range: TimeWindow;
  /** Up to where nothing more was seen than is given. */
  lookedUntilMs: number;
}

/** A stretch of opening hours without data. */
export interface Gap extends TimeWindow {
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
export function findParkGaps(seen: readonly Seen[], around: Surroundings, thresholds: GapThresholds): Gap[] {
  const rides = ridesIn(seen);
  const usualMs = usualIntervalMs(seen, around.openWindows) ?? 0;
  const archiveLimitMs = Math.max(thresholds.silenceMs, UNUSUAL_FACTOR * usualMs);
  const silences = silencesOf(seen, around.lookedUntilMs).flatMap((silence) => owedPart(silence, around));
  return silencesIn(around.range, silences).flatMap((silence) => {
    const isLive = isLiveAt(around, silence.startMs);
    if (silence.endMs - silence.startMs <= (isLive ? thresholds.liveGapMs : archiveLimitMs)) return [];
    const missingMs = openMsOf(silence, around.openWindows);
    const window = cutToOpening(silence, around.openWindows);
    const longestMs = longestOpenMs([silence], around.openWindows);
    if (window === null || longestMs <= (isLive ? thresholds.liveGapMs : archiveLimitMs)) return [];
    const reason = isLive ? reasonOfLiveGap(silence, around.polls, around.pollPeriodMs, rides) : 'PARK_SILENT';
    return [{ ...window, ...facts(silence, isLive), reason, rideId: null, missingMs, rideIds: [] }];
  });
}

/**
 * Stretches in which one ride was not seen while others of its park were. What is part of a gap of the whole park is not
 * said again ride by ride; the ride is named there.
 * @param byRide oldest first
 * @param inactive rides that the catalogue no longer lists: their end is no gap
 */
export function findRideGaps(
  byRide: ReadonlyMap<number, readonly Seen[]>,
  parkGaps: readonly Gap[],
  around: Surroundings & { parkSeenUntilMs: number; inactive: ReadonlySet<number> },
  thresholds: GapThresholds,
): Gap[] {
  const gaps: Gap[] = [];
  const shortestMs = Math.min(thresholds.liveGapMs, thresholds.silenceMs);
  for (const [rideId, seen] of byRide) {
    const limitMs = archiveRideLimitMs(seen, around.openWindows, thresholds);
    const silences = silencesOf(seen, around.parkSeenUntilMs).flatMap((silence) => owedPartOfRide(silence, around));
    for (const silence of silencesIn(around.range, silences)) {
      if (silence.endMs - silence.startMs <= shortestMs) continue;
      if (silence.isOngoing && around.inactive.has(rideId)) continue;
      const isLive = silence.before.source === 'LIVE' && isLiveAt(around, silence.startMs);
      const window = cutToOpening(silence, around.openWindows);
      const limit = isLive ? thresholds.silenceMs : limitMs(silence);
      if (window !== null && longestOpenMs(without(silence, parkGaps), around.openWindows) > limit) {
        const missingMs = openMsOf(silence, around.openWindows);
        gaps.push({
          ...window,
          ...facts(silence, isLive),
          reason: 'PARK_SILENT',
          rideId,
          missingMs,
          rideIds: [rideId],
        });
      } else noteIn(parkGaps, silence, rideId);
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
export function owedUnseen(seen: readonly Seen[], around: Surroundings, usual: readonly TimeWindow[]): TimeWindow[] {
  const rides = ridesIn(seen);
  const silences = silencesIn(around.range, silencesOf(seen, around.lookedUntilMs));
  return silences
    .filter(({ startMs }) => usual.length > 0 && isLiveAt(around, startMs))
    .flatMap((silence) => {
      const isLeftOut = reasonOfLiveGap(silence, around.polls, around.pollPeriodMs, rides) === 'PARK_SILENT';
      return usual
        .filter(({ startMs, endMs }) => endMs > silence.startMs && startMs < silence.endMs)
        .filter(({ startMs }) => !isLeftOut || startMs <= silence.startMs)
        .filter((opening) => !wasSeenClosed(silence, opening, around.openWindows))
        .map(({ startMs, endMs }) => ({
          startMs: Math.max(startMs, silence.startMs),
          endMs: Math.min(endMs, silence.endMs),
        }));
    });
}

const ridesIn = (seen: readonly Seen[]): number => new Set(seen.map(({ rideId }) => rideId)).size;

/** When it fell silent within the opening, or from when it was seen again in it. */
function wasSeenClosed(silence: Silence, opening: TimeWindow, openWindows: readonly TimeWindow[]): boolean {
  const isOpenIn = (fromMs: number, toMs: number) =>
    openWindows.some(({ startMs, endMs }) => startMs <= toMs && endMs >= fromMs);
  if (silence.startMs > opening.startMs) return !isOpenIn(silence.startMs, silence.startMs);
  return silence.endMs < opening.endMs && !silence.isOngoing && !isOpenIn(silence.endMs, opening.endMs);
}

/** Those that reach into the range: between two observations outside of it there may be others that nobody has read. */
const silencesIn = ({ startMs, endMs }: TimeWindow, silences: readonly Silence[]): Silence[] =>
  silences.filter((silence) => silence.endMs > startMs && silence.startMs < endMs);

function noteIn(parkGaps: readonly Gap[], silence: Silence, rideId: number): void {
  for (const gap of parkGaps) {
    if (gap.startMs >= silence.startMs && gap.endMs <= silence.endMs) gap.rideIds.push(rideId);
  }
}

/** How much open time a ride may be silent for in the archive. */
function archiveRideLimitMs(
  seen: readonly Seen[],
  openWindows: readonly TimeWindow[],
  { silenceMs, absentDays }: GapThresholds,
): (silence: Silence) => number {
  const usualMs = usualIntervalMs(seen, openWindows);
  return (silence) => {
    if (openDaysIn(silence, openWindows) >= absentDays) return 0;
    const { status, waitMinutes } = silence.before;
    const speaks = status === 'OPERATING' && waitMinutes !== null;
    return speaks && usualMs !== null ? Math.max(silenceMs, UNUSUAL_FACTOR * usualMs) : Infinity;
  };
}

const openDaysIn = ({ startMs, endMs }: TimeWindow, openWindows: readonly TimeWindow[]): number =>
  openWindows.filter((window) => window.startMs >= startMs && window.endMs <= endMs).length;

/** Within one opening: what is left of an evening and of the next morning does not add up. */
function longestOpenMs(stretches: readonly TimeWindow[], openWindows: readonly TimeWindow[]): number {
  const pieces = stretches.flatMap((stretch) =>
    openWindows.map(({ startMs, endMs }) => Math.min(endMs, stretch.endMs) - Math.max(startMs, stretch.startMs)),
  );
  return Math.max(0, ...pieces);
}

/**
 * The part of a silence of a park in which data is owed: before the live collection began by the archive, up to its last
 * observation; then by the collection, up to now.
 */
function owedPart(silence: Silence, around: Surroundings): Silence[] {
  const { liveSinceMs, archiveUntilMs } = around;
  if (isLiveAt(around, silence.startMs)) return [silence];
  if (archiveUntilMs !== null && archiveUntilMs > silence.startMs) {
    // an archive ends where it ends
    return silence.isOngoing ? [] : [upTo(silence, archiveUntilMs)];
  }
  return liveSinceMs !== null && silence.endMs > liveSinceMs ? [{ ...silence, startMs: liveSinceMs }] : [];
}

/** Of a ride that was never seen live nothing is owed but by the archive: it may be gone. */
function owedPartOfRide(silence: Silence, around: Surroundings): Silence[] {
  if (silence.before.source === 'LIVE' && isLiveAt(around, silence.startMs)) return [silence];
  const untilMs = around.archiveUntilMs;
  return untilMs !== null && untilMs > silence.startMs ? [upTo(silence, untilMs)] : [];
}

const upTo = (silence: Silence, untilMs: number): Silence =>
  untilMs >= silence.endMs ? silence : { ...silence, endMs: untilMs, isOngoing: false };

const isLiveAt = ({ liveSinceMs }: Surroundings, instantMs: number): boolean =>
  liveSinceMs !== null && instantMs >= liveSinceMs;

const facts = ({ isOngoing, startMs }: Silence, isLive: boolean) => ({
  isOngoing,
  sinceMs: startMs,
  source: isLive ? ('LIVE' as const) : ('ARCHIVE' as const),
});
