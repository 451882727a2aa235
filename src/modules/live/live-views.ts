import { localTimeText } from '../../common/time/zones/time-zones.js';
import type { UseNow } from '../park-use/use-now.js';
import type { RideStatus } from '../snapshots/observations.js';
import type { ParkInUse } from './freshness/freshness.js';
import { type CurrentState, lastConfirmed } from './live-state.js';
import type { ParkOpenView } from './live.dto.js';
import type { NamedState } from './live.sql.js';
import type { DownRideView, LongestWaitView, ParkWaitsView, StatusCountsView } from './status-summary.dto.js';

/** The response for a park without any information. */
const UNKNOWN_USE: ParkOpenView = {
  isOpen: null,
  use: {
    basis: 'UNKNOWN',
    contradiction: null,
    opensAt: null,
    closesAt: null,
    opensAtLocal: null,
    closesAtLocal: null,
    event: null,
  },
};

/**
 * Whether a park is open now, for visitors. Old or excluded observations are ignored here, although operators still use
 * them to determine whether the park was in use when it was last observed.
 * @param noDataMs a park without observations for longer than this counts as not observed now
 */
export function parkUseView(park: ParkInUse | undefined, nowMs: number, noDataMs: number): ParkOpenView {
  if (park === undefined) return UNKNOWN_USE;
  const { use: known, timezone, newestMs, isExcluded } = park;
  const isCurrent = newestMs !== null && nowMs - newestMs <= noDataMs && !isExcluded;
  const use = isCurrent ? known : withoutOldObservations(known);
  const dateOf = (ms: number | null) => (ms === null ? null : new Date(ms));
  const textOf = (ms: number | null) => (ms === null ? null : localTimeText(ms, timezone));
  const { event } = use;
  const isOpen = use.basis === 'UNKNOWN' ? null : use.isInUse;
  const hours = isOpen === true ? use.hours : use.next;
  const [opensAtMs, closesAtMs] = [hours?.startMs ?? null, hours?.endMs ?? null];
  return {
    isOpen,
    use: {
      basis: use.basis,
      contradiction: use.contradiction,
      opensAt: dateOf(opensAtMs),
      closesAt: dateOf(closesAtMs),
      opensAtLocal: textOf(opensAtMs),
      closesAtLocal: textOf(closesAtMs),
      event: event && {
        type: event.type as 'TICKETED_EVENT' | 'PRIVATE_EVENT',
        name: event.description,
        opensAt: new Date(event.startMs),
        closesAt: new Date(event.endMs),
      },
    },
  };
}

/**
 * The use without present observations. A park that ran outside its published hours when last observed is closed by these
 * hours; without published hours, its use is unknown. CLOSED_THOUGH_PUBLISHED stays, because it takes half of the
 * published hours to detect.
 */
function withoutOldObservations(use: UseNow): UseNow {
  if (use.basis !== 'OBSERVED' || use.contradiction === 'CLOSED_THOUGH_PUBLISHED') return use;
  if (use.contradiction === 'RUNS_OUTSIDE_HOURS') {
    return { ...use, isInUse: false, basis: 'PUBLISHED', contradiction: null };
  }
  return { ...use, basis: 'UNKNOWN', contradiction: null };
}

const COUNT_FIELDS = {
  OPERATING: 'operating',
  DOWN: 'down',
  CLOSED: 'closed',
  REFURBISHMENT: 'refurbishment',
} as const satisfies Record<RideStatus, keyof StatusCountsView>;

/**
 * Counts the rides in each state.
 * @param isBelieved the others count as unknown: they are not carried forward any more, or are excluded
 */
export function countStatuses<State extends CurrentState>(
  states: Iterable<State>,
  isExcluded: (state: State) => boolean,
  isBelieved: (state: State) => boolean,
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
    const field = state.status === null ? 'unrecognised' : COUNT_FIELDS[state.status];
    counts.rides++;
    if (isExcluded(state)) counts.excluded++;
    counts[isBelieved(state) ? field : 'unknown']++;
  }
  return counts;
}

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
