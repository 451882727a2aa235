import type { MigrationInterface, QueryRunner } from 'typeorm';
import { type TableDefinition, createTables, retireTables } from './sql.js';

const TABLES: TableDefinition[] = [
  {
    name: 'clock_repairs',
    body: `
      repair_id INT UNSIGNED NOT NULL AUTO_INCREMENT,
      repaired_at DATETIME(3) NOT NULL,
      horizon DATETIME(3) NOT NULL,
      PRIMARY KEY (repair_id)
    `,
  },
  {
    name: 'clock_repair_rows',
    body: `
      row_id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
      repair_id INT UNSIGNED NOT NULL,
      table_name VARCHAR(64) CHARACTER SET ascii COLLATE ascii_general_ci NOT NULL,
      kind ENUM('SET_ASIDE','CUT') NOT NULL,
      content JSON NOT NULL,
      PRIMARY KEY (row_id),
      KEY ix_clock_repair_rows_repair (repair_id, table_name),
      CONSTRAINT fk_clock_repair_rows_repair FOREIGN KEY (repair_id) REFERENCES clock_repairs (repair_id) ON DELETE RESTRICT ON UPDATE RESTRICT
    `,
  },
];

/** Creates the table for rows that a clock ahead of time stored under future instants. Each row is kept completely. */
export class CreateClockRepairs1764400000061 implements MigrationInterface {
  name = 'CreateClockRepairs1764400000061';

  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await retireTables(runner, TABLES);
  }
}
