import { HOUR_MS } from '../../../common/time/calendar.js';
import { closedIntervals, merged, type TimeInterval } from '../../../common/time/time-intervals.js';
import type { UseDay } from '../../park-use/day-use.js';
import { isOrdinary, type PublishedInterval } from '../../park-use/published-interval.js';
import { useOfStates } from '../../park-use/use-of-states.js';
import type { RideStatus } from '../../snapshots/observations.js';

/** A span of equal observations, from the first poll that reported them to the last. */
export interface ObservedSpan {
  fromMs: number;
  untilMs: number;
  status: RideStatus | null;
  waitMinutes: number | null;
  /** The source's timestamp. */
  lastUpdatedMs: number | null;
}

export interface RideHistory {
  rideId: number;
  /** Oldest first. */
  runs: readonly ObservedSpan[];
}

/** When a park is open to all guests, and when it may be open to some: early entry, ticketed evenings. */
export interface OpeningIntervals {
  open: readonly TimeInterval[];
  inUse: readonly TimeInterval[];
}

/** The hours of a park from sources other than its observations. */
export interface ParkHours {
  /** Local days in order, up to today. */
  days: readonly UseDay[];
  /** Published intervals of these days, and of the days before and after them. */
  published: readonly PublishedInterval[];
  /** Longer waits are implausible. */
  waitCeilingMinutes: number;
}

/** A value is carried forward up to the next poll, but no longer than this. */
const CARRY_FORWARD_MS = HOUR_MS;

export function scheduledIntervals(published: readonly PublishedInterval[]): OpeningIntervals {
  return { open: published.filter(isOrdinary).map(intervalOf), inUse: published.map(intervalOf) };
}

const intervalOf = ({ startMs, endMs }: TimeInterval): TimeInterval => ({ startMs, endMs });

/** Published hours; on days without published hours, or where rides contradict them, the hours follow from the rides. */
export function openingIntervalsOfPark(
  { days, published, waitCeilingMinutes }: ParkHours,
  rides: readonly RideHistory[],
): OpeningIntervals {
  const uses = useOfStates({
    days,
    published,
    attractions: rides.map(({ runs }) => runs),
    carriedForwardUntilMs: ({ untilMs }) => untilMs + CARRY_FORWARD_MS,
    ceilingMinutes: waitCeilingMinutes,
  });
  const scheduled = scheduledIntervals(published);
  const observed = uses.flatMap(({ basis, windows }) => (basis === 'OBSERVED' ? windows : []));
  return {
    open: merged([...scheduled.open, ...observed], 0),
    inUse: merged([...scheduled.inUse, ...uses.flatMap(({ windows }) => windows)], 0),
  };
}

/** Days without published hours. */
export const unpublishedDays = ({ days, published }: ParkHours): UseDay[] =>
  days.filter((day) => !published.some(({ localDate }) => localDate === day.localDate));

/** The closed interval that contains `atMs`; null while the park is open. */
export function closedIntervalAt(inUse: readonly TimeInterval[], atMs: number, fromMs: number): TimeInterval | null {
  if (inUse.some(({ startMs, endMs }) => startMs <= atMs && atMs < endMs)) return null;
  const last = closedIntervals(inUse, { startMs: fromMs, endMs: atMs }).at(-1);
  return last?.endMs === atMs ? last : null;
}
