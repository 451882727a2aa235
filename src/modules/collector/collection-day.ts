import { groupBy } from '../../common/collections.js';
import { DAY_MS, MINUTE_MS, startOfUtcDay } from '../../common/time/calendar.js';
import type {
  CollectionDayDestinationView,
  CollectionDayFailedSlotView,
  CollectionDayFailureView,
} from './collection-day.dto.js';

const DAY_MINUTES = DAY_MS / MINUTE_MS;
/** The usual interval between two cycles; a day has no more slots than 288. */
const SHORTEST_SLOT_MINUTES = 5;

/** Slots of which each has at least one cycle of a schedule with these pauses, and which divide a day. */
export function slotMinutesOf(pauseMs: number): number {
  const wanted = Math.min(Math.max(Math.ceil(pauseMs / MINUTE_MS), SHORTEST_SLOT_MINUTES), DAY_MINUTES);
  let minutes = wanted;
  while (DAY_MINUTES % minutes !== 0) minutes++;
  return minutes;
}

/** One poll of a destination. */
export interface SlotPoll {
  destinationId: number;
  /** From 0, by the start of the cycle. */
  slot: number;
  isStored: boolean;
  /** Null: it was stored, or is in progress. */
  errorCode: string | null;
  error: string | null;
  rowsWritten: number;
}

export interface DayDestination {
  destinationId: number;
  themeparksWikiId: string;
  name: string;
  isActive: boolean;
}

/** Active destinations, and those that were collected on the day. */
export function destinationsOfDay(
  destinations: readonly DayDestination[],
  polls: readonly SlotPoll[],
  slotMinutes: number,
): CollectionDayDestinationView[] {
  const byDestination = groupBy(polls, ({ destinationId }) => destinationId);
  return destinations
    .filter(({ destinationId, isActive }) => isActive || byDestination.has(destinationId))
    .map(({ destinationId, themeparksWikiId, name }) => {
      const own = byDestination.get(destinationId) ?? [];
      const rowsWritten: (number | null)[] = Array.from({ length: DAY_MINUTES / slotMinutes }, () => null);
      const stored = own.filter(({ isStored }) => isStored);
      for (const { slot, rowsWritten: rows } of stored) {
        rowsWritten[slot] = (rowsWritten[slot] ?? 0) + rows;
      }
      return {
        ...{ destinationId: themeparksWikiId, name, polls: own.length, stored: stored.length, rowsWritten },
        failedSlots: failedSlotsOf(own),
      };
    });
}

function failedSlotsOf(polls: readonly SlotPoll[]): CollectionDayFailedSlotView[] {
  const bySlot = groupBy(
    polls.filter(({ errorCode }) => errorCode !== null),
    ({ slot }) => slot,
  );
  return [...bySlot]
    .map(([slot, failed]) => ({ slot, errorCodes: [...new Set(failed.map(({ errorCode }) => errorCode!))] }))
    .sort((one, other) => one.slot - other.slot);
}

/** Failures of one kind in consecutive slots are one; newest first. */
export function failuresOfDay(
  date: string,
  destinations: readonly DayDestination[],
  polls: readonly SlotPoll[],
  slotMinutes: number,
): CollectionDayFailureView[] {
  const failed = polls.filter(({ errorCode }) => errorCode !== null);
  const kinds = groupBy(failed, ({ destinationId, errorCode }) => `${destinationId} ${errorCode}`);
  const known = new Map(destinations.map((one) => [one.destinationId, one]));
  const spans = [...kinds.values()].flatMap((ofKind) => consecutive(ofKind));
  return spans
    .map((span) => failureOf(startOfUtcDay(date), known.get(span[0]!.destinationId)!, span, slotMinutes * MINUTE_MS))
    .sort((one, other) => other.to.getTime() - one.to.getTime() || one.name.localeCompare(other.name));
}

function consecutive(polls: readonly SlotPoll[]): SlotPoll[][] {
  const spans: SlotPoll[][] = [];
  for (const poll of [...polls].sort((one, other) => one.slot - other.slot)) {
    const last = spans.at(-1);
    if (last !== undefined && poll.slot - last.at(-1)!.slot <= 1) last.push(poll);
    else spans.push([poll]);
  }
  return spans;
}

function failureOf(
  dayMs: number,
  { themeparksWikiId, name }: DayDestination,
  span: readonly SlotPoll[],
  slotMs: number,
): CollectionDayFailureView {
  const [first, last] = [span[0]!, span.at(-1)!];
  return {
    ...{ destinationId: themeparksWikiId, name, errorCode: first.errorCode!, error: last.error },
    from: new Date(dayMs + first.slot * slotMs),
    to: new Date(dayMs + (last.slot + 1) * slotMs),
    polls: span.length,
  };
}
