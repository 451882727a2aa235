import type { SetDiff } from './observation-diff.js';
import {
  type ObservationInstant,
  type ObservationKeys,
  type ObservationRange,
  type RangedRows,
  rangesOf,
} from './observation-ranges.js';

/** How to find the stored rows of a range or of single instants, and to compare them with rows of the set. */
interface StoredRows<Stored> {
  any: (range: ObservationRange) => Promise<boolean>;
  stored: (range: ObservationRange) => Promise<Stored[]>;
  storedAt: (instants: readonly ObservationInstant[]) => Promise<Stored[]>;
  diff: (stored: readonly Stored[], rows: readonly number[]) => SetDiff;
}

/** Up to this number of rows, one statement with all keys is faster than two for each range. */
const MAX_SINGLE_INSTANTS = 200;

/** The diff of a whole set; null if no row is stored. */
export async function diffWithStored<Stored>(
  keys: ObservationKeys,
  found: StoredRows<Stored>,
): Promise<SetDiff | null> {
  const ranges = rangesOf(keys);
  if (ranges.length <= 1 || keys.length > MAX_SINGLE_INSTANTS) return diffByRange(ranges, found);
  const rows = Array.from({ length: keys.length }, (_, row) => row);
  const instants = rows.map((row) => ({ rideId: keys.rideId[row]!, recordedAtMs: keys.recordedAtMs[row]! }));
  const stored = await found.storedAt(instants);
  return stored.length === 0 ? null : found.diff(stored, rows);
}

/** By range, so that stored rows of only one range are in memory. */
async function diffByRange<Stored>(parts: readonly RangedRows[], found: StoredRows<Stored>): Promise<SetDiff | null> {
  const whole: SetDiff = { insert: [], replace: [], duplicates: 0, conflicts: [] };
  let anyStored = false;
  for (const { range, rows } of parts) {
    const isThere = await found.any(range);
    anyStored ||= isThere;
    const diff = isThere ? found.diff(await found.stored(range), rows) : { ...NOTHING_THERE, insert: rows };
    for (const field of ['insert', 'replace', 'conflicts'] as const) {
      for (const row of diff[field]) whole[field].push(row);
    }
    if (diff.confirm !== undefined) whole.confirm = [...(whole.confirm ?? []), ...diff.confirm];
    whole.duplicates += diff.duplicates;
  }
  if (!anyStored) return null;
  for (const field of ['insert', 'replace', 'conflicts'] as const) whole[field].sort((a, b) => a - b);
  return whole;
}

const NOTHING_THERE: Omit<SetDiff, 'insert'> = { replace: [], duplicates: 0, conflicts: [] };
