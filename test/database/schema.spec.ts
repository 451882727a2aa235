import { getMetadataArgsStorage } from 'typeorm';
import {
  BOARDING_GROUP_STATUSES,
  DATA_SOURCES,
  QUEUE_TYPES,
  RETURN_STATES,
  RIDE_STATUSES,
} from '../../src/modules/snapshots/observations.js';
import { ENTITIES } from '../../src/schema.js';
import { type OpenDatabase, openMigratedDatabase } from '../support/migrated-database.js';

let open: OpenDatabase;

beforeAll(async () => {
  open = await openMigratedDatabase('schema');
});
afterAll(() => open.close());

describe('the migrated schema', () => {
  it('matches the entities, so TypeORM would change nothing', async () => {
    const changes = await open.dataSource.driver.createSchemaBuilder().log();
    expect(changes.upQueries.map(({ query }) => query)).toEqual([]);
    expect(changes.downQueries).toEqual([]);
  });

  it('has a table for every entity, and no other table', async () => {
    const declared = getMetadataArgsStorage().tables.map(({ target }) => target);
    expect(new Set(ENTITIES)).toEqual(new Set(declared));
    const tables = await open.dataSource.query<{ name: string }[]>(
      `SELECT TABLE_NAME AS name FROM information_schema.TABLES
        WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'BASE TABLE'`,
    );
    const expected = [...open.dataSource.entityMetadatas.map(({ tableName }) => tableName), 'schema_migrations'];
    expect(tables.map(({ name }) => name).sort()).toEqual(expected.sort());
  });

  it('uses InnoDB and one collation, regardless of the server’s defaults', async () => {
    const tables = await open.dataSource.query<Record<string, string>[]>(
      `SELECT DISTINCT ENGINE AS engine, TABLE_COLLATION AS collation FROM information_schema.TABLES
        WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'BASE TABLE' AND TABLE_NAME <> 'schema_migrations'`,
    );
    expect(tables).toEqual([{ engine: 'InnoDB', collation: 'utf8mb4_unicode_ci' }]);
  });

  // Bulk INSERTs write these columns as numbers, and queries compare numbers.
  it.each([
    ['ride_status_snapshots', 'status', RIDE_STATUSES],
    ['ride_status_snapshots', 'data_source', DATA_SOURCES],
    ['ride_current', 'status', RIDE_STATUSES],
    ['ride_current', 'data_source', DATA_SOURCES],
    ['queue_data', 'queue_type', QUEUE_TYPES],
    ['queue_data', 'state', RETURN_STATES],
    ['queue_data', 'boarding_group_status', BOARDING_GROUP_STATUSES],
    ['queue_data', 'data_source', DATA_SOURCES],
    ['queue_current', 'queue_type', QUEUE_TYPES],
    ['queue_current', 'state', RETURN_STATES],
    ['queue_current', 'boarding_group_status', BOARDING_GROUP_STATUSES],
    ['queue_current', 'data_source', DATA_SOURCES],
  ])('has the words of %s.%s in the order of the program', async (table, column, words) => {
    const [{ type } = { type: '' }] = await open.dataSource.query<{ type: string }[]>(
      `SELECT COLUMN_TYPE AS type FROM information_schema.COLUMNS
        WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? AND COLUMN_NAME = ?`,
      [table, column],
    );
    expect(type).toBe(`enum(${words.map((word) => `'${word}'`).join(',')})`);
  });
});

describe('a session of the program', () => {
  it('uses UTC, strict mode and READ COMMITTED on every connection', async () => {
    const settings = await Promise.all(
      Array.from({ length: 4 }, () =>
        open.dataSource.query<Record<string, string>[]>(
          'SELECT @@session.time_zone AS zone, @@session.sql_mode AS mode, SLEEP(0.05) AS busy',
        ),
      ),
    );
    for (const [{ zone, mode } = { zone: '', mode: '' }] of settings) {
      expect(zone).toBe('+00:00');
      expect(mode).toContain('STRICT_ALL_TABLES');
    }
    const first = open.dataSource.createQueryRunner();
    await first.startTransaction();
    const count = async () =>
      ((await first.query("SELECT COUNT(*) AS n FROM job_leases WHERE name = 'a'")) as { n: number }[])[0]!.n;
    expect(await count()).toBe(0);
    await open.dataSource.query("INSERT INTO job_leases (name) VALUES ('a')");
    expect(await count()).toBe(1);
    await first.rollbackTransaction();
    await first.release();
  });

  const insert = (values: string) =>
    `INSERT INTO ride_current (ride_id, recorded_at, status, wait_time, data_source) VALUES (1, ${values}, 'LIVE')`;
  it.each([
    ['a word that is not in the enum', insert(`'2024-01-01', 'BROKEN', 1`), 'status'],
    ['a number that is too large', insert(`'2024-01-01', 'DOWN', 99999`), 'wait_time'],
    ['a day that does not exist', insert(`'2024-02-30', 'DOWN', 1`), 'recorded_at'],
    ['a name that is too long', `INSERT INTO job_leases (name) VALUES ('${'x'.repeat(97)}')`, 'name'],
  ])('refuses %s instead of storing something else', async (_, statement, column) => {
    await expect(open.dataSource.query(statement)).rejects.toThrow(new RegExp(`column .*${column}`));
  });

  it('reads and writes instants in UTC to the millisecond, in any time zone of the host', async () => {
    const at = new Date('2024-03-31T01:30:00.123Z');
    await open.dataSource.query('INSERT INTO job_leases (name, until) VALUES (?, ?)', ['b', at]);
    const [row] = await open.dataSource.query<{ until: Date; text: string }[]>(
      "SELECT until, DATE_FORMAT(until, '%Y-%m-%d %H:%i:%s.%f') AS text FROM job_leases WHERE name = 'b'",
    );
    expect(row).toEqual({ until: at, text: '2024-03-31 01:30:00.123000' });
  });
});
