import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addMonths, monthOf, monthsBetween } from '../common/time/months.js';
import {
  EARLIEST_MONTH,
  PARTITIONED_TABLES,
  partitionTableSql,
} from '../modules/snapshots/partitions/partition-plan.js';

/** The public archive starts in 2021; an import of older months adds their partitions. */
const FIRST_MONTH = '2021-01';
/**
 * The only part that depends on the current day: right after the migrations, rows of today have a partition of their month. From
 * p_future they would have to be moved with writers blocked. PartitionService adds later months.
 */
const MONTHS_AHEAD = 6;

/**
 * Monthly RANGE COLUMNS partitions on recorded_at. With an expression on YEAR and MONTH, the optimiser cannot prune partitions for
 * ranges and would read all of them (measured; see docs/decisions).
 */
export class PartitionObservationTables1763800000003 implements MigrationInterface {
  name = 'PartitionObservationTables1763800000003';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of PARTITIONED_TABLES) {
      const first = (await oldestMonth(runner, table)) ?? FIRST_MONTH;
      const months = monthsBetween(
        first < FIRST_MONTH ? first : FIRST_MONTH,
        addMonths(monthOf(Date.now()), MONTHS_AHEAD),
      );
      await runner.query(partitionTableSql(table, months));
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of PARTITIONED_TABLES) await runner.query(`ALTER TABLE ${table} REMOVE PARTITIONING`);
  }
}

/** The month of the oldest plausible row, so that a table with data is partitioned in one step. */
async function oldestMonth(runner: QueryRunner, table: string): Promise<string | null> {
  const rows = (await runner.query(
    `SELECT DATE_FORMAT(MIN(recorded_at), '%Y-%m') AS oldest FROM ${table} WHERE recorded_at >= '${EARLIEST_MONTH}-01'`,
  )) as { oldest: string | null }[];
  return rows[0]?.oldest ?? null;
}
