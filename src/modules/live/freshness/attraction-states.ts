import { DAY_MS } from '../../../common/time/durations.js';
import { believedWait } from '../../park-use/implausible-waits.js';
import type { NewestStates } from '../../park-use/use-now.js';
import type { AttractionState } from './freshness.repository.js';

/** Of each ride the state that was seen last, under whichever UUID. */
export function newestOfEachRide(states: readonly AttractionState[]): AttractionState[] {
  const newest = new Map<number, AttractionState>();
  for (const state of states) {
    const known = newest.get(state.rideId);
    if (known === undefined || state.untilMs > known.untilMs) newest.set(state.rideId, state);
  }
  return [...newest.values()];
}

/**
 * Counts the attractions of one park by what they are. One that was last seen a day before the newest of them has dropped
 * out of the live response.
 * @param states one of each ride
 * @param ceilingMinutes longer waits are not believed
 */
export function countStates(states: readonly AttractionState[], ceilingMinutes: number): NewestStates {
  const newestMs = states.reduce<number | null>((newest, { untilMs }) => Math.max(newest ?? untilMs, untilMs), null);
  const counted = states.filter(
    ({ untilMs, status }) => untilMs > (newestMs ?? 0) - DAY_MS && status !== 'REFURBISHMENT',
  );
  const operating = counted.filter(({ status }) => status === 'OPERATING');
  const posting = operating.filter(({ waitMinutes }) => (believedWait(waitMinutes, ceilingMinutes) ?? 0) > 0);
  return { attractions: counted.length, operating: operating.length, posting: posting.length, newestMs };
}
