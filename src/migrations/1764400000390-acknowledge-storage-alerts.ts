import type { MigrationInterface, QueryRunner } from 'typeorm';
import { hasColumn, holdsRows } from './sql.js';

const TABLE = 'storage_alerts';

/** Adds who is dealing with a storage alert, and since when. */
export class AcknowledgeStorageAlerts1764400000390 implements MigrationInterface {
  name = 'AcknowledgeStorageAlerts1764400000390';

  async up(runner: QueryRunner): Promise<void> {
    if (await hasColumn(runner, TABLE, 'acknowledged_at')) return;
    await runner.query(
      `ALTER TABLE ${TABLE} ADD COLUMN acknowledged_at DATETIME(3) NULL, ADD COLUMN acknowledged_by VARCHAR(64) NULL`,
    );
  }

  /** A table with rows keeps the columns, because earlier migrations ignore them. */
  async down(runner: QueryRunner): Promise<void> {
    if ((await hasColumn(runner, TABLE, 'acknowledged_at')) && !(await holdsRows(runner, TABLE))) {
      await runner.query(`ALTER TABLE ${TABLE} DROP COLUMN acknowledged_at, DROP COLUMN acknowledged_by`);
    }
  }
}
