import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  EARLIEST_MONTH,
  PARTITIONED_TABLES,
  addMonths,
  monthOf,
  monthsBetween,
  partitionTableSql,
} from '../modules/snapshots/partitions/partition-plan.js';

/** The public archive begins in 2021; older months are added by the import that brings them. */
const FIRST_MONTH = '2021-01';
/**
 * The one thing here that depends on the day: a schema that was only migrated takes rows of today into their own month.
 * In p_future they would have to be copied out again, with writers blocked. Later months are the PartitionService's.
 */
const MONTHS_AHEAD = 6;

/**
 * Monthly RANGE COLUMNS partitions on recorded_at. Not an expression on YEAR and MONTH: the optimiser cannot prune
 * that for ranges and would read every partition (measured; see docs/decisions).
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

/** The month of the oldest row that is not absurd, so that a table with data needs no second move. */
async function oldestMonth(runner: QueryRunner, table: string): Promise<string | null> {
  const rows = (await runner.query(
    `SELECT DATE_FORMAT(MIN(recorded_at), '%Y-%m') AS oldest FROM ${table} WHERE recorded_at >= '${EARLIEST_MONTH}-01'`,
  )) as { oldest: string | null }[];
  return rows[0]?.oldest ?? null;
}
