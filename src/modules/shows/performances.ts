import { isJsonObject } from '../../common/reading/field-readers.js';

/** A detail of a ride as it was reported from its first to its last poll. */
export interface ReportedDetail {
  fromMs: number;
  lastConfirmedMs: number;
  detail: unknown;
}

/** A performance of a show, or another time that a source publishes as one. */
export interface Performance {
  startMs: number;
  /** Null: not published. */
  endMs: number | null;
  /** As published, such as `Performance Time`; null: none. */
  type: string | null;
  firstReportedMs: number;
  lastReportedMs: number;
  /** The first list before its start that no longer had it; null: it was published until its start. */
  withdrawnMs: number | null;
}

/**
 * Every performance of the lists that starts in the range, in order. A list may drop past performances, so the union of all lists
 * counts. One that is dropped before its start was withdrawn, unless a later list has it again.
 * @param lists of one entity, by their beginning
 */
export function performancesIn(
  lists: readonly ReportedDetail[],
  { startMs, endMs }: { startMs: number; endMs: number },
): Performance[] {
  const byKey = new Map<string, Performance>();
  for (const { fromMs, lastConfirmedMs, detail } of lists) {
    for (const one of elementsOf(detail)) {
      if (one.startMs < startMs || one.startMs >= endMs) continue;
      const key = JSON.stringify([one.startMs, one.endMs, one.type]);
      const known = byKey.get(key);
      if (known === undefined) {
        byKey.set(key, { ...one, firstReportedMs: fromMs, lastReportedMs: lastConfirmedMs, withdrawnMs: null });
      } else known.lastReportedMs = Math.max(known.lastReportedMs, lastConfirmedMs);
    }
  }
  const starts = lists.map(({ fromMs }) => fromMs);
  for (const one of byKey.values()) {
    one.withdrawnMs = starts.find((fromMs) => fromMs > one.lastReportedMs && fromMs < one.startMs) ?? null;
  }
  return [...byKey.values()].sort((a, b) => a.startMs - b.startMs || (a.endMs ?? 0) - (b.endMs ?? 0));
}

/** A single object counts as a list of one. Elements without a readable start are left out. */
function elementsOf(detail: unknown): Pick<Performance, 'startMs' | 'endMs' | 'type'>[] {
  const elements: readonly unknown[] = Array.isArray(detail) ? detail : [detail];
  return elements.flatMap((element) => {
    if (!isJsonObject(element)) return [];
    const startMs = instantOf(element.startTime);
    if (startMs === null) return [];
    return [
      { startMs, endMs: instantOf(element.endTime), type: typeof element.type === 'string' ? element.type : null },
    ];
  });
}

/** Times are stored with their offset; one without is unreadable, because its zone was unknown. */
function instantOf(time: unknown): number | null {
  if (typeof time !== 'string' || !/(?:Z|[+-]\d\d:?\d\d)$/.test(time)) return null;
  const instantMs = Date.parse(time);
  return Number.isNaN(instantMs) ? null : instantMs;
}

/** A wait for a table, by the size of the party. */
export interface TableWait {
  /** Null: not published. */
  partySize: number | null;
  /** In minutes; null: not published. */
  waitMinutes: number | null;
}

/** Unreadable numbers are null. */
export function tableWaitsOf(detail: unknown): TableWait[] {
  const elements: readonly unknown[] = Array.isArray(detail) ? detail : [detail];
  return elements.filter(isJsonObject).map(({ partySize, waitTime }) => {
    return { partySize: countOf(partySize), waitMinutes: countOf(waitTime) };
  });
}

const countOf = (value: unknown): number | null =>
  Number.isInteger(value) && (value as number) >= 0 ? (value as number) : null;
