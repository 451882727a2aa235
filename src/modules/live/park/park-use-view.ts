import { offsetText } from '../../../common/time/zones/offset-text.js';
import { timeZoneOf } from '../../../common/time/zones/time-zones.js';
import type { ParkUseNowView } from '../dto/park-use.dto.js';
import type { ParkInUse } from '../freshness/freshness.js';

export interface ShownParkUse {
  isOpen: boolean | null;
  use: ParkUseNowView;
}

/** What is shown of a park of which nothing is known. */
const NOTHING_KNOWN: ShownParkUse = {
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
 * @param silenceMs a park that was not observed for longer is not observed now
 */
export function parkUseView(park: ParkInUse | undefined, nowMs: number, silenceMs: number): ShownParkUse {
  if (park === undefined) return NOTHING_KNOWN;
  const { use, timezone, newestMs, isExcluded } = park;
  const isCurrent = newestMs !== null && nowMs - newestMs <= silenceMs && !isExcluded;
  const isObserved = use.basis === 'OBSERVED' && use.contradiction !== 'CLOSED_THOUGH_PUBLISHED';
  const isUnknown = use.basis === 'UNKNOWN' || (isObserved && !isCurrent);
  const dateOf = (ms: number | null) => (ms === null ? null : new Date(ms));
  const textOf = (ms: number | null) => (ms === null ? null : localText(ms, timezone));
  const { event } = use;
  const isOpen = isUnknown ? null : use.isInUse;
  const hours = isOpen === true ? use.hours : use.next;
  const [opensAtMs, closesAtMs] = [hours?.startMs ?? null, hours?.endMs ?? null];
  return {
    isOpen,
    use: {
      basis: isUnknown ? 'UNKNOWN' : use.basis,
      contradiction: isUnknown ? null : use.contradiction,
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

/** `2026-04-15T10:00:00-04:00`; null where the clock of the park is not known. */
function localText(instantMs: number, timezone: string | null): string | null {
  if (timezone === null) return null;
  const offsetMs = timeZoneOf(timezone).offsetMs(instantMs);
  return `${new Date(instantMs + offsetMs).toISOString().slice(0, 19)}${offsetText(offsetMs)}`;
}
