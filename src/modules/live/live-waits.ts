import type { DownRideView, LongestWaitView, ParkWaitsView } from './status-summary.dto.js';
import { lastConfirmed } from './live-state.js';
import type { NamedState } from './live.sql.js';

/** The posted waits of the operating rides of a park. `waitOf`: null if no believed wait is posted. */
export function parkWaits(
  states: readonly NamedState[],
  waitOf: (state: NamedState) => number | null,
  typicalWaitMinutes: number | null,
): ParkWaitsView {
  let [sum, rides] = [0, 0];
  let longest: LongestWaitView | null = null;
  for (const state of states) {
    const waitMinutes = state.status === 'OPERATING' ? waitOf(state) : null;
    if (waitMinutes === null) continue;
    sum += waitMinutes;
    rides++;
    if (longest === null || waitMinutes > longest.waitMinutes) {
      longest = { rideId: state.rideId, name: state.name, waitMinutes };
    }
  }
  const averageMinutes = rides === 0 ? null : Math.round((sum / rides) * 10) / 10;
  return { rides, averageMinutes, typicalWaitMinutes, longest };
}

/** The rides that are down now, the most recent first. */
export function downRides(states: readonly NamedState[]): DownRideView[] {
  return states
    .filter(({ status }) => status === 'DOWN')
    .sort((a, b) => b.recordedAt.getTime() - a.recordedAt.getTime() || a.rideId - b.rideId)
    .map((state) => ({
      rideId: state.rideId,
      name: state.name,
      since: state.recordedAt,
      lastConfirmedAt: lastConfirmed(state),
    }));
}
