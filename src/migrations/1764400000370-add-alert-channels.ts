import type { MigrationInterface, QueryRunner } from 'typeorm';
import { hasColumn, holdsRows } from './sql.js';

const TABLE = 'alert_deliveries';
const COLUMN = 'channel';

/** Adds the channel of a message about an alert: until now every one went to the webhook. */
export class AddAlertChannels1764400000370 implements MigrationInterface {
  name = 'AddAlertChannels1764400000370';

  async up(runner: QueryRunner): Promise<void> {
    if (await hasColumn(runner, TABLE, COLUMN)) return;
    const type = `ENUM('WEBHOOK', 'EMAIL') NOT NULL DEFAULT 'WEBHOOK'`;
    await runner.query(`ALTER TABLE ${TABLE} ADD COLUMN ${COLUMN} ${type} AFTER alert_id`);
  }

  /** A table with rows keeps the column, because earlier migrations ignore it. */
  async down(runner: QueryRunner): Promise<void> {
    if ((await hasColumn(runner, TABLE, COLUMN)) && !(await holdsRows(runner, TABLE))) {
      await runner.query(`ALTER TABLE ${TABLE} DROP COLUMN ${COLUMN}`);
    }
  }
}
