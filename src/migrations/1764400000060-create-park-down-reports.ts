import type { MigrationInterface, QueryRunner } from 'typeorm';
import { type TableDefinition, createTables, retireTables } from './sql.js';

const TABLES: TableDefinition[] = [
  {
    name: 'park_down_reports',
    body: `
      park_id INT UNSIGNED NOT NULL,
      from_date DATE NOT NULL,
      until_date DATE NULL,
      PRIMARY KEY (park_id, from_date)
    `,
  },
];

/**
 * Derived from existing days, by the rule at the time of this migration. MySQL inserts the missing maximum of dates as 0000-00-00,
 * which strict mode refuses; a missing maximum of texts is NULL.
 */
const FILL = `
  INSERT INTO park_down_reports (park_id, from_date, until_date)
  SELECT park_id, MIN(first_date), MAX(CASE WHEN is_silent THEN CAST(first_date AS CHAR) END)
    FROM (
      SELECT s.*, SUM(s.is_silent) OVER (PARTITION BY park_id ORDER BY spell) - s.is_silent AS report
        FROM (
          SELECT park_id, spell, MIN(stat_date) AS first_date, DATEDIFF(MAX(stat_date), MIN(stat_date)) >= 365 AS is_silent
            FROM (
              SELECT park_id, stat_date, SUM(down_ms > 0) OVER (PARTITION BY park_id ORDER BY stat_date) AS spell
                FROM park_daily_stats
               WHERE (down_ms > 0 OR open_operating_ms > 0)
                 AND park_id NOT IN (SELECT park_id FROM park_down_reports)
            ) days
           WHERE spell > 0 GROUP BY park_id, spell
        ) s
    ) spells
   GROUP BY park_id, report`;

/**
 * A park's feed can start or stop reporting DOWN. A single flag for all time compared years without reports with years that have them,
 * so this stores the ranges of local dates with reports.
 */
export class CreateParkDownReports1764400000060 implements MigrationInterface {
  name = 'CreateParkDownReports1764400000060';

  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
    await runner.query(FILL);
  }

  async down(runner: QueryRunner): Promise<void> {
    await retireTables(runner, TABLES);
  }
}
