import { Injectable, Logger } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import type { EntityManager } from 'typeorm';
import { AppConfig } from '../../../common/config/app-config.js';
import { MINUTE_MS } from '../../../common/time/calendar.js';
import { Clock } from '../../../common/time/clock.js';
import { JobLeaseService } from '../../jobs/job-lease.service.js';
import { Job, type JobHandler } from '../../jobs/job.decorator.js';
import { type Month, addMonths, monthOf, monthsBetween } from '../../../common/time/months.js';
import {
  FUTURE_PARTITION,
  PARTITIONED_TABLES,
  PAST_PARTITION,
  type PartitionedTable,
  analyzeSql,
  changePartitionsSql,
  layoutOf,
  partitionTableSql,
  planPartitions,
  refilledPartitions,
} from './partition-plan.js';
import { PartitionRepository } from './partition.sql.js';

/** What one call did to one table. */
export interface PartitionReport {
  table: PartitionedTable;
  created: number;
  /** Rows moved from a catch-all partition to the partition of their month. */
  rescuedRows: number;
  /** Rows that stay in a catch-all partition because their date is implausible. */
  strandedRows: number;
}

const JOB = 'partitions';
const LEASE_MS = 60_000;

/** Creates the monthly partitions before rows for them arrive: when a worker starts, and every day. */
@Injectable()
export class PartitionService implements JobHandler {
  private readonly logger = new Logger(PartitionService.name);

  constructor(
    private readonly repository: PartitionRepository,
    private readonly leases: JobLeaseService,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  isDueAtStart(): Promise<boolean> {
    return Promise.resolve(true);
  }

  // Any hour is fine: each schema change takes hundredths of a second. The abort signal cannot interrupt one.
  @Cron('0 25 3 * * *', { name: JOB, timeZone: 'UTC' })
  @Job({
    description: 'Creates the monthly partitions of the months ahead',
    timeoutMs: 30 * MINUTE_MS,
    // A clock that is years ahead would create partitions for all these months.
    needsRightClock: true,
  })
  async run(): Promise<void> {
    await this.leases.runExclusive({
      name: JOB,
      ttlMs: LEASE_MS,
      work: () => this.ensure(),
      describe: (reports) =>
        reports.map(({ table, created, strandedRows }) => `${table} +${created} (${strandedRows} stranded)`).join(', '),
    });
  }

  /**
   * Creates the missing partitions from the archive's first year, or from `oldestNeeded` (`YYYY-MM`) if that is older, to
   * PARTITION_MONTHS_AHEAD, and moves rows out of the catch-all partitions. Does nothing if no partition is missing.
   */
  async ensure(oldestNeeded?: Month): Promise<PartitionReport[]> {
    return this.repository.withPartitionLock(async (manager) => {
      const reports: PartitionReport[] = [];
      for (const table of PARTITIONED_TABLES) reports.push(await this.ensureTable(manager, table, oldestNeeded));
      return reports;
    });
  }

  /** Turns the tables into plain ones without losing rows. Writers wait meanwhile. See docs/partitioning-rollback.md. */
  async removePartitioning(): Promise<void> {
    await this.forEachTable(async (manager, table, partitioned) => {
      if (partitioned) await this.repository.run(manager, [`ALTER TABLE ${table} REMOVE PARTITIONING`]);
    });
  }

  /** Partitions plain tables again, starting with the month of their oldest row. */
  async applyPartitioning(): Promise<void> {
    await this.forEachTable(async (manager, table, partitioned) => {
      if (partitioned) return;
      const oldest = (await this.repository.oldestMonth(manager, table)) ?? undefined;
      const need = this.need(oldest);
      const rebuild = partitionTableSql(table, monthsBetween(need.from, need.to));
      await this.repository.run(manager, [rebuild, `ANALYZE TABLE ${table}`]);
    });
  }

  /**
   * Rebuilds both tables with or without page compression. Compressed, a snapshot takes about 20 bytes instead of 46, on file
   * systems that support hole punching. Writers continue meanwhile. New partitions inherit the option.
   * @throws PageCompressionUnsupportedError, TooManyChangesError
   */
  async setPageCompression(compressed: boolean): Promise<void> {
    await this.repository.withPartitionLock(async (manager) => {
      for (const table of PARTITIONED_TABLES) await this.repository.setPageCompression(manager, table, compressed);
    });
  }

  private async forEachTable(
    work: (manager: EntityManager, table: PartitionedTable, partitioned: boolean) => Promise<void>,
  ): Promise<void> {
    await this.repository.withPartitionLock(async (manager) => {
      for (const table of PARTITIONED_TABLES) {
        const names = await this.repository.partitionNames(manager, table);
        await work(manager, table, names.length > 0);
      }
    });
  }

  private async ensureTable(
    manager: EntityManager,
    table: PartitionedTable,
    oldestNeeded?: Month,
  ): Promise<PartitionReport> {
    const need = this.need(oldestNeeded);
    const names = await this.repository.partitionNames(manager, table);
    if (names.length === 0) {
      this.logger.warn(`${table} is not partitioned; see docs/partitioning-rollback.md`);
      return { table, created: 0, rescuedRows: 0, strandedRows: 0 };
    }
    const past = await this.repository.catchAllContent(manager, table, PAST_PARTITION);
    const future = await this.repository.catchAllContent(manager, table, FUTURE_PARTITION);
    const change = planPartitions(layoutOf(names), {
      from: past.oldestMonth !== null && past.oldestMonth < need.from ? past.oldestMonth : need.from,
      to: need.to,
    });
    await this.repository.run(manager, changePartitionsSql(table, change));
    const refilled = refilledPartitions(change, { past: past.rows, future: future.rows });
    if (refilled.length > 0) await this.repository.run(manager, [analyzeSql(table, refilled)]);
    const left = await this.leftInCatchAlls(manager, table);
    return this.report({
      table,
      created: change.prepend.length + change.append.length,
      rescuedRows: past.rows + future.rows - left,
      strandedRows: left,
    });
  }

  private need(oldestNeeded?: Month): { from: Month; to: Month } {
    const firstOfArchive = `${this.config.ARCHIVE_FIRST_YEAR}-01`;
    const from = oldestNeeded !== undefined && oldestNeeded < firstOfArchive ? oldestNeeded : firstOfArchive;
    return { from, to: addMonths(monthOf(this.clock.now().getTime()), this.config.PARTITION_MONTHS_AHEAD) };
  }

  private async leftInCatchAlls(manager: EntityManager, table: PartitionedTable): Promise<number> {
    const past = await this.repository.catchAllContent(manager, table, PAST_PARTITION);
    const future = await this.repository.catchAllContent(manager, table, FUTURE_PARTITION);
    return past.rows + future.rows;
  }

  private report(report: PartitionReport): PartitionReport {
    const { table, created, rescuedRows, strandedRows } = report;
    if (created > 0) this.logger.log(`created ${created} partitions of ${table}`);
    if (rescuedRows > 0)
      this.logger.warn(`moved ${rescuedRows} rows of ${table} from a catch-all partition to that of their month`);
    if (strandedRows > 0) this.logger.warn(`${strandedRows} rows of ${table} are dated outside every partition`);
    return report;
  }
}
