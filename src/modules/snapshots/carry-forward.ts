import type { AppConfig } from '../../common/config/app-config.js';
import { MINUTE_MS } from '../../common/time/calendar.js';
import type { HistoryRecord } from './observation-query.sql.js';
import type { DataSource } from './observations.js';

/** How long a state is carried forward without another observation of its ride; see docs/statistics.md. */
export interface CarryForwardLimits {
  /** After an event of the archive. */
  archiveMs: number;
  /** After a poll, or the log of the History API, last confirmed the state. */
  liveMs: number;
}

export function carryForwardLimits({
  ARCHIVE_MAX_CARRY_FORWARD_MINUTES: archive,
  LIVE_MAX_CARRY_FORWARD_MINUTES: live,
}: AppConfig): CarryForwardLimits {
  return { archiveMs: archive * MINUTE_MS, liveMs: live * MINUTE_MS };
}

/**
 * Until when a state is carried forward if no other one follows. The archive is silent while nothing changes, and also where it has
 * no data. Polls and the log of the History API confirm a state, so after the last confirmation nothing was observed. A row
 * of the archive with a confirmation replaced one that polls had confirmed: the later of both limits applies.
 * @param confirmedUntilMs the last confirmation; `atMs` if there is none
 */
export function carriedForwardUntilMs(
  source: DataSource,
  atMs: number,
  confirmedUntilMs: number,
  { archiveMs, liveMs }: CarryForwardLimits,
): number {
  if (source !== 'ARCHIVE') return confirmedUntilMs + liveMs;
  return confirmedUntilMs > atMs ? Math.max(atMs + archiveMs, confirmedUntilMs + liveMs) : atMs + archiveMs;
}

/** An observation, and until when it was valid. */
export interface ValidObservation extends HistoryRecord {
  /** Exclusive; null: it is valid still. */
  validUntil: Date | null;
}

/** A time for which a park has no data, or a part of it: nothing is carried forward into it. Half-open. */
export interface NoDataInterval {
  fromMs: number;
  untilMs: number;
}

export interface ValidityLimits extends CarryForwardLimits {
  /** After the last observation of any entity of the park. */
  parkNoDataMs: number;
}

/** When an observation was last seen to hold. */
export const lastSeenMs = ({ lastConfirmedAt, recordedAt }: HistoryRecord): number =>
  (lastConfirmedAt ?? recordedAt).getTime();

/** Until when an observation is valid if no other one follows. */
export function lastValidMs(row: HistoryRecord, limits: CarryForwardLimits): number {
  const atMs = row.recordedAt.getTime();
  return carriedForwardUntilMs(row.dataSource, atMs, lastSeenMs(row), limits);
}

/** The time after a row in which it is valid only if its park has data; null: it ends before. */
export function unconfirmedRange(
  row: HistoryRecord,
  followedMs: number,
  limits: ValidityLimits,
): { fromMs: number; untilMs: number } | null {
  const fromMs = lastSeenMs(row) + limits.parkNoDataMs;
  const untilMs = Math.min(followedMs, lastValidMs(row, limits));
  return fromMs < untilMs ? { fromMs, untilMs } : null;
}

/** The instant of the row that follows each row; `nextMs` follows the last one. */
export const followedMsOf = (rows: readonly HistoryRecord[], nextMs: number): number[] =>
  rows.map((_, index) => rows[index + 1]?.recordedAt.getTime() ?? nextMs);

/**
 * Each observation is valid until the next one of its ride, but no longer than its source is carried forward, and not past the
 * end of the data of its park.
 * @param rows those of one ride and the rides linked to it, in time order
 * @param nextMs the instant of the one that follows them; Infinity: none does
 * @param noData when the park had no data, in order
 */
export function withValidity(
  rows: readonly HistoryRecord[],
  nextMs: number,
  limits: ValidityLimits,
  nowMs: number,
  noData: readonly NoDataInterval[],
): ValidObservation[] {
  const followedMs = followedMsOf(rows, nextMs);
  return rows.map((row, index) => {
    const range = unconfirmedRange(row, followedMs[index]!, limits);
    const untilMs =
      range === null
        ? Math.min(followedMs[index]!, lastValidMs(row, limits))
        : Math.min(range.untilMs, endOfDataMs(range.fromMs, noData));
    return { ...row, validUntil: untilMs > nowMs ? null : new Date(untilMs) };
  });
}

/**
 * The first instant without data from the given one on. That one itself may have none: the row may count in no statistics, or
 * those of its day are not computed yet.
 */
function endOfDataMs(fromMs: number, noData: readonly NoDataInterval[]): number {
  let [low, high] = [0, noData.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (noData[middle]!.untilMs > fromMs) high = middle;
    else low = middle + 1;
  }
  const next = noData[low];
  return next === undefined ? Infinity : Math.max(fromMs, next.fromMs);
}
