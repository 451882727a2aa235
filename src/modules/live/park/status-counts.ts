import type { StatusCountsView } from '../dto/live-view.dto.js';
import type { RideStatus } from '../../snapshots/observations.js';
import { type CurrentState, type LiveLimits, isHeld } from './live-state.js';

const WORDS = {
  OPERATING: 'operating',
  DOWN: 'down',
  CLOSED: 'closed',
  REFURBISHMENT: 'refurbishment',
} as const satisfies Record<RideStatus, keyof StatusCountsView>;

/** How many rides are in which state; a state that no longer holds, or does not count, is unobserved, whatever it was. */
export function countStatuses<State extends CurrentState>(
  states: Iterable<State>,
  now: Date,
  limits: LiveLimits,
  isExcluded: (state: State) => boolean,
): StatusCountsView {
  const counts = {
    rides: 0,
    operating: 0,
    down: 0,
    closed: 0,
    refurbishment: 0,
    unrecognised: 0,
    unknown: 0,
    excluded: 0,
  };
  for (const state of states) {
    const word = state.status === null ? 'unrecognised' : WORDS[state.status];
    const excluded = isExcluded(state);
    counts.rides++;
    if (excluded) counts.excluded++;
    counts[isHeld(state, now, limits) && !excluded ? word : 'unknown']++;
  }
  return counts;
}
