import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { columnsOf, tableOf } from '../../common/database/columns.js';
import { CollectionRun, CollectionRunDestination } from '../collector/collection-run.entity.js';
import { DataQualityLog } from '../findings/data-quality-log.entity.js';
import { type IssueType, UNRESOLVED } from '../findings/finding.js';
import { RideStatusSnapshot } from '../snapshots/entities/observation.entity.js';
import type { CollectionMetrics } from './health-rules.js';
import { GAP_MINUTES } from './issue.sql.js';

export interface SourceCounts {
  LIVE: number;
  ARCHIVE: number;
  HISTORY_API: number;
}

const run = columnsOf(CollectionRun, 'r');
const poll = columnsOf(CollectionRunDestination, 'd');
const issue = columnsOf(DataQualityLog, 'q');
const observation = columnsOf(RideStatusSnapshot);
const RUNS = `${tableOf(CollectionRun)} r`;
const POLLS = `${tableOf(CollectionRunDestination)} d`;
const ISSUES = `${tableOf(DataQualityLog)} q`;

/** Reads the counts that the health rules evaluate. */
@Injectable()
export class HealthRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async findCollection(from: Date, to: Date): Promise<CollectionMetrics> {
    const [runs] = await this.dataSource.query<{ firstRunAt: Date | null; lastRunAt: Date | null }[]>(
      `SELECT MIN(${run.startedAt}) AS firstRunAt, MAX(${run.startedAt}) AS lastRunAt FROM ${RUNS}
        WHERE ${run.startedAt} <= ?`,
      [to],
    );
    const [row] = await this.dataSource.query<Record<'runs' | 'polls' | 'failed', number | string | null>[]>(
      `SELECT COUNT(DISTINCT ${run.runId}) AS runs, COUNT(${poll.runId}) AS polls,
              SUM(${poll.observedAt} IS NULL) AS failed
         FROM ${RUNS} LEFT JOIN ${POLLS} ON ${poll.runId} = ${run.runId}
        WHERE ${run.startedAt} >= ? AND ${run.startedAt} < ? AND ${run.finishedAt} IS NOT NULL`,
      [from, to],
    );
    // walks back from the newest run to the first with an observation; MAX() would read every poll ever made
    const observed = `(SELECT MAX(${poll.observedAt}) FROM ${POLLS} WHERE ${poll.runId} = ${run.runId})`;
    const [last] = await this.dataSource.query<{ at: Date }[]>(
      `SELECT ${observed} AS at FROM ${RUNS} WHERE ${run.startedAt} <= ? AND ${observed} IS NOT NULL
        ORDER BY ${run.startedAt} DESC LIMIT 1`,
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
      `SELECT ${issue.issueType} AS issueType, COUNT(*) AS count FROM ${ISSUES}
        WHERE ${issue.resolutionStatus} IN (?) AND ${issue.lastSeenAt} >= ?
        GROUP BY ${issue.issueType} ORDER BY ${issue.issueType}`,
      [UNRESOLVED, since],
    );
    return rows.map(({ issueType, count }) => ({ issueType, count: Number(count) }));
  }

  /** Unresolved gaps that end after `since`. */
  async sumGaps(since: Date): Promise<{ count: number; hours: number }> {
    const [row] = await this.dataSource.query<{ count: number | string; minutes: number | string | null }[]>(
      `SELECT COUNT(*) AS count, SUM(${GAP_MINUTES}) AS minutes FROM ${ISSUES}
        WHERE ${issue.issueType} = 'GAP' AND ${issue.resolutionStatus} IN (?) AND ${issue.windowEnd} >= ?`,
      [UNRESOLVED, since],
    );
    return { count: Number(row!.count), hours: Number(row!.minutes ?? 0) / 60 };
  }

  /** Observations of each source from each of the instants up to `to`. */
  async countObservations(since: readonly Date[], to: Date): Promise<SourceCounts[]> {
    const oldest = new Date(Math.min(...since.map((instant) => instant.getTime())));
    const totals = since.map((_, index) => `SUM(${observation.recordedAt} >= ?) AS c${index}`).join(', ');
    const rows = await this.dataSource.query<Record<string, number | string>[]>(
      `SELECT ${observation.dataSource} AS source, ${totals} FROM ${tableOf(RideStatusSnapshot)}
        WHERE ${observation.recordedAt} >= ? AND ${observation.recordedAt} < ? GROUP BY ${observation.dataSource}`,
      [...since, oldest, to],
    );
    return since.map((_, index) => {
      const countOf = (source: keyof SourceCounts) =>
        Number(rows.find((row) => row.source === source)?.[`c${index}`] ?? 0);
      return { LIVE: countOf('LIVE'), ARCHIVE: countOf('ARCHIVE'), HISTORY_API: countOf('HISTORY_API') };
    });
  }
}
