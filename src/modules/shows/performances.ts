import { isJsonObject } from '../../common/reading/field-readers.js';
import { DATA_SOURCES, type DataSource } from '../snapshots/observations.js';
import { definiteInstantMs } from '../snapshots/show-times/show-time-list.js';

/** A detail of a ride as a source reported it, from its first report to its last. */
export interface ReportedDetail {
  fromMs: number;
  lastConfirmedMs: number;
  dataSource: DataSource;
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
  /** The sources that published it. */
  sources: DataSource[];
}

/**
 * Every performance of the lists that starts in the range, in order. A list may drop past performances, so the union of all lists
 * counts, of whatever source. One that is dropped before its start was withdrawn, unless a later list has it again.
 * @param lists of one entity, by their beginning
 */
export function performancesIn(
  lists: readonly ReportedDetail[],
  { startMs, endMs }: { startMs: number; endMs: number },
): Performance[] {
  const byKey = new Map<string, Performance>();
  const keysOfLists = lists.map(({ fromMs, lastConfirmedMs, dataSource, detail }) => {
    const keys = new Set<string>();
    for (const one of elementsOf(detail)) {
      if (one.startMs < startMs || one.startMs >= endMs) continue;
      const key = JSON.stringify([one.startMs, one.endMs, one.type]);
      keys.add(key);
      const known = byKey.get(key);
      if (known === undefined) {
        const reported = { firstReportedMs: fromMs, lastReportedMs: lastConfirmedMs, withdrawnMs: null };
        byKey.set(key, { ...one, ...reported, sources: [dataSource] });
      } else {
        known.lastReportedMs = Math.max(known.lastReportedMs, lastConfirmedMs);
        known.sources = DATA_SOURCES.filter((source) => source === dataSource || known.sources.includes(source));
      }
    }
    return keys;
  });
  for (const [key, one] of byKey) {
    // A list of the History API lasts until the instant of the next one.
    const lacksIt = ({ fromMs }: ReportedDetail, index: number): boolean =>
      fromMs >= one.lastReportedMs && fromMs < one.startMs && !keysOfLists[index]!.has(key);
    one.withdrawnMs = lists.find(lacksIt)?.fromMs ?? null;
  }
  return [...byKey.values()].sort((a, b) => a.startMs - b.startMs || (a.endMs ?? 0) - (b.endMs ?? 0));
}

/** A single object counts as a list of one. Elements without a readable start are left out. */
function elementsOf(detail: unknown): Pick<Performance, 'startMs' | 'endMs' | 'type'>[] {
  const elements: readonly unknown[] = Array.isArray(detail) ? detail : [detail];
  return elements.flatMap((element) => {
    if (!isJsonObject(element)) return [];
    const startMs = definiteInstantMs(element.startTime);
    if (startMs === null) return [];
    return [
      {
        startMs,
        endMs: definiteInstantMs(element.endTime),
        type: typeof element.type === 'string' ? element.type : null,
      },
    ];
  });
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
