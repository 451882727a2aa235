import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { SNAPSHOT } from '../../snapshots/observation-columns.js';
import { DATA_SOURCES, enumNumber } from '../../snapshots/observations.js';
import { type StreamingConnection, streamRows } from '../../../common/database/row-stream.js';
import { sqlInstant } from '../../../common/database/sql-helpers.js';

export interface SnapshotRange {
  rideIds: readonly number[];
  /** Half-open. */
  fromMs: number;
  toMs: number;
}

/** What confirmed the rows: polls, or the log of the History API. */
export type ConfirmedBy = 'POLLS' | 'HISTORY_API';

export type SnapshotSink = (
  rideId: number,
  atMs: number,
  confirmedUntilMs: number,
  status: number,
  waitMinutes: number,
  isLive: number,
  isHistory: number,
) => void;

type Cells = [rideId: number, sinceFromMs: number, packed: number, confirmedUntilSinceFromMs: number | null];

const STATUS_CODES = 8;
const SOURCE_CODES = 4;
const [LIVE_CODE, HISTORY_CODE] = [enumNumber(DATA_SOURCES, 'LIVE'), enumNumber(DATA_SOURCES, 'HISTORY_API')];

const {
  rideId: RIDE,
  recordedAt: AT,
  status: STATUS,
  waitTime: WAIT,
  lastConfirmedAt: CONFIRMED,
  dataSource: SOURCE,
} = SNAPSHOT;

/**
 * Status, wait and source as one small number: half the columns to read. Milliseconds since the start of the range: a third
 * of the digits.
 */
const PACKED = `((COALESCE(${WAIT}, -1) + 1) * ${STATUS_CODES} + COALESCE(${STATUS} + 0, 0)) * ${SOURCE_CODES} + ${SOURCE}`;

const columns = (fromMs: number): string => {
  const since = (column: string) => `TIMESTAMPDIFF(MICROSECOND, TIMESTAMP'${sqlInstant(fromMs)}', ${column}) DIV 1000`;
  return `${RIDE}, ${since(AT)}, ${PACKED}, ${since(CONFIRMED)}`;
};

/** Streams observations as they are stored: rides side by side, each in order of time. */
@Injectable()
export class SnapshotReader {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Returns how many rows there were. */
  async read({ rideIds, fromMs, toMs }: SnapshotRange, sink: SnapshotSink): Promise<number> {
    if (rideIds.length === 0) return 0;
    return this.stream(
      `SELECT ${columns(fromMs)} FROM ride_status_snapshots
        WHERE ${RIDE} IN (${rideIds.join(',')})
          AND ${AT} >= '${sqlInstant(fromMs)}' AND ${AT} < '${sqlInstant(toMs)}'
        ORDER BY ${RIDE}, ${AT}`,
      fromMs,
      sink,
    );
  }

  /** The last confirmed row of each ride that begins in the range. */
  async readLastSpans(
    confirmedBy: ConfirmedBy,
    { rideIds, fromMs, toMs }: SnapshotRange,
    sink: SnapshotSink,
  ): Promise<number> {
    if (rideIds.length === 0) return 0;
    const ofSource = confirmedBy === 'POLLS' ? '<>' : '=';
    const last = rideIds.map(
      (rideId) => `(SELECT ${columns(fromMs)} FROM ride_status_snapshots
        WHERE ${RIDE} = ${rideId} AND ${AT} >= '${sqlInstant(fromMs)}' AND ${AT} < '${sqlInstant(toMs)}'
          AND ${CONFIRMED} IS NOT NULL AND ${SOURCE} ${ofSource} 'HISTORY_API' ORDER BY ${AT} DESC LIMIT 1)`,
    );
    return this.stream(last.join(' UNION ALL '), fromMs, sink);
  }

  /** The last row of each ride in the range that is of the archive and that no poll confirmed. */
  async readLastArchived(
    { rideIds, fromMs, toMs }: SnapshotRange,
    sink: SnapshotSink,
    firstMsOf: (rideId: number) => number = () => fromMs,
  ): Promise<number> {
    if (rideIds.length === 0) return 0;
    const last = rideIds.map(
      (rideId) => `(SELECT ${columns(fromMs)} FROM ride_status_snapshots
        WHERE ${RIDE} = ${rideId} AND ${AT} >= '${sqlInstant(firstMsOf(rideId))}' AND ${AT} < '${sqlInstant(toMs)}'
          AND ${SOURCE} = 'ARCHIVE' AND (${CONFIRMED} IS NULL OR ${CONFIRMED} <= ${AT})
        ORDER BY ${AT} DESC LIMIT 1)`,
    );
    return this.stream(last.join(' UNION ALL '), fromMs, sink);
  }

  private async stream(sql: string, fromMs: number, sink: SnapshotSink): Promise<number> {
    const runner = this.dataSource.createQueryRunner();
    let rows = 0;
    const take = ([rideId, sinceFromMs, packed, reportedUntil]: Cells): void => {
      rows += 1;
      const atMs = fromMs + sinceFromMs;
      const source = packed % SOURCE_CODES;
      const rest = Math.floor(packed / SOURCE_CODES);
      const status = rest % STATUS_CODES;
      const waitMinutes = Math.floor(rest / STATUS_CODES) - 1;
      const confirmedUntilMs = reportedUntil === null ? atMs : fromMs + reportedUntil;
      const isHistory = source === HISTORY_CODE ? 1 : 0;
      sink(rideId, atMs, confirmedUntilMs, status, waitMinutes, source === LIVE_CODE ? 1 : 0, isHistory);
    };
    try {
      await streamRows((await runner.connect()) as StreamingConnection, sql, take);
    } finally {
      await runner.release();
    }
    return rows;
  }
}
