import type { Schemas } from '../api/client.js';
import { timeText, weekdayText } from '../format/times.js';

type ParkState = Pick<Schemas['ParkSummaryView'], 'isOpen' | 'use'> & { timezone: string | null };

/** `2026-11-29` of `2026-11-29T08:30:00-08:00` */
const dateOf = (local: string | null): string | null => local?.slice(0, 10) ?? null;

/** `Open until 21:00`, in the local time of the park. `today` is its local day. */
export function parkUseText({ isOpen, use, timezone }: ParkState, today: string): string {
  const until = timeText(use.closesAt, timezone);
  if (isOpen === true) return use.closesAt === null ? 'Open' : `Open until ${until}`;
  if (isOpen === null) return 'Opening hours unknown';
  if (use.opensAt === null) return 'Closed';
  const day = dateOf(use.opensAtLocal);
  const opens = timeText(use.opensAt, timezone);
  return day === null || day === today ? `Closed, opens at ${opens}` : `Closed, opens ${weekdayText(day)} at ${opens}`;
}

/** A note where the rides contradict the published hours, or where an event is on. */
export function parkUseNote({ use, timezone }: ParkState): string | null {
  if (use.contradiction === 'CLOSED_THOUGH_PUBLISHED') return 'All rides are closed although the park should be open';
  if (use.contradiction === 'RUNS_OUTSIDE_HOURS') return 'Rides run outside the published hours';
  if (use.event !== null) return `${use.event.name ?? 'Event'} until ${timeText(use.event.closesAt, timezone)}`;
  return use.basis === 'OBSERVED' ? 'No hours are published; judged by its rides' : null;
}
