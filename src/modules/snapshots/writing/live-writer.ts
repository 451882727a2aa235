import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { plural } from '../../../common/text.js';
import type { PollStep, QueueRow, SnapshotRow } from './live-rows.js';
import { DomainError } from '../../../common/domain-error.js';
import type { ParkDay } from '../touched-days.js';
import { type QueueKey, renewCurrentQueues, renewCurrentSnapshots } from './current-row.sql.js';
import { LiveRowRepository, liveSpans } from './live-row.repository.sql.js';
import type { SpanGroup } from './span-groups.js';
import { ObservationWriter } from './observation-writer.js';

/**
 * Shortens a row that ends after the horizon. A poll under a clock that was ahead moved its end there; the real last
 * confirmation is unknown, so only the start remains.
 */
export function cutAt<Row extends { recordedAtMs: number; lastConfirmedAtMs: number | null }>(
  row: Row,
  horizonMs: number,
): Row {
  const isBeyond = row.lastConfirmedAtMs !== null && row.lastConfirmedAtMs > horizonMs;
  return isBeyond ? { ...row, lastConfirmedAtMs: row.recordedAtMs } : row;
}

/** Rows to extend no longer exist, because an import has just replaced them with archive rows. A retry reads the new rows. */
export class LiveRowsMissingError extends DomainError {
  constructor(table: string, missing: number) {
    super('INTERNAL_ERROR', `${plural(missing, 'row')} of ${table} replaced while being extended`, {
      table,
      missing,
    });
  }
}

/** New rows of a poll and rows that it confirmed, with their new values. */
export interface LiveRows<Row> {
  start: readonly Row[];
  extend: readonly Row[];
}

export interface LiveWriteRequest {
  snapshots: LiveRows<SnapshotRow>;
  queues: LiveRows<QueueRow>;
  invalidatedDays: readonly ParkDay[];
  nowMs: number;
}

export interface LiveWriteOutcome {
  /** In both tables. */
  rowsWritten: number;
  rowsExtended: number;
}

/** The keys of all rows that a response started or confirmed. */
export interface ResponseSpans {
  snapshots: SpanGroup[][];
  queues: SpanGroup[][];
}

export function responseSpans({ snapshots, queues }: Pick<LiveWriteRequest, 'snapshots' | 'queues'>): ResponseSpans {
  return {
    snapshots: liveSpans([...snapshots.start, ...snapshots.extend]),
    queues: liveSpans([...queues.start, ...queues.extend]),
  };
}

/** The newest rows of a set of rides. */
export interface CurrentRows {
  snapshots: SnapshotRow[];
  queues: QueueRow[];
}

/**
 * The live part of the write path: writes the run-length encoded response of one poll. Everything happens in the caller's
 * transaction, which also writes the instant of the poll, because rows and polls must stay consistent.
 */
@Injectable()
export class LiveWriter {
  constructor(
    private readonly rows: LiveRowRepository,
    private readonly writer: ObservationWriter,
  ) {}

  /**
   * The newest rows up to the horizon. Later rows were written under a clock that was ahead. They no longer define the current
   * state, but stay in the history until the clock repair handles them.
   */
  async findCurrent(manager: EntityManager, rideIds: readonly number[], horizonMs: number): Promise<CurrentRows> {
    await this.rows.setBackCurrent(manager, rideIds, horizonMs);
    const snapshots = await this.rows.findCurrentSnapshots(manager, rideIds);
    const queues = await this.rows.findCurrentQueues(manager, rideIds);
    return {
      snapshots: snapshots.map((row) => cutAt(row, horizonMs)),
      queues: queues.map((row) => cutAt(row, horizonMs)),
    };
  }

  /** Recomputes the current states of the rides after rows beyond the horizon were set aside or shortened. */
  async rebuildCurrent(manager: EntityManager, rideIds: readonly number[], horizonMs: number): Promise<void> {
    await this.rows.setBackCurrent(manager, rideIds, horizonMs, { andEnds: true });
  }

  /** Rereads the newest states of the rides from their history, because restored rows may be newer. */
  async renewCurrent(manager: EntityManager, rideIds: readonly number[], horizonMs: number): Promise<void> {
    await renewCurrentSnapshots(manager, rideIds, horizonMs);
  }

  /** The same for queues. */
  async renewCurrentQueues(manager: EntityManager, queues: readonly QueueKey[], horizonMs: number): Promise<void> {
    await renewCurrentQueues(manager, queues, horizonMs);
  }

  /** @throws LiveRowsMissingError if a row to extend does not exist: the transaction must not be committed */
  async write(manager: EntityManager, request: LiveWriteRequest): Promise<LiveWriteOutcome> {
    const { snapshots, queues } = request;
    await this.rows.insertSnapshots(manager, snapshots.start);
    await this.rows.insertQueues(manager, queues.start);
    await this.extend(manager, 'ride_status_snapshots', snapshots.extend);
    await this.extend(manager, 'queue_data', queues.extend);
    await this.rows.updateCurrentSnapshots(manager, [...snapshots.start, ...snapshots.extend]);
    await this.rows.updateCurrentQueues(manager, [...queues.start, ...queues.extend]);
    await this.writer.invalidateParkDays(manager, request.invalidatedDays, 'LIVE', request.nowMs);
    return {
      rowsWritten: snapshots.start.length + queues.start.length,
      rowsExtended: snapshots.extend.length + queues.extend.length,
    };
  }

  /**
   * Writes the same response once more, as the next poll: confirms the rows that it started or confirmed, without reading them.
   * @returns false if one of them is no longer the newest row of its ride, or was written since: the transaction must not be committed
   */
  async confirm(
    manager: EntityManager,
    { snapshots, queues }: ResponseSpans,
    step: PollStep,
    { invalidatedDays, nowMs }: Pick<LiveWriteRequest, 'invalidatedDays' | 'nowMs'>,
  ): Promise<boolean> {
    const areConfirmed =
      (await this.rows.confirm(manager, 'ride_status_snapshots', snapshots, step)) &&
      (await this.rows.confirm(manager, 'queue_data', queues, step)) &&
      (await this.rows.confirm(manager, 'ride_current', snapshots, step)) &&
      (await this.rows.confirm(manager, 'queue_current', queues, step));
    if (areConfirmed) await this.writer.invalidateParkDays(manager, invalidatedDays, 'LIVE', nowMs);
    return areConfirmed;
  }

  private async extend(
    manager: EntityManager,
    table: 'ride_status_snapshots' | 'queue_data',
    rows: readonly (SnapshotRow | QueueRow)[],
  ): Promise<void> {
    const matched = await this.rows.extend(manager, table, rows);
    if (matched !== rows.length) throw new LiveRowsMissingError(table, rows.length - matched);
  }
}
