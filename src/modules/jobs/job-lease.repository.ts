import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { cutText } from '../../common/text.js';
import type { ActiveLease } from './job-lease.entity.js';

interface Written {
  affectedRows: number;
}

/** The newest run of a job, in whichever process. */
export interface JobRun {
  name: string;
  /** The process that is running it; null: none. */
  owner: string | null;
  startedAt: Date | null;
  finishedAt: Date | null;
  result: string | null;
}

const MAX_RESULT = 255;

/** All SQL on job_leases. */
@Injectable()
export class JobLeaseRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /**
   * Takes the lease for `owner`; false while another owner holds it. A lease that ends later than a new one would was set
   * by a clock that was ahead. It is not taken over, because its owner may still be working, but shortened to `until`; a
   * living owner renews it well before then.
   */
  async acquire(name: string, owner: string, until: Date, now: Date): Promise<boolean> {
    await this.write('INSERT INTO job_leases (name) VALUES (?) ON DUPLICATE KEY UPDATE name = name', [name]);
    const { affectedRows } = await this.write(
      `UPDATE job_leases SET owner = ?, until = ?, last_started_at = ?
        WHERE name = ? AND (owner IS NULL OR until IS NULL OR until <= ?)`,
      [owner, until, now, name, now],
    );
    if (affectedRows === 1) return true;
    await this.write('UPDATE job_leases SET until = ? WHERE name = ? AND until > ?', [until, name, until]);
    return false;
  }

  /** Null if no process holds the lease. */
  async findActive(name: string, now: Date): Promise<ActiveLease | null> {
    const [lease] = await this.dataSource.manager.query<ActiveLease[]>(
      'SELECT last_started_at AS since, until FROM job_leases WHERE name = ? AND owner IS NOT NULL AND until > ?',
      [name, now],
    );
    return lease ?? null;
  }

  /** Renews the lease; false if it was lost. */
  async renew(name: string, owner: string, until: Date): Promise<boolean> {
    const { affectedRows } = await this.write('UPDATE job_leases SET until = ? WHERE name = ? AND owner = ?', [
      until,
      name,
      owner,
    ]);
    return affectedRows === 1;
  }

  /** Ends the lease, if this owner still holds it, and records the result of the run. */
  async release(name: string, owner: string, now: Date, result: string): Promise<void> {
    await this.write(
      `UPDATE job_leases SET owner = NULL, until = NULL, last_finished_at = ?, last_result = ?
        WHERE name = ? AND owner = ?`,
      [now, cutText(result, MAX_RESULT), name, owner],
    );
  }

  /** Whether the job has run and its last run did not fail. */
  async lastRunEndedWell(name: string): Promise<boolean> {
    const rows = await this.dataSource.manager.query<unknown[]>(
      `SELECT 1 FROM job_leases WHERE name = ? AND last_finished_at IS NOT NULL AND last_result NOT LIKE 'FAILED%'`,
      [name],
    );
    return rows.length > 0;
  }

  async findRuns(now: Date): Promise<JobRun[]> {
    return this.dataSource.manager.query<JobRun[]>(
      `SELECT name, IF(until > ?, owner, NULL) AS owner, last_started_at AS startedAt, last_finished_at AS finishedAt,
              last_result AS result FROM job_leases`,
      [now],
    );
  }

  /** Records a run without a lease. Several processes may have one at a time; the last to end overwrites the others. */
  async recordRun(name: string, startedAt: Date, finishedAt: Date, result: string): Promise<void> {
    await this.write('INSERT INTO job_leases (name) VALUES (?) ON DUPLICATE KEY UPDATE name = name', [name]);
    await this.write(
      'UPDATE job_leases SET last_started_at = ?, last_finished_at = ?, last_result = ? WHERE name = ?',
      [startedAt, finishedAt, cutText(result, MAX_RESULT), name],
    );
  }

  private async write(sql: string, values: unknown[]): Promise<Written> {
    return this.dataSource.manager.query<Written>(sql, values);
  }
}
