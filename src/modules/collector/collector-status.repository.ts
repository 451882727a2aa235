import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type {
  CollectedDestinationView,
  CollectionFailureView,
  CollectionRefusalView,
  CollectionRunView,
} from './collector.dto.js';

type RunRow = Omit<CollectionRunView, 'failures' | 'refusals'>;
type FailureRow = CollectionFailureView & { runId: number };
type RefusalRow = CollectionRefusalView & { runId: number };

/** SQL for the status of the collection. */
@Injectable()
export class CollectorStatusRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Newest first. */
  async findRuns(limit: number, offset: number): Promise<CollectionRunView[]> {
    const runs = await this.dataSource.query<RunRow[]>(
      `SELECT run_id AS runId, started_at AS startedAt, finished_at AS finishedAt,
              destinations_total AS destinationsTotal, destinations_failed AS destinationsFailed, requests,
              rate_limited AS rateLimited, error
         FROM collection_runs ORDER BY run_id DESC LIMIT ? OFFSET ?`,
      [limit, offset],
    );
    if (runs.length === 0) return [];
    const ids = runs.map(({ runId }) => runId);
    const totals = await this.findTotals(ids);
    const failures = await this.findFailures(ids);
    const refusals = await this.findRefusals(ids);
    return runs.map((run) => ({
      ...run,
      ...(run.finishedAt === null ? totals.get(run.runId)!.unfinished : {}),
      ...totals.get(run.runId)!.always,
      failures: ofRun(failures, run),
      refusals: ofRun(refusals, run),
    }));
  }

  async countRuns(): Promise<number> {
    const [row] = await this.dataSource.query<{ total: number }[]>('SELECT COUNT(*) AS total FROM collection_runs');
    return Number(row!.total);
  }

  /**
   * The destinations whose live data is collected, each with the last run that requested it. Runs of a clock that was ahead
   * are excluded.
   */
  async findDestinations(now: Date): Promise<CollectedDestinationView[]> {
    return this.dataSource.query<CollectedDestinationView[]>(
      `SELECT d.themeparks_wiki_id AS destinationId, d.name, d.lastObservedAt, d.lastRunId,
              r.finished_at AS lastFinishedAt, r.http_status AS httpStatus, r.entities_read AS entitiesRead,
              r.error_code AS errorCode, r.error
         FROM (SELECT destination_id, themeparks_wiki_id, name,
                      (SELECT MAX(o.observed_at) FROM collection_run_destinations o
                        WHERE o.destination_id = destinations.destination_id AND o.observed_at <= ?) AS lastObservedAt,
                      (SELECT l.run_id FROM collection_run_destinations l
                        WHERE l.destination_id = destinations.destination_id AND l.started_at <= ?
                        ORDER BY l.started_at DESC LIMIT 1) AS lastRunId
                 FROM destinations WHERE is_active AND themeparks_wiki_id IS NOT NULL) d
         LEFT JOIN collection_run_destinations r ON r.run_id = d.lastRunId AND r.destination_id = d.destination_id
        ORDER BY d.name, d.destination_id`,
      [now, now],
    );
  }

  private async findTotals(runIds: readonly number[]) {
    const columns = ['entities_read', 'entities_rejected', 'rows_written', 'rows_extended', 'attempts'];
    const rows = await this.dataSource.query<Record<string, number | string>[]>(
      `SELECT r.run_id AS runId, ${columns.map((column) => `COALESCE(SUM(d.${column}), 0) AS ${column}`).join(', ')},
              COALESCE(SUM(d.observed_at IS NULL AND d.error_code IS NOT NULL), 0) AS failed,
              COALESCE(SUM(d.http_status = 429), 0) AS refused
         FROM collection_runs r LEFT JOIN collection_run_destinations d ON d.run_id = r.run_id
        WHERE r.run_id IN (?) GROUP BY r.run_id`,
      [runIds],
    );
    return new Map(
      rows.map((row) => [
        Number(row.runId),
        {
          always: {
            entitiesRead: Number(row.entities_read),
            entitiesRejected: Number(row.entities_rejected),
            rowsWritten: Number(row.rows_written),
            rowsExtended: Number(row.rows_extended),
          },
          // The run's own row has these totals once it is closed.
          unfinished: {
            destinationsFailed: Number(row.failed),
            requests: Number(row.attempts),
            rateLimited: Number(row.refused),
          },
        },
      ]),
    );
  }

  private async findFailures(runIds: readonly number[]): Promise<FailureRow[]> {
    return this.dataSource.query<FailureRow[]>(
      `SELECT f.run_id AS runId, d.themeparks_wiki_id AS destinationId, d.name, f.error_code AS errorCode, f.error,
              f.attempts
         FROM collection_run_destinations f JOIN destinations d ON d.destination_id = f.destination_id
        WHERE f.run_id IN (?) AND f.error_code IS NOT NULL ORDER BY f.run_id, f.destination_id`,
      [runIds],
    );
  }

  private async findRefusals(runIds: readonly number[]): Promise<RefusalRow[]> {
    return this.dataSource.query<RefusalRow[]>(
      `SELECT f.run_id AS runId, d.themeparks_wiki_id AS destinationId, d.name, f.entities_rejected AS entitiesRejected,
              CONCAT('/api/admin/quality/issues?destinationId=', f.destination_id) AS issues
         FROM collection_run_destinations f JOIN destinations d ON d.destination_id = f.destination_id
        WHERE f.run_id IN (?) AND f.entities_rejected > 0 ORDER BY f.run_id, f.destination_id`,
      [runIds],
    );
  }
}

function ofRun<Row extends { runId: number }>(rows: readonly Row[], { runId }: RunRow): Omit<Row, 'runId'>[] {
  return rows.filter((row) => row.runId === runId).map(({ runId: _, ...row }) => row);
}
