import type { StatusCountsView } from '../dto/live-view.dto.js';
import type { RideStatus } from '../../snapshots/observations.js';
import { type CurrentState, type HoldMinutes, isHeld } from './live-state.js';

const WORDS = {
  OPERATING: 'operating',
  DOWN: 'down',
  CLOSED: 'closed',
  REFURBISHMENT: 'refurbishment',
} as const satisfies Record<RideStatus, keyof StatusCountsView>;

/** How many rides are in which state; a state that no longer holds is unobserved, whatever it was. */
export function countStatuses(states: Iterable<CurrentState>, now: Date, hold: HoldMinutes): StatusCountsView {
  const counts = { rides: 0, operating: 0, down: 0, closed: 0, refurbishment: 0, unknown: 0, unobserved: 0 };
  for (const state of states) {
    const word = state.status === null ? 'unknown' : WORDS[state.status];
    counts.rides++;
    counts[isHeld(state, now, hold) ? word : 'unobserved']++;
  }
  return counts;
}
