import { createConnection } from 'mysql2/promise';
import { MetricRepository } from '../../src/modules/storage/measure/metric.repository.js';
import { StorageDatabase } from '../../src/modules/storage/storage-database.sql.js';
import type { TestDatabase } from '../support/test-database.js';
import { createTestDatabase } from '../support/test-database.js';
import { StorageApp } from './support/storage-app.js';

const AT = new Date('2026-03-10T03:50:00Z');
/** Rows of about 50 bytes: more than the server gives a file page by page, so that it reserves more than it needs. */
const ROWS = 150_000;
const PARTITION = 'p202602';

/** A schema whose name needs an encoding in file names. */
async function createHyphenated(): Promise<TestDatabase> {
  const plain = await createTestDatabase('hyphen');
  const { name, connectionOptions } = plain;
  const hyphenated = `${name}-x`;
  const run = async (statement: string) => {
    const connection = await createConnection(connectionOptions);
    await connection.query(statement).finally(() => connection.end());
  };
  await run(`CREATE DATABASE \`${hyphenated}\` CHARACTER SET utf8mb4`);
  return {
    name: hyphenated,
    connectionOptions: { ...connectionOptions, database: hyphenated },
    drop: async () => {
      await run(`DROP DATABASE \`${hyphenated}\``);
      await plain.drop();
    },
  };
}

describe('on every server, the storage analysis', () => {
  let app: StorageApp;

  beforeAll(async () => {
    app = await StorageApp.over(await createHyphenated(), { at: AT });
    await app.dataSource.runMigrations();
    const digits =
      'SELECT 0 AS d UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5 UNION SELECT 6 UNION SELECT 7 UNION SELECT 8 UNION SELECT 9';
    await app.query('CREATE TABLE digits (d INT PRIMARY KEY)');
    await app.query(`INSERT INTO digits ${digits}`);
    await app.query(
      `INSERT INTO ride_status_snapshots (ride_id, recorded_at, status, wait_time, data_source)
       SELECT 1 + n DIV 5000, TIMESTAMP'2026-02-01 00:00:00' + INTERVAL MOD(n, 5000) MINUTE, 1, 30, 2
         FROM (SELECT a.d + 10 * b.d + 100 * c.d + 1000 * d.d + 10000 * e.d + 100000 * f.d AS n
                 FROM digits a, digits b, digits c, digits d, digits e, digits f WHERE f.d < 2) numbers WHERE n < ${ROWS} ORDER BY n`,
    );
  });
  afterAll(() => app.close());

  it('ends a count over its time limit, with and without a condition', async () => {
    const database = app.get(StorageDatabase);
    await app.query('CREATE TABLE many (n INT PRIMARY KEY AUTO_INCREMENT, pad CHAR(20))');
    await app.query("INSERT INTO many (pad) SELECT 'x' FROM digits a, digits b, digits c, digits d, digits e");
    // Pairs of rows: no machine counts ten thousand million of them before the server looks at its clock.
    const pairs = 'SELECT COUNT(*) AS n FROM many a JOIN many b';
    expect(await database.queryWithin(1, pairs)).toBeNull();
    expect(await database.queryWithin(1, `${pairs} WHERE a.pad <> b.pad`)).toBeNull();
    expect(await database.queryWithin(60_000, 'SELECT COUNT(*) AS n FROM many')).toEqual([{ n: 100_000 }]);
    await app.query('DROP TABLE many');
  });

  it('finds the files of a schema with a hyphen, and the free space within a partition', async () => {
    await app.query('DROP TABLE digits');
    const { result } = await app.measure();
    expect(result).toMatchObject({ sizeSource: 'FILE', sizeNote: null });
    const metrics = await app.get(MetricRepository).findLatest();
    const measured = metrics.find(
      ({ table, partition }) => table === 'ride_status_snapshots' && partition === PARTITION,
    )!;
    expect(measured).toMatchObject({ rows: ROWS, sizeSource: 'FILE' });
    expect(measured.freeBytes).toBeGreaterThanOrEqual(1_048_576);
    expect(measured.dataBytes).toBeLessThan(ROWS * 100);
    expect(measured.dataBytes).toBeGreaterThan(ROWS * 30);
  });
});
