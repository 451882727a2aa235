import { Injectable } from '@nestjs/common';
import { readJson } from '../../../common/database/sql-helpers.js';
import { cutText } from '../../../common/text.js';
import { StorageDatabase } from '../storage-database.js';
import { type MeasuredMetric, MetricRepository } from './metric.repository.js';
import type { Measurement, MeasurementResult, MeasurementStarter } from './storage-metrics.js';

type MeasurementRow = Omit<Measurement, 'result'> & { result: string | null };

const COLUMNS = `job_id AS jobId, started_by AS startedBy, status, started_at AS startedAt, finished_at AS finishedAt,
  result, error`;
const MAX_ERROR = 255;

/** All SQL on storage_measurements. */
@Injectable()
export class MeasurementRepository {
  constructor(private readonly database: StorageDatabase) {}

  async insertRunning(jobId: string, startedBy: MeasurementStarter, startedAt: Date): Promise<void> {
    await this.database.query(
      `INSERT INTO storage_measurements (job_id, started_by, status, started_at) VALUES (?, ?, 'RUNNING', ?)`,
      [jobId, startedBy, startedAt],
    );
  }

  async complete(jobId: string, finishedAt: Date, result: MeasurementResult): Promise<void> {
    await this.database.query(
      `UPDATE storage_measurements SET status = 'COMPLETED', finished_at = ?, result = ?
        WHERE job_id = ? AND status = 'RUNNING'`,
      [finishedAt, JSON.stringify(result), jobId],
    );
  }

  async fail(jobId: string, finishedAt: Date, error: string): Promise<void> {
    await this.database.query(
      `UPDATE storage_measurements SET status = 'FAILED', finished_at = ?, error = ?
        WHERE job_id = ? AND status = 'RUNNING'`,
      [finishedAt, cutText(error, MAX_ERROR), jobId],
    );
  }

  /** Only for the holder of the lease: a measurement still recorded as running was left by a process that died. */
  async failAbandoned(finishedAt: Date, error: string): Promise<void> {
    await this.database.query(
      `UPDATE storage_measurements SET status = 'FAILED', finished_at = ?, error = ? WHERE status = 'RUNNING'`,
      [finishedAt, error],
    );
  }

  async findById(jobId: string): Promise<Measurement | null> {
    return this.one(`SELECT ${COLUMNS} FROM storage_measurements WHERE job_id = ?`, [jobId]);
  }

  async findRunning(): Promise<Measurement | null> {
    return this.one(
      `SELECT ${COLUMNS} FROM storage_measurements WHERE status = 'RUNNING' ORDER BY started_at DESC LIMIT 1`,
    );
  }

  /** The newest completed measurement. */
  async findLastCompleted(): Promise<Measurement | null> {
    return this.one(
      `SELECT ${COLUMNS} FROM storage_measurements WHERE status = 'COMPLETED' ORDER BY started_at DESC LIMIT 1`,
    );
  }

  /** Whether there are any observations. */
  async hasObservations(): Promise<boolean> {
    return (await this.database.query('SELECT 1 FROM ride_current LIMIT 1')).length > 0;
  }

  private async one(sql: string, values: unknown[] = []): Promise<Measurement | null> {
    const [row] = await this.database.query<MeasurementRow>(sql, values);
    if (row === undefined) return null;
    return { ...row, result: readJson<MeasurementResult>(row.result) };
  }
}

/** The newest measurement: its values and its result. */
@Injectable()
export class MeasuredStorage {
  constructor(
    private readonly metrics: MetricRepository,
    private readonly jobs: MeasurementRepository,
    private readonly database: StorageDatabase,
  ) {}

  get canCompress(): boolean {
    return this.database.dialect.canCompressPages;
  }

  async read(): Promise<{ latest: MeasuredMetric[]; result: MeasurementResult | null }> {
    const latest = await this.metrics.findLatest();
    return { latest, result: (await this.jobs.findLastCompleted())?.result ?? null };
  }
}
