import { compileFunction } from 'node:vm';
import type { DataSource } from 'typeorm';
import { type OpenDatabase, openMigratedDatabase } from '../support/migrated-database.js';
import { takeRefused } from '../support/query-hook.js';
import { rangeProblem } from '../support/recorded-range.js';

const FROM = 'FROM ride_status_snapshots WHERE ride_id = 1';

describe('SQL statements on observations', () => {
  it.each([
    [
      'both bounds as literals',
      `SELECT 1 ${FROM} AND recorded_at >= '2024-05-01' AND recorded_at < '2024-06-01 00:00:00.000'`,
    ],
    ['both bounds as values', `SELECT 1 ${FROM} AND s.recorded_at > ? AND s.recorded_at <= ?`],
    [
      'exact instants',
      `UPDATE queue_data SET last_confirmed_at = '2024-05-02' WHERE ride_id = 1 AND recorded_at = '2024-05-01'`,
    ],
    ['rows to write', `INSERT INTO queue_data (ride_id, recorded_at) VALUES (1, '2024-05-01')`],
    ['a change of the table', 'ALTER TABLE ride_status_snapshots REMOVE PARTITIONING'],
    ['other tables', 'SELECT * FROM ride_current'],
  ])('are accepted with %s', (_, sql) => {
    expect(rangeProblem(sql)).toBeNull();
  });

  it.each([
    ['no range', `SELECT 1 ${FROM}`],
    ['no upper bound', `SELECT 1 ${FROM} AND recorded_at >= '2024-05-01'`],
    ['no lower bound', `SELECT 1 ${FROM} AND recorded_at < ?`],
    [
      'a function around the column',
      `SELECT 1 ${FROM} AND DATE(recorded_at) >= '2024-05-01' AND DATE(recorded_at) < '2024-06-01'`,
    ],
    [
      'a bound with T and Z',
      `SELECT 1 ${FROM} AND recorded_at >= '2024-05-01T00:00:00Z' AND recorded_at < '2024-06-01T00:00:00Z'`,
    ],
    ['a bound that comes from another table', `SELECT 1 ${FROM} AND recorded_at >= d.starts AND recorded_at < d.ends`],
    [
      'one range for two tables',
      `SELECT 1 ${FROM} AND recorded_at >= ? AND recorded_at < ? UNION SELECT 1 FROM queue_data`,
    ],
    ['rows copied from no range', `INSERT INTO ride_status_snapshots SELECT * FROM ride_status_snapshots`],
    ['a removal without range', `DELETE ${FROM}`],
  ])('are rejected with %s', (_, sql) => {
    expect(rangeProblem(sql)).not.toBeNull();
  });

  it('are rejected if a value is an ISO instant with a T', () => {
    const sql = `SELECT 1 ${FROM} AND recorded_at >= ? AND recorded_at < ?`;
    expect(rangeProblem(sql, [new Date(0), new Date(1)])).toBeNull();
    expect(rangeProblem(sql, ['2024-05-01T00:00:00Z', '2024-06-01T00:00:00Z'])).not.toBeNull();
  });
});

describe('the query plan guard', () => {
  let open: OpenDatabase;
  beforeAll(async () => {
    open = await openMigratedDatabase('query_guard');
  });
  afterAll(() => open.close());

  it('ignores statements of tests', async () => {
    expect(await open.dataSource.query('SELECT COUNT(*) AS count FROM ride_status_snapshots')).toEqual([{ count: 0 }]);
  });

  it('rejects statements of the program through any library, and fails again at the end of the file', async () => {
    const send = (filename: string) =>
      compileFunction("return db.query('SELECT COUNT(*) FROM queue_data')", ['db'], { filename }) as (
        db: DataSource,
      ) => Promise<unknown>;
    await expect(send('/x/src/modules/some.repository.ts')(open.dataSource)).rejects.toThrow('0 complete ranges');
    expect(takeRefused()).toHaveLength(1);
    await expect(send('/x/test/some.spec.ts')(open.dataSource)).resolves.toBeDefined();
    expect(takeRefused()).toEqual([]);
  });

  it('rejects a SELECT that locks rows outside a transaction', async () => {
    const sql = 'SELECT park_id FROM parks WHERE park_id = 1 FOR UPDATE';
    await expect(open.dataSource.query(sql)).rejects.toThrow('locks rows outside a transaction');
    expect(takeRefused()).toHaveLength(1);
    await expect(open.dataSource.transaction((manager) => manager.query(sql))).resolves.toEqual([]);
    expect(takeRefused()).toEqual([]);
  });
});
