import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTables, retireTables, type TableDefinition } from './sql.js';

const TABLES: TableDefinition[] = [
  {
    name: 'job_runs',
    body: `
      run_id INT UNSIGNED NOT NULL AUTO_INCREMENT,
      job_name VARCHAR(96) CHARACTER SET ascii COLLATE ascii_general_ci NOT NULL,
      holder VARCHAR(96) NOT NULL,
      started_at DATETIME(3) NOT NULL,
      finished_at DATETIME(3) NULL,
      outcome ENUM('RUNNING', 'DONE', 'FAILED', 'STOPPED', 'ABANDONED') NOT NULL,
      result VARCHAR(255) NULL,
      error VARCHAR(255) NULL,
      PRIMARY KEY (run_id),
      KEY ix_job_runs_job (job_name, run_id),
      KEY ix_job_runs_outcome (job_name, outcome),
      KEY ix_job_runs_started (started_at)
    `,
  },
];

/** Holds the runs of scheduled jobs. */
export class CreateJobRuns1764400000350 implements MigrationInterface {
  name = 'CreateJobRuns1764400000350';

  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await retireTables(runner, TABLES);
  }
}
