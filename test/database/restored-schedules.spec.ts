import type { DataSource } from 'typeorm';
import { ScheduleReports1764400000010 } from '../../src/migrations/1764400000010-schedule-reports.js';
import { MIGRATIONS } from '../../src/schema.js';
import { type OpenDatabase, openMigratedDatabase } from '../support/migrated-database.js';

/** Published dates of two parks, with the interval in which each entry was valid. */
const ENTRIES = [
  // park, date, type, observed from, withdrawn at, whether it is valid again, why
  [1, '2026-08-17', 'OPERATING', '2026-08-10 04:40', '2026-08-20 04:40', true, 'withdrawn three days after its date'],
  [1, '2026-08-19', 'OPERATING', '2026-08-10 04:40', '2026-08-20 04:40', true, 'withdrawn 40 minutes after its date'],
  [1, '2026-08-20', 'OPERATING', '2026-08-10 04:40', '2026-08-20 04:40', false, 'withdrawn on its date'],
  [1, '2026-08-25', 'OPERATING', '2026-08-10 04:40', '2026-08-20 04:40', false, 'withdrawn before its date'],
  [1, '2026-08-18', 'OPERATING', '2026-08-10 04:40', '2026-08-15 04:40', false, 'replaced before its date'],
  [1, '2026-08-18', 'OPERATING', '2026-08-15 04:40', '2026-08-20 04:40', true, 'held when its date ended'],
  [1, '2026-08-16', 'OPERATING', '2026-08-10 04:40', '2026-08-20 04:40', false, 'another one of its type holds'],
  [1, '2026-08-16', 'OPERATING', '2026-08-20 04:40', null, true, 'that one'],
  [1, '2026-08-16', 'EXTRA_HOURS', '2026-08-10 04:40', '2026-08-20 04:40', true, 'no other one of its type holds'],
  [2, '2026-08-19', 'OPERATING', '2026-08-10 04:40', '2026-08-20 04:40', false, 'of an unknown zone, perhaps not over'],
  [2, '2026-08-18', 'OPERATING', '2026-08-10 04:40', '2026-08-20 04:40', true, 'of an unknown zone, over everywhere'],
] as const;

describe('schedule entries withdrawn by a response with a stray old date', () => {
  let open: OpenDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    open = await openMigratedDatabase('restored_schedules');
    dataSource = open.dataSource;
    const later = MIGRATIONS.length - MIGRATIONS.indexOf(ScheduleReports1764400000010);
    for (let step = 0; step < later; step++) await dataSource.undoLastMigration();
    await dataSource.query(`INSERT INTO destinations (destination_id, themeparks_wiki_id, name) VALUES (1, 'd', 'D')`);
    await dataSource.query(
      `INSERT INTO parks (park_id, destination_id, themeparks_wiki_id, name, timezone)
       VALUES (1, 1, 'a', 'A', 'America/New_York'), (2, 1, 'b', 'B', NULL)`,
    );
    for (const [parkId, date, type, seenFrom, withdrawnAt] of ENTRIES) {
      await dataSource.query(
        `INSERT INTO park_schedules (park_id, local_date, schedule_type, seen_from, seen_until, withdrawn_at)
         VALUES (?, ?, ?, ?, ?, ?)`,
        [parkId, date, type, seenFrom, seenFrom, withdrawnAt],
      );
    }
    await dataSource.runMigrations();
  });
  afterAll(() => open?.close());

  it('are restored if the cause is certain, and no other entry is', async () => {
    const rows = await dataSource.query<{ holds: number | string }[]>(
      'SELECT withdrawn_at IS NULL AS holds FROM park_schedules ORDER BY schedule_id',
    );
    const holds = rows.map((row, index) => [ENTRIES[index]![6], Number(row.holds) === 1]);
    expect(holds).toEqual(ENTRIES.map((entry) => [entry[6], entry[5]]));
  });

  it('have their days recomputed', async () => {
    const days = await dataSource.query<{ parkId: number; day: string }[]>(
      `SELECT park_id AS parkId, DATE_FORMAT(local_date, '%Y-%m-%d') AS day FROM invalidated_park_days
        WHERE reason = 'SCHEDULE' ORDER BY park_id, local_date`,
    );
    expect(days.map(({ parkId, day }) => `${parkId} ${day}`)).toEqual([
      '1 2026-08-16',
      '1 2026-08-17',
      '1 2026-08-18',
      '1 2026-08-19',
      '2 2026-08-18',
    ]);
  });

  it('are still valid after a revert and a second migration', async () => {
    const count = async () =>
      dataSource.query<unknown[]>('SELECT schedule_id FROM park_schedules WHERE withdrawn_at IS NULL');
    const before = await count();
    for (let step = MIGRATIONS.indexOf(ScheduleReports1764400000010); step < MIGRATIONS.length; step++) {
      await dataSource.undoLastMigration();
    }
    expect(await count()).toEqual(before);
    await dataSource.runMigrations();
    expect(await count()).toEqual(before);
  });
});
