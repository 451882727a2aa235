import type { MigrationInterface, QueryRunner } from 'typeorm';
import { type TableDefinition, createTables, retireTables } from './sql.js';

const TABLES: TableDefinition[] = [
  {
    name: 'park_schedule_descriptions',
    body: `
      description_id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
      schedule_id BIGINT UNSIGNED NOT NULL,
      description VARCHAR(255) NULL,
      replaced_at DATETIME(3) NOT NULL,
      PRIMARY KEY (description_id),
      KEY ix_park_schedule_descriptions_schedule (schedule_id),
      CONSTRAINT fk_park_schedule_descriptions_schedule FOREIGN KEY (schedule_id) REFERENCES park_schedules (schedule_id)
        ON DELETE RESTRICT ON UPDATE RESTRICT
    `,
  },
];

/** Earlier descriptions of schedule entries: the entry itself has the last published one. */
export class KeepScheduleDescriptions1764400000260 implements MigrationInterface {
  name = 'KeepScheduleDescriptions1764400000260';

  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await retireTables(runner, TABLES);
  }
}
