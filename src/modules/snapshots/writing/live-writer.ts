import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { DomainError } from '../../../common/domain-error.js';
import type { ParkDay } from '../local-days.js';
import { LiveRowRepository, type QueueKey } from './live-row.repository.js';
import type { QueueRow, SnapshotRow } from './live-row.sql.js';
import { ObservationWriter } from './observation-writer.js';

/**
 * The row without what it claims beyond the horizon. A poll of a clock that was ahead moved its end there; when it was last
 * seen in truth is unknown, so only its beginning counts.
 */
export function cutAt<Row extends { recordedAtMs: number; lastConfirmedAtMs: number | null }>(
  row: Row,
  horizonMs: number,
): Row {
  const isBeyond = row.lastConfirmedAtMs !== null && row.lastConfirmedAtMs > horizonMs;
  return isBeyond ? { ...row, lastConfirmedAtMs: row.recordedAtMs } : row;
}

/** Rows that were to be extended are gone: an import has just put the archive in their place. Trying again sees that. */
export class LiveRowsMissingError extends DomainError {
  constructor(table: string, missing: number) {
    super('INTERNAL_ERROR', `${missing} row(s) of ${table} were replaced while they were being extended`, {
      table,
      missing,
    });
  }
}

/** Rows that begin with a poll, and rows that it saw again, as they will be. */
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
  /** Of both tables. */
  rowsWritten: number;
  rowsExtended: number;
}

/** The newest rows of some rides. */
export interface CurrentRows {
  snapshots: SnapshotRow[];
  queues: QueueRow[];
}

/**
 * The live side of the one write path: what run-length coding made of the answer of one poll. Everything happens in the
 * caller's transaction, which also writes the instant of the poll: apart from each other they are wrong.
 */
@Injectable()
export class LiveWriter {
  constructor(
    private readonly rows: LiveRowRepository,
    private readonly writer: ObservationWriter,
  ) {}

  /**
   * The newest rows up to the horizon. Rows beyond it were written by a clock that was ahead: they are no longer what
   * the newest state is read from, and stay in the history for the repair of the clock to find.
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

  /** Makes the newest states of the rides anew, after rows beyond the horizon were set aside or cut. */
  async rebuildCurrent(manager: EntityManager, rideIds: readonly number[], horizonMs: number): Promise<void> {
    await this.rows.setBackCurrent(manager, rideIds, horizonMs, { andEnds: true });
  }

  /** Reads the newest states of the rides from their history anew: rows came back that may be newer. */
  async renewCurrent(manager: EntityManager, rideIds: readonly number[], horizonMs: number): Promise<void> {
    await this.rows.renewCurrentSnapshots(manager, rideIds, horizonMs);
  }

  /** The same for queues. */
  async renewCurrentQueues(manager: EntityManager, queues: readonly QueueKey[], horizonMs: number): Promise<void> {
    await this.rows.renewCurrentQueues(manager, queues, horizonMs);
  }

  /** @throws RowsMissingError where a row to be extended is not there: the transaction must not be committed */
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

  private async extend(
    manager: EntityManager,
    table: 'ride_status_snapshots' | 'queue_data',
    rows: readonly (SnapshotRow | QueueRow)[],
  ): Promise<void> {
    const matched = await this.rows.extend(manager, table, rows);
    if (matched !== rows.length) throw new LiveRowsMissingError(table, rows.length - matched);
  }
}
