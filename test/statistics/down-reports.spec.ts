import { DataSource } from 'typeorm';
import { dayAfter } from '../../src/common/time/calendar.js';
import { AdoptStandardTerms1764400000200 } from '../../src/migrations/1764400000200-adopt-standard-terms.js';
import { CreateParkDownReports1764400000060 } from '../../src/migrations/1764400000060-create-park-down-reports.js';
import { ParkDownReport } from '../../src/modules/statistics/entities/park-stats.entity.js';
import { DownReportRepository } from '../../src/modules/statistics/queries/down-reports.repository.js';
import { type OpenDatabase, openMigratedDatabase } from '../support/migrated-database.js';
import { StatRows } from '../support/stat-rows.js';

const PARK = 1;
let open: OpenDatabase;
let dataSource: DataSource;
let rows: StatRows;

/** Days on which the park operated, those with a star with DOWN. */
async function days(...dates: string[]): Promise<void> {
  for (const date of dates) {
    await rows.parkDay(PARK, date.slice(0, 10), { down: date.endsWith('*') ? 1 : 0 });
    await dataSource.query('UPDATE park_daily_stats SET down_ms = scheduled_down_ms WHERE park_id = ?', [PARK]);
  }
}

async function refresh(): Promise<(string | null)[][]> {
  const reports = new DownReportRepository(dataSource.getRepository(ParkDownReport));
  await dataSource.transaction((manager) => reports.refresh(manager, PARK));
  return stored();
}

async function stored(): Promise<(string | null)[][]> {
  const found = await dataSource.query<{ first: string; last: string | null }[]>(
    `SELECT DATE_FORMAT(from_date, '%Y-%m-%d') AS first, DATE_FORMAT(until_date, '%Y-%m-%d') AS last
       FROM park_down_reports WHERE park_id = ? ORDER BY from_date`,
    [PARK],
  );
  return found.map(({ first, last }) => [first, last]);
}

const flag = async () => (await dataSource.query<{ flag: number | null }[]>('SELECT reports_down AS flag FROM parks'))[0]!.flag; // prettier-ignore

beforeAll(async () => {
  open = await openMigratedDatabase('down_reports');
  dataSource = open.dataSource;
  rows = new StatRows((sql, values) => dataSource.query(sql, values));
  await dataSource.query("INSERT INTO destinations (themeparks_wiki_id, name) VALUES ('x', 'Resort')");
  await dataSource.query("INSERT INTO parks (park_id, destination_id, name) VALUES (1, 1, 'Park')");
});
afterEach(() => dataSource.query('DELETE FROM park_daily_stats'));
afterAll(() => open.close());

describe('the days on which a feed reports DOWN', () => {
  it('are unknown for a park without statistics, and empty for one that was never DOWN', async () => {
    expect([await refresh(), await flag()]).toEqual([[], null]);
    await days('2025-06-16', '2026-06-16');
    expect([await refresh(), await flag()]).toEqual([[], 0]);
  });

  it('begin with the first DOWN', async () => {
    await days('2025-06-16', '2026-06-16', '2026-06-18*', '2026-06-19');
    expect([await refresh(), await flag()]).toEqual([[['2026-06-18', null]], 1]);
  });

  it('begin earlier after an import with an earlier DOWN', async () => {
    await days('2026-06-18*', '2026-06-19');
    await refresh();
    await days('2026-01-05*');
    expect(await refresh()).toEqual([['2026-01-05', null]]);
  });

  it('end with the last DOWN once the park has operated for a year without another', async () => {
    await days('2024-05-01*', '2024-06-01*', dayAfter('2024-06-01', 364));
    expect([await refresh(), await flag()]).toEqual([[['2024-05-01', null]], 1]);
    await days(dayAfter('2024-06-01', 365));
    expect([await refresh(), await flag()]).toEqual([[['2024-05-01', '2024-06-01']], 0]);
  });

  it('begin again with the next DOWN after such a year', async () => {
    await days('2023-12-31*', '2024-12-30', '2025-01-01*', '2025-01-02');
    expect([await refresh(), await flag()]).toEqual([[['2023-12-31', '2023-12-31'], ['2025-01-01', null]], 1]); // prettier-ignore
  });

  it('continue over a year in which the park did not operate', async () => {
    await days('2020-03-14*');
    await rows.parkDay(PARK, '2021-01-01', { open: 0 });
    await days('2021-06-01*');
    expect(await refresh()).toEqual([['2020-03-14', null]]);
  });

  it('are derived from existing days when the table is created', async () => {
    await days('2023-12-31*', '2024-12-30', '2025-01-01*', '2025-01-02');
    const expected = await refresh();
    const runner = dataSource.createQueryRunner();
    await runner.query('DELETE FROM park_down_reports');
    const migration = new CreateParkDownReports1764400000060();
    const standardTerms = new AdoptStandardTerms1764400000200();
    await standardTerms.down(runner);
    await migration.down(runner);
    await migration.up(runner);
    await standardTerms.up(runner);
    await runner.release();
    expect(await stored()).toEqual(expected);
  });
});
