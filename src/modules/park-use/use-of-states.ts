import {
  type DataSource,
  enumNumber,
  EXPECTED_FOR_MS,
  RIDE_STATUSES,
  type RideStatus,
  STATUS_UNKNOWN,
  WAIT_UNKNOWN,
} from '../snapshots/observations.js';
import type { DayUse, UseDay } from './day-use.js';
import { markImplausibleWaits, type RideTimeline } from './implausible-waits.js';
import type { PublishedInterval } from './published-interval.js';
import { ParkUseDetector } from './use-detector.js';

/** A state of a ride and the time range in which it was observed. */
export interface StateSpan {
  fromMs: number;
  untilMs: number;
  status: RideStatus | null;
  waitMinutes: number | null;
  /** Default: live. */
  source?: DataSource;
}

export interface StatesOfPark<State extends StateSpan> {
  /** In order, without gaps. */
  days: readonly UseDay[];
  /** Intervals of the days and of the day before the first one. */
  published: readonly PublishedInterval[];
  /** The states of each attraction, oldest first. */
  attractions: readonly (readonly State[])[];
  /** A state is carried forward to the next one if that follows within this time. */
  carriedForwardUntilMs: (state: State) => number;
  /** Longer waits are implausible. */
  ceilingMinutes: number;
}

/** The use of each day. */
export function useOfStates<State extends StateSpan>(park: StatesOfPark<State>): DayUse[] {
  const { days, published, attractions, carriedForwardUntilMs, ceilingMinutes } = park;
  const input = new ParkUseDetector(days, published);
  const dayOf = (instantMs: number) =>
    days.findIndex(({ startMs, endMs }) => startMs <= instantMs && instantMs < endMs);
  const isSameDay = (aMs: number, bMs: number) => dayOf(aMs) >= 0 && dayOf(aMs) === dayOf(bMs);
  const polled = observedDays(attractions.flat().filter(isLive).sort(byStart), days);
  for (const states of attractions) {
    const timeline = timelineOf(states, carriedForwardUntilMs);
    markImplausibleWaits(timeline, { ceilingMinutes, isSameDay });
    const observed = observedDays(states, days);
    input.add(timeline, observed);
    input.addShut(shutDays(states, days, { observed, polled }));
  }
  return days.map((_, day) => input.useOf(day));
}

/** The last state ends when it was last observed. */
function timelineOf<State extends StateSpan>(
  states: readonly State[],
  carriedForwardUntilMs: (state: State) => number,
): RideTimeline {
  const { length } = states;
  const timeline = {
    length,
    startMs: new Float64Array(length),
    endMs: new Float64Array(length),
    status: new Uint8Array(length),
    waitMinutes: new Int16Array(length),
  };
  for (const [index, state] of states.entries()) {
    const nextMs = states[index + 1]?.fromMs ?? Infinity;
    timeline.startMs[index] = state.fromMs;
    timeline.endMs[index] = nextMs <= carriedForwardUntilMs(state) ? nextMs : state.untilMs;
    timeline.status[index] = enumNumber(RIDE_STATUSES, state.status) ?? STATUS_UNKNOWN;
    timeline.waitMinutes[index] = state.waitMinutes ?? WAIT_UNKNOWN;
  }
  return timeline;
}

function observedDays(states: readonly StateSpan[], days: readonly UseDay[]): Uint8Array {
  const observed = new Uint8Array(days.length);
  let first = 0;
  for (const { fromMs, untilMs } of states) {
    while (first < days.length && days[first]!.endMs <= fromMs) first++;
    for (let day = first; day < days.length && days[day]!.startMs <= untilMs; day++) observed[day] = 1;
  }
  return observed;
}

const isLive = ({ source }: StateSpan): boolean => source !== 'ARCHIVE';
const byStart = (a: StateSpan, b: StateSpan): number => a.fromMs - b.fromMs;

/** By day, 1 if the archive, which records only changes, last reported the attraction closed or down within 28 days before. */
function shutDays(
  states: readonly StateSpan[],
  days: readonly UseDay[],
  { observed, polled }: { observed: Uint8Array; polled: Uint8Array },
): Uint8Array {
  return Uint8Array.from(days, ({ startMs }, day) => {
    if (observed[day] === 1 || polled[day] === 1) return 0;
    const last = states.findLast(({ fromMs }) => fromMs < startMs);
    if (last === undefined || isLive(last) || last.fromMs < startMs - EXPECTED_FOR_MS) return 0;
    return last.status === 'CLOSED' || last.status === 'DOWN' ? 1 : 0;
  });
}
