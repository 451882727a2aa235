import type { MigrationInterface, QueryRunner } from 'typeorm';
import { LocalDays } from '../modules/snapshots/local-days.js';
import { type TableDefinition, createTables, retireTables } from './sql.js';

const TABLES: TableDefinition[] = [
  {
    name: 'park_schedule_prices',
    body: `
      price_id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
      park_id INT UNSIGNED NOT NULL,
      local_date DATE NOT NULL,
      schedule_type ENUM('OPERATING','TICKETED_EVENT','PRIVATE_EVENT','EXTRA_HOURS','INFO') NOT NULL,
      purchase_key VARCHAR(255) NOT NULL,
      purchase_name VARCHAR(255) NULL,
      purchase_type VARCHAR(32) NULL,
      price_minor INT NULL,
      price_currency CHAR(3) NULL,
      is_available BOOLEAN NULL,
      seen_from DATETIME(3) NOT NULL,
      seen_until DATETIME(3) NOT NULL,
      replaced_at DATETIME(3) NULL,
      PRIMARY KEY (price_id),
      KEY ix_park_schedule_prices_day (park_id, local_date),
      CONSTRAINT fk_park_schedule_prices_park FOREIGN KEY (park_id) REFERENCES parks (park_id) ON DELETE RESTRICT ON UPDATE RESTRICT
    `,
  },
  {
    name: 'park_schedule_pending',
    body: `
      park_id INT UNSIGNED NOT NULL,
      local_date DATE NOT NULL,
      content_hash CHAR(64) NOT NULL,
      first_seen_at DATETIME(3) NOT NULL,
      PRIMARY KEY (park_id, local_date),
      CONSTRAINT fk_park_schedule_pending_park FOREIGN KEY (park_id) REFERENCES parks (park_id) ON DELETE RESTRICT ON UPDATE RESTRICT
    `,
  },
];

interface WithdrawnDate {
  parkId: number;
  timezone: string | null;
  localDate: string;
}

/**
 * Adds a history of prices, and the confirmation of changes of many dates at once. Restores entries that were withdrawn after their
 * date by a response with a stray old date, and recomputes their days.
 */
export class ScheduleReports1764400000010 implements MigrationInterface {
  name = 'ScheduleReports1764400000010';

  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
    const dates = (await runner.query(
      `SELECT DISTINCT s.park_id AS parkId, p.timezone, DATE_FORMAT(s.local_date, '%Y-%m-%d') AS localDate
         FROM park_schedules s JOIN parks p ON p.park_id = s.park_id
        WHERE s.withdrawn_at > s.local_date ORDER BY parkId, localDate`,
    )) as WithdrawnDate[];
    for (const date of dates) await restore(runner, date);
  }

  /** Restored entries stay valid, because the park never withdrew them. */
  async down(runner: QueryRunner): Promise<void> {
    await retireTables(runner, TABLES);
  }
}

/**
 * Restores the entries that were valid when their date ended, unless another entry of their type is valid now. The invalidation is
 * written first, so that it exists even after an interruption.
 */
async function restore(runner: QueryRunner, { parkId, timezone, localDate }: WithdrawnDate): Promise<void> {
  // Without a known zone: twelve hours later, the date has ended everywhere.
  const { endMs } = new LocalDays(timezone ?? 'Etc/GMT+12', 0).window(localDate);
  const end = new Date(endMs);
  const rows = (await runner.query(
    `SELECT s.schedule_id AS scheduleId FROM park_schedules s
      WHERE s.park_id = ? AND s.local_date = ? AND s.withdrawn_at >= ? AND s.seen_from < ?
        AND NOT EXISTS (SELECT 1 FROM park_schedules o
                         WHERE o.park_id = s.park_id AND o.local_date = s.local_date
                           AND o.schedule_type = s.schedule_type AND o.withdrawn_at IS NULL)`,
    [parkId, localDate, end, end],
  )) as { scheduleId: string }[];
  if (rows.length === 0) return;
  await runner.query(
    `INSERT INTO dirty_park_days (park_id, local_date, reason, marked_at, token)
     VALUES (?, ?, 'SCHEDULE', UTC_TIMESTAMP(3), 0)
     ON DUPLICATE KEY UPDATE token = token + 1`,
    [parkId, localDate],
  );
  await runner.query('UPDATE park_schedules SET withdrawn_at = NULL WHERE schedule_id IN (?)', [
    rows.map(({ scheduleId }) => scheduleId),
  ]);
}
