import { HOUR_MS } from '../../../common/time/durations.js';
import { closedWindows, merged, type TimeWindow } from '../../../common/time/time-windows.js';
import type { UseDay } from '../../park-use/published-day.js';
import { isOrdinary, type PublishedInterval } from '../../park-use/published-interval.js';
import { useOfStates } from '../../park-use/use-of-states.js';
import type { RideHistory } from './seen-run.js';

/** When a park is open to everybody, and when it may be open to somebody: early entry, evenings with tickets. */
export interface ParkWindows {
  open: readonly TimeWindow[];
  inUse: readonly TimeWindow[];
}

/** What is known of a park's hours beside its observations. */
export interface ParkHours {
  /** Local days, in order, up to that of now. */
  days: readonly UseDay[];
  /** Of these days, and of the days before and after them. */
  published: readonly PublishedInterval[];
  /** Longer waits are not believed. */
  waitCeilingMinutes: number;
}

/** A value is carried forward up to the next poll, but no longer than this. */
const CARRY_FORWARD_MS = HOUR_MS;

export function scheduledWindows(published: readonly PublishedInterval[]): ParkWindows {
  return { open: published.filter(isOrdinary).map(windowOf), inUse: published.map(windowOf) };
}

const windowOf = ({ startMs, endMs }: TimeWindow): TimeWindow => ({ startMs, endMs });

/** As published, and as the rides say on days of which nothing is published, or where they contradict. */
export function windowsOf(
  { days, published, waitCeilingMinutes }: ParkHours,
  rides: readonly RideHistory[],
): ParkWindows {
  const uses = useOfStates({
    days,
    published,
    attractions: rides.map(({ runs }) => runs),
    carryForwardMs: () => CARRY_FORWARD_MS,
    ceilingMinutes: waitCeilingMinutes,
  });
  const scheduled = scheduledWindows(published);
  const observed = uses.flatMap(({ basis, windows }) => (basis === 'OBSERVED' ? windows : []));
  return {
    open: merged([...scheduled.open, ...observed], 0),
    inUse: merged([...scheduled.inUse, ...uses.flatMap(({ windows }) => windows)], 0),
  };
}

/** Days of which nothing is published. */
export const unpublishedDays = ({ days, published }: ParkHours): UseDay[] =>
  days.filter((day) => !published.some(({ localDate }) => localDate === day.localDate));

/** The stretch without opening in which `atMs` lies; null while the park is open. */
export function closedWindowAt(inUse: readonly TimeWindow[], atMs: number, fromMs: number): TimeWindow | null {
  if (inUse.some(({ startMs, endMs }) => startMs <= atMs && atMs < endMs)) return null;
  const last = closedWindows(inUse, { startMs: fromMs, endMs: atMs }).at(-1);
  return last?.endMs === atMs ? last : null;
}
