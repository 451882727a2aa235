import type { DaySpan } from '../../statistics/day-spans.js';

/** The part of a DOWN on one local day, as the statistics store it. */
export interface StoredDowntimePart {
  rideId: number;
  date: string;
  startedAt: Date;
  endedAt: Date;
  scheduledMs: number;
  /** The ride was DOWN already when the day began. */
  isContinued: boolean;
  endedBy: string | null;
}

/** An uninterrupted DOWN of a ride, over one or more local days. */
export interface Downtime {
  rideId: number;
  fromMs: number;
  toMs: number;
  endedBy: string | null;
  parts: StoredDowntimePart[];
}

/** Joins the parts of each DOWN at the ends of local days. @param parts by ride, then in time order */
export function mergeParts(parts: readonly StoredDowntimePart[]): Downtime[] {
  const merged: Downtime[] = [];
  for (const part of parts) {
    const last = merged.at(-1);
    const [fromMs, toMs] = [part.startedAt.getTime(), part.endedAt.getTime()];
    if (last !== undefined && part.isContinued && last.rideId === part.rideId && last.toMs === fromMs) {
      last.parts.push(part);
      Object.assign(last, { toMs, endedBy: part.endedBy });
    } else {
      merged.push({ rideId: part.rideId, fromMs, toMs, endedBy: part.endedBy, parts: [part] });
    }
  }
  return merged;
}

/** The beginning of a downtime lies on an earlier day than its first part. */
export const beginsEarlier = ({ parts }: Downtime): boolean => parts[0]!.isContinued;

/** The time in use on the days of a span. */
export const inUseMs = ({ parts }: Downtime, { from, to }: DaySpan): number =>
  parts.reduce((sum, { date, scheduledMs }) => (date >= from && date <= to ? sum + scheduledMs : sum), 0);

/** Whether any part lies on a day of the span. */
export const touches = ({ parts }: Downtime, { from, to }: DaySpan): boolean =>
  parts.some(({ date }) => date >= from && date <= to);

/** In the order in which they began. */
export const inOrder = (downtimes: readonly Downtime[]): Downtime[] =>
  [...downtimes].sort((a, b) => a.fromMs - b.fromMs || a.rideId - b.rideId);
