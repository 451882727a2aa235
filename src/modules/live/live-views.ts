import { offsetText } from '../../common/time/zones/time-zone.js';
import { timeZoneOf } from '../../common/time/zones/time-zones.js';
import type { UseNow } from '../park-use/use-now.js';
import type { RideStatus } from '../snapshots/observations.js';
import type { ParkInUse } from './freshness/freshness.js';
import { type CurrentState, isCarriedForward, type LiveLimits } from './live-state.js';
import type { ParkUseNowView, StatusCountsView } from './live.dto.js';

export interface ParkUseFacts {
  isOpen: boolean | null;
  use: ParkUseNowView;
}

/** What is shown of a park of which nothing is known. */
const NOTHING_KNOWN: ParkUseFacts = {
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
 * Whether a park is open, for a visitor. Observations that are too old, or that do not count, tell nothing of now, although
 * they tell whether the park was in use when it was last seen.
 * @param noDataMs a park that was not observed for longer is not observed now
 */
export function parkUseView(park: ParkInUse | undefined, nowMs: number, noDataMs: number): ParkUseFacts {
  if (park === undefined) return NOTHING_KNOWN;
  const { use: known, timezone, newestMs, isExcluded } = park;
  const isCurrent = newestMs !== null && nowMs - newestMs <= noDataMs && !isExcluded;
  const use = isCurrent ? known : withoutOldObservations(known);
  const dateOf = (ms: number | null) => (ms === null ? null : new Date(ms));
  const textOf = (ms: number | null) => (ms === null ? null : localText(ms, timezone));
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
 * What remains of it without observations of now. A park that ran outside its published hours when it was last observed is
 * closed by them; where nothing is published, nothing is known. One that is closed although published stays so, since it
 * takes half of the published hours to find that.
 */
function withoutOldObservations(use: UseNow): UseNow {
  if (use.basis !== 'OBSERVED' || use.contradiction === 'CLOSED_THOUGH_PUBLISHED') return use;
  if (use.contradiction === 'RUNS_OUTSIDE_HOURS') {
    return { ...use, isInUse: false, basis: 'PUBLISHED', contradiction: null };
  }
  return { ...use, basis: 'UNKNOWN', contradiction: null };
}

/** `2026-04-15T10:00:00-04:00`; null where the clock of the park is not known. */
function localText(instantMs: number, timezone: string | null): string | null {
  if (timezone === null) return null;
  const offsetMs = timeZoneOf(timezone).offsetMs(instantMs);
  return `${new Date(instantMs + offsetMs).toISOString().slice(0, 19)}${offsetText(offsetMs)}`;
}

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
    counts[isCarriedForward(state, now, limits) && !excluded ? word : 'unknown']++;
  }
  return counts;
}
