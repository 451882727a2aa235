import { groupBy } from '../../../common/collections.js';
import { merged, type TimeInterval } from '../../../common/time/time-intervals.js';
import type { DayUse, UseDay } from '../../park-use/day-use.js';
import type { PublishedInterval } from '../../park-use/published-interval.js';
import { useOfStates } from '../../park-use/use-of-states.js';
import { carriedForwardUntilMs, type CarryForwardLimits } from '../../snapshots/carry-forward.js';
import { noDataIntervalsOf, type ObservedSpan } from './observed-spans.js';

/** The input from which a park's use of its local days is derived. */
export interface UseSources {
  useDays: readonly UseDay[];
  published: readonly PublishedInterval[];
  /** Oldest first. */
  observed: readonly ObservedSpan[];
  attractions: ReadonlySet<number>;
  limits: CarryForwardLimits;
  waitCeilingMinutes: number;
  lookedUntilMs: number;
  /** The usual openings of these days, if known. */
  usual: readonly TimeInterval[];
}

/** The park's use of each local day. */
export function useOfDays(sources: UseSources): DayUse[] {
  const { useDays, published, observed, attractions, limits, waitCeilingMinutes } = sources;
  const byRide = groupBy(
    observed.filter(({ rideId }) => attractions.has(rideId)),
    ({ rideId }) => rideId,
  );
  return useOfStates({
    days: useDays,
    published,
    attractions: [...byRide.values()],
    carriedForwardUntilMs: ({ source, fromMs, untilMs }) => carriedForwardUntilMs(source, fromMs, untilMs, limits),
    ceilingMinutes: waitCeilingMinutes,
  });
}

/**
 * When the park was in use, oldest first. If live data ends while the park is in use, on a day without published hours, the
 * park counts as in use until the end of the day, because its closing was not observed; unless its usual opening is known.
 */
export function openingIntervalsOf(sources: UseSources, uses: readonly DayUse[]): TimeInterval[] {
  const windows = uses.flatMap((use) => use.windows);
  return merged([...windows, ...unobservedUse(sources, uses)], 0);
}

function unobservedUse(
  { useDays, observed, lookedUntilMs, usual }: UseSources,
  uses: readonly DayUse[],
): TimeInterval[] {
  return noDataIntervalsOf(observed, lookedUntilMs).flatMap(({ startMs, endMs, before }) => {
    const index = useDays.findIndex((day) => day.startMs < startMs && startMs < day.endMs);
    const [day, use] = [useDays[index], uses[index]];
    if (before.source !== 'LIVE' || day === undefined || use?.basis !== 'OBSERVED') return [];
    if (usual.some((opening) => opening.startMs < day.endMs && opening.endMs > day.startMs)) return [];
    const wasInUse = use.windows.some((window) => window.startMs < startMs && startMs <= window.endMs);
    const isObservedAgain = endMs < Math.min(day.endMs, lookedUntilMs);
    return wasInUse && !isObservedAgain ? [{ startMs, endMs: Math.min(endMs, day.endMs) }] : [];
  });
}
