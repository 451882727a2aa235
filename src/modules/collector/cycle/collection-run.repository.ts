import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { cutText } from '../../../common/text.js';
import type { DestinationResult, SkippedReason } from './run-result.js';

const MAX_ERROR = 1024;

export interface RunKey {
  runId: number;
  destinationId: number;
}

export interface RunTotals {
  destinationsFailed: number;
  rowsWritten: number;
  rowsExtended: number;
  entitiesRead: number;
  entitiesRejected: number;
}

export interface RunFailure {
  destinationId: number;
  errorCode: string;
  error: string | null;
  attempts: number;
}

/** SQL that records the runs of a cycle. A row is closed only once: later attempts find `finished_at` set. */
@Injectable()
export class CollectionRunRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Adds a run with an open row for each destination, so that unreached destinations are recorded too. */
  async begin(startedAt: Date, destinationIds: readonly number[]): Promise<number> {
    return this.dataSource.transaction(async (manager) => {
      const { insertId } = await manager.query<{ insertId: number }>(
        'INSERT INTO collection_runs (started_at, destinations_total) VALUES (?, ?)',
        [startedAt, destinationIds.length],
      );
      if (destinationIds.length > 0) {
        await manager.query(
          `INSERT INTO collection_run_destinations (run_id, destination_id, started_at)
           VALUES ${destinationIds.map(() => '(?,?,?)').join(',')}`,
          destinationIds.flatMap((destinationId) => [insertId, destinationId, startedAt]),
        );
      }
      return insertId;
    });
  }

  /** Closes the runs of dead processes; only the holder of the lease may call it. Returns their number. */
  async closeInterrupted(finishedAt: Date): Promise<number> {
    const open = await this.dataSource.query<{ runId: number }[]>(
      'SELECT run_id AS runId FROM collection_runs WHERE finished_at IS NULL',
    );
    for (const { runId } of open) {
      const unfinished = 'The collecting process ended';
      await this.closeOpenDestinations(runId, finishedAt, 'INTERRUPTED', unfinished);
      await this.close(runId, finishedAt, { requests: null, rateLimited: null, error: unfinished });
    }
    return open.length;
  }

  /**
   * The newest instant, up to the horizon, of a stored response of the destination; null before the first. An instant
   * beyond the horizon was stored by a clock that was ahead, and must not block later responses.
   */
  async findNewestObservedMs(manager: EntityManager, destinationId: number, horizonMs: number): Promise<number | null> {
    const [row] = await manager.query<{ newest: Date | null }[]>(
      `SELECT MAX(observed_at) AS newest FROM collection_run_destinations
        WHERE destination_id = ? AND observed_at <= ?`,
      [destinationId, new Date(horizonMs)],
    );
    return row?.newest?.getTime() ?? null;
  }

  /** False if the row was already closed. */
  async finishDestination(manager: EntityManager, key: RunKey, result: DestinationResult): Promise<boolean> {
    return this.update(manager, key, result, result.finishedAt);
  }

  /** Records a failure after which the destination may be retried; its row stays open. */
  async noteFailure(key: RunKey, result: DestinationResult): Promise<void> {
    await this.update(this.dataSource.manager, key, result, null);
  }

  private async update(
    manager: EntityManager,
    { runId, destinationId }: RunKey,
    result: DestinationResult,
    finishedAt: Date | null,
  ): Promise<boolean> {
    const { affectedRows } = await manager.query<{ affectedRows: number }>(
      `UPDATE collection_run_destinations
          SET started_at = ?, finished_at = ?, observed_at = ?, http_status = ?, attempts = ?, entities_read = ?,
              entities_rejected = ?, rows_written = ?, rows_extended = ?, error_code = ?, error = ?
        WHERE run_id = ? AND destination_id = ? AND finished_at IS NULL`,
      [
        result.startedAt,
        finishedAt,
        result.observedAtMs === null ? null : new Date(result.observedAtMs),
        result.httpStatus,
        result.attempts,
        result.entitiesRead,
        result.entitiesRejected,
        result.rowsWritten,
        result.rowsExtended,
        result.errorCode,
        result.error && cutText(result.error, MAX_ERROR),
        runId,
        destinationId,
      ],
    );
    return affectedRows === 1;
  }

  /** Failed destinations keep their reason; the others get this one. */
  async closeOpenDestinations(runId: number, finishedAt: Date, errorCode: SkippedReason, error: string): Promise<void> {
    await this.dataSource.query(
      `UPDATE collection_run_destinations
          SET finished_at = ?, error = IF(error_code IS NULL, ?, error), error_code = COALESCE(error_code, ?)
        WHERE run_id = ? AND finished_at IS NULL`,
      [finishedAt, error, errorCode, runId],
    );
  }

  /** Null: not counted; the sum of the destinations' rows is used. */
  async close(
    runId: number,
    finishedAt: Date,
    { requests, rateLimited, error }: { requests: number | null; rateLimited: number | null; error: string | null },
  ): Promise<void> {
    await this.dataSource.query(
      `UPDATE collection_runs
          SET finished_at = ?, error = ?,
              requests = COALESCE(?, (SELECT SUM(a.attempts) FROM collection_run_destinations a
                                       WHERE a.run_id = collection_runs.run_id), 0),
              rate_limited = COALESCE(?, (SELECT SUM(l.http_status = 429) FROM collection_run_destinations l
                                           WHERE l.run_id = collection_runs.run_id), 0),
              destinations_failed = (SELECT COUNT(*) FROM collection_run_destinations d
                                      WHERE d.run_id = collection_runs.run_id AND d.observed_at IS NULL)
        WHERE run_id = ? AND finished_at IS NULL`,
      [finishedAt, error, requests, rateLimited, runId],
    );
  }

  async findTotals(runId: number): Promise<RunTotals> {
    const [row] = await this.dataSource.query<Record<keyof RunTotals, number | string | null>[]>(
      `SELECT SUM(observed_at IS NULL) AS destinationsFailed, SUM(rows_written) AS rowsWritten,
              SUM(rows_extended) AS rowsExtended, SUM(entities_read) AS entitiesRead,
              SUM(entities_rejected) AS entitiesRejected
         FROM collection_run_destinations WHERE run_id = ?`,
      [runId],
    );
    return {
      destinationsFailed: Number(row?.destinationsFailed ?? 0),
      rowsWritten: Number(row?.rowsWritten ?? 0),
      rowsExtended: Number(row?.rowsExtended ?? 0),
      entitiesRead: Number(row?.entitiesRead ?? 0),
      entitiesRejected: Number(row?.entitiesRejected ?? 0),
    };
  }

  async findFailures(runId: number): Promise<RunFailure[]> {
    return this.dataSource.query<RunFailure[]>(
      `SELECT destination_id AS destinationId, COALESCE(error_code, 'UNKNOWN') AS errorCode, error, attempts
         FROM collection_run_destinations WHERE run_id = ? AND observed_at IS NULL ORDER BY destination_id`,
      [runId],
    );
  }
}
