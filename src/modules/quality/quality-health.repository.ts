import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { type IssueType, UNRESOLVED } from '../findings/finding.js';
import type { CollectionMetrics } from './health-rules.js';
import { GAP_MINUTES } from './issue.repository.js';

export interface SourceCounts {
  LIVE: number;
  ARCHIVE: number;
}

/** Reads the figures that the health rules judge. */
@Injectable()
export class HealthRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async findCollection(from: Date, to: Date): Promise<CollectionMetrics> {
    const [runs] = await this.dataSource.query<{ firstRunAt: Date | null; lastRunAt: Date | null }[]>(
      `SELECT MIN(started_at) AS firstRunAt, MAX(started_at) AS lastRunAt FROM collection_runs
        WHERE started_at <= ?`,
      [to],
    );
    const [row] = await this.dataSource.query<Record<'runs' | 'polls' | 'failed', number | string | null>[]>(
      `SELECT COUNT(DISTINCT r.run_id) AS runs, COUNT(d.run_id) AS polls, SUM(d.observed_at IS NULL) AS failed
         FROM collection_runs r LEFT JOIN collection_run_destinations d ON d.run_id = r.run_id
        WHERE r.started_at >= ? AND r.started_at < ? AND r.finished_at IS NOT NULL`,
      [from, to],
    );
    // walks back from the newest run to the first with an observation; MAX() would read every poll ever made
    const observed = '(SELECT MAX(observed_at) FROM collection_run_destinations d WHERE d.run_id = r.run_id)';
    const [last] = await this.dataSource.query<{ at: Date }[]>(
      `SELECT ${observed} AS at FROM collection_runs r WHERE r.started_at <= ? AND ${observed} IS NOT NULL
        ORDER BY r.started_at DESC LIMIT 1`,
      [to],
    );
    return {
      ...runs!,
      runs: Number(row!.runs),
      polls: Number(row!.polls),
      failedPolls: Number(row!.failed ?? 0),
      lastObservedAt: last?.at ?? null,
    };
  }

  /** Unresolved issues that were found since then, by type. */
  async countUnresolved(since: Date): Promise<{ issueType: IssueType; count: number }[]> {
    const rows = await this.dataSource.query<{ issueType: IssueType; count: number | string }[]>(
      `SELECT issue_type AS issueType, COUNT(*) AS count FROM data_quality_log
        WHERE resolution_status IN (?) AND last_seen_at >= ? GROUP BY issue_type ORDER BY issue_type`,
      [UNRESOLVED, since],
    );
    return rows.map(({ issueType, count }) => ({ issueType, count: Number(count) }));
  }

  /** Unresolved gaps that end after `since`. */
  async sumGaps(since: Date): Promise<{ count: number; hours: number }> {
    const [row] = await this.dataSource.query<{ count: number | string; minutes: number | string | null }[]>(
      `SELECT COUNT(*) AS count, SUM(${GAP_MINUTES}) AS minutes FROM data_quality_log q
        WHERE q.issue_type = 'GAP' AND q.resolution_status IN (?) AND q.window_end >= ?`,
      [UNRESOLVED, since],
    );
    return { count: Number(row!.count), hours: Number(row!.minutes ?? 0) / 60 };
  }

  /** Observations of each source from each of the instants up to `to`. */
  async countObservations(since: readonly Date[], to: Date): Promise<SourceCounts[]> {
    const oldest = new Date(Math.min(...since.map((instant) => instant.getTime())));
    const totals = since.map((_, index) => `SUM(recorded_at >= ?) AS c${index}`).join(', ');
    const rows = await this.dataSource.query<Record<string, number | string>[]>(
      `SELECT data_source AS source, ${totals} FROM ride_status_snapshots
        WHERE recorded_at >= ? AND recorded_at < ? GROUP BY data_source`,
      [...since, oldest, to],
    );
    return since.map((_, index) => {
      const countOf = (source: keyof SourceCounts) =>
        Number(rows.find((row) => row.source === source)?.[`c${index}`] ?? 0);
      return { LIVE: countOf('LIVE'), ARCHIVE: countOf('ARCHIVE') };
    });
  }
}
