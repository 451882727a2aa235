import type { Schemas } from '../../../api/client.js';
import { plural } from '../../../format/numbers.js';

/** What a slot shows: a level of new rows from 0 to 6, a failure, no cycle, or the time to come. */
export type SlotState = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 'failed' | 'none' | 'future';

type Day = Schemas['CollectionDayView'];
type Destination = Schemas['CollectionDayDestinationView'];

const MINUTE_MS = 60_000;
/** Fewest new rows of each level from 1 on. */
const LEVELS = [1, 5, 15, 40, 80, 160] as const;

export const levelOf = (rows: number) => LEVELS.filter((fewest) => rows >= fewest).length as SlotState;

/** The states of the slots of a destination. A failure is shown even if another cycle of the slot succeeded. */
export function slotStates(day: Day, { failedSlots, rowsWritten }: Destination, nowMs: number): SlotState[] {
  const slotMs = day.slotMinutes * MINUTE_MS;
  const dayMs = Date.parse(`${day.date}T00:00:00Z`);
  const failed = new Set(failedSlots.map(({ slot }) => slot));
  return rowsWritten.map((rows, slot) => {
    if (failed.has(slot)) return 'failed';
    if (rows !== null) return levelOf(rows);
    // The cycle of the present slot may not have ended yet.
    return dayMs + (slot + 1) * slotMs > nowMs ? 'future' : 'none';
  });
}

/** Rectangles of one state as one path, each slot 1 wide and 1 high. */
export function stripPaths(states: readonly SlotState[]): { state: SlotState; path: string }[] {
  const paths = new Map<SlotState, string>();
  for (let from = 0; from < states.length;) {
    const state = states[from]!;
    let to = from;
    while (to < states.length && states[to] === state) to++;
    paths.set(state, `${paths.get(state) ?? ''}M${from} 0h${to - from}v1h${from - to}z`);
    from = to;
  }
  return [...paths].map(([state, path]) => ({ state, path }));
}

/** The slot as text: `14:35–14:40 UTC: 12 new rows`. */
export function slotText(day: Day, { failedSlots, rowsWritten }: Destination, slot: number, state: SlotState): string {
  const clock = (minutes: number) =>
    `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  const times = `${clock(slot * day.slotMinutes)}–${clock((slot + 1) * day.slotMinutes)} UTC`;
  const rows = rowsWritten[slot] ?? null;
  if (state === 'failed')
    return `${times}: failed, ${failedSlots.find((one) => one.slot === slot)!.errorCodes.join(', ')}`;
  if (state === 'future') return `${times}: still to come`;
  if (rows === null) return `${times}: no cycle`;
  return `${times}: ${rows === 0 ? 'nothing had changed' : plural(rows, 'new row')}`;
}

export interface StripCounts {
  stored: number;
  failed: number;
  none: number;
}

export function countStates(states: readonly SlotState[]): StripCounts {
  const count = (is: (state: SlotState) => boolean) => states.filter(is).length;
  return {
    stored: count((state) => typeof state === 'number'),
    failed: count((state) => state === 'failed'),
    none: count((state) => state === 'none'),
  };
}

/** The day in a sentence or two. */
export function daySummary({ runs, failuresTotal }: Day, counts: readonly StripCounts[]): string {
  if (runs === 0) return 'No cycle was run on this day.';
  const sum = (key: keyof StripCounts) => counts.reduce((total, one) => total + one[key], 0);
  const [stored, failed, none] = [sum('stored'), sum('failed'), sum('none')];
  const of = `${plural(runs, 'cycle')} of ${plural(counts.length, 'destination')}`;
  const share = stored + failed + none === 0 ? 0 : (100 * stored) / (stored + failed + none);
  const shareText = share === 100 ? 'Every slot' : `${Math.floor(share * 10) / 10} % of the slots`;
  const trouble =
    failed === 0 ? 'None failed' : `${plural(failed, 'slot')} failed in ${plural(failuresTotal, 'period')}`;
  return `${of}. ${shareText} until now stored a response. ${trouble}; in ${plural(none, 'slot')}, there was no cycle.`;
}
