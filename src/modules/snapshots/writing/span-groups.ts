import { chunksOf } from '../../../common/collections.js';
import { sqlInstant } from '../../../common/database/sql-helpers.js';

/** Rows with the same start, and the same kind of queue or detail, by their rides. Most rows of a destination share them. */
export interface SpanGroup {
  recordedAtMs: number;
  /** The type of the queue or detail; null for a snapshot. */
  kind: string | null;
  rideIds: number[];
}

interface SpanKey {
  rideId: number;
  recordedAtMs: number;
}

/** Rows per statement; limited because the range optimiser plans every key of an UPDATE. */
const ROWS_PER_STATEMENT = 500;

/** The keys of the rows, for one statement each. */
export function groupSpans<Row extends SpanKey>(
  rows: readonly Row[],
  kindOf: (row: Row) => string | null,
): SpanGroup[][] {
  return [...chunksOf(rows, ROWS_PER_STATEMENT)].map((chunk) => {
    const groups = new Map<string, SpanGroup>();
    for (const row of chunk) {
      const kind = kindOf(row);
      const key = `${row.recordedAtMs}/${kind}`;
      const group = groups.get(key);
      if (group !== undefined) group.rideIds.push(row.rideId);
      else groups.set(key, { recordedAtMs: row.recordedAtMs, kind, rideIds: [row.rideId] });
    }
    return [...groups.values()];
  });
}

export const countSpans = (groups: readonly SpanGroup[]): number =>
  groups.reduce((count, { rideIds }) => count + rideIds.length, 0);

/** SQL that matches the rows: much shorter than one condition for each of them. */
export function spanCondition(
  groups: readonly SpanGroup[],
  columns: { rideId: string; recordedAt: string; kind: string },
): string {
  return groups
    .map(({ recordedAtMs, kind, rideIds }) => {
      const isKind = kind === null ? '' : ` AND ${columns.kind} = '${kind}'`;
      return `(${columns.rideId} IN (${rideIds.join(',')}) AND ${columns.recordedAt} = '${sqlInstant(recordedAtMs)}'${isKind})`;
    })
    .join(' OR ');
}
