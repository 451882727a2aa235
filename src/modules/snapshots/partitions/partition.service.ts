import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AppConfig } from '../../../common/config/app-config.js';
import { Clock } from '../../../common/time/clock.js';
import {
  FUTURE_PARTITION,
  type Month,
  PARTITIONED_TABLES,
  PAST_PARTITION,
  type PartitionedTable,
  addMonths,
  analyzeSql,
  changePartitionsSql,
  layoutOf,
  monthOf,
  partitionTableSql,
  planPartitions,
  refilledPartitions,
  monthsBetween,
} from './partition-plan.js';
import { PageCompressionUnsupportedError, PartitionRepository } from './partition.repository.js';

/** What one call did to one table. */
export interface PartitionReport {
  table: PartitionedTable;
  created: number;
  /** Rows that lay in a catch-all and now lie in the partition of their month. */
  rescuedRows: number;
  /** Rows that stay in a catch-all because they are dated absurdly far away. */
  strandedRows: number;
}

/** Keeps the monthly partitions ahead of the data. */
@Injectable()
export class PartitionService {
  private readonly logger = new Logger(PartitionService.name);

  constructor(
    private readonly repository: PartitionRepository,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /**
   * Creates what is missing from the archive's first year to PARTITION_MONTHS_AHEAD, and back to `oldestNeeded`
   * (`YYYY-MM`) if that is older; moves rows out of the catch-alls. Does nothing where nothing is missing.
   */
  async ensure(oldestNeeded?: Month): Promise<PartitionReport[]> {
    return this.repository.withPartitionLock(async (manager) => {
      const reports: PartitionReport[] = [];
      for (const table of PARTITIONED_TABLES) reports.push(await this.ensureTable(manager, table, oldestNeeded));
      return reports;
    });
  }

  /** Back to plain tables; writers wait meanwhile, no row is lost. See docs/partitioning-rollback.md. */
  async removePartitioning(): Promise<void> {
    await this.forEachTable(async (manager, table, partitioned) => {
      if (partitioned) await this.repository.run(manager, [`ALTER TABLE ${table} REMOVE PARTITIONING`]);
    });
  }

  /** Partitions plain tables again, from the month of their oldest row. */
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
   * Rebuilds both tables with or without page compression (MariaDB only): about 20 instead of 46 bytes per snapshot on
   * file systems that can punch holes. Writers wait meanwhile. New partitions follow their table.
   * @throws PageCompressionUnsupportedError
   */
  async setPageCompression(compressed: boolean): Promise<void> {
    await this.repository.withPartitionLock(async (manager) => {
      if (!(await this.repository.supportsPageCompression(manager))) throw new PageCompressionUnsupportedError();
      for (const table of PARTITIONED_TABLES) {
        const rebuild = `ALTER TABLE ${table} PAGE_COMPRESSED = ${compressed ? 1 : 0}`;
        await this.repository.run(manager, [rebuild, `ANALYZE TABLE ${table}`]);
      }
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
    if (rescuedRows > 0) this.logger.warn(`moved ${rescuedRows} rows of ${table} from a catch-all to their month`);
    if (strandedRows > 0) this.logger.warn(`${strandedRows} rows of ${table} are dated outside every partition`);
    return report;
  }
}
