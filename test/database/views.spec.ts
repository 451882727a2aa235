import { readFileSync } from 'node:fs';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { VIEWS } from '../../src/migrations/1764400000330-create-views.js';
import { AnalystWarehouse } from '../export/support/analyst-warehouse.js';

type Row = Record<string, unknown>;
let warehouse: AnalystWarehouse;

beforeAll(async () => {
  warehouse = await AnalystWarehouse.start('views');
});
afterAll(() => warehouse.close());

const camelCase = (name: string): string => name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
/** Of one ride, so that a test of a small warehouse reads as an analyst does. */
const read = (sql: string): Promise<Row[]> => warehouse.query<Row>(sql);
const exported = async (path: string): Promise<Row[]> =>
  (await warehouse.download(`/api/export/${path}`))
    .toString()
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Row);

describe('the views', () => {
  it.each([
    ['v_ride_hours', 'ride_id, local_date, local_hour', 'ride-hours'],
    ['v_ride_days', 'ride_id, local_date', 'ride-days'],
    ['v_ride_months', 'ride_id, first_date', 'ride-months'],
    ['v_park_hours', 'park_id, local_date, local_hour', 'park-hours'],
    ['v_park_days', 'park_id, local_date', 'park-days'],
    ['v_park_months', 'park_id, first_date', 'park-months'],
  ])('%s has the rows and values of the export', async (view, order, dataset) => {
    const rows = await read(`SELECT * FROM ${view} ORDER BY ${order}`);
    const lines = await exported(dataset);
    expect(lines.length).toBeGreaterThan(5);
    expect(rows).toHaveLength(lines.length);
    const names = Object.keys(rows[0]!).filter((name) => camelCase(name) in lines[0]!);
    expect(names.length).toBeGreaterThan(20);
    rows.forEach((row, index) => {
      for (const name of names) {
        const value = row[name];
        const text = value instanceof Date ? value.toISOString() : value;
        const line = lines[index]![camelCase(name)];
        if (String(text) !== String(line)) expect([index, name, text]).toEqual([index, name, line]);
      }
    });
  });

  it('have the average of each row and its uptime', async () => {
    const [row] = await read(`SELECT * FROM v_ride_days WHERE ride_id = 2 AND local_date = '2024-07-10'`);
    const {
      average_wait_minutes: average,
      wait_minutes_ms: waits,
      wait_known_ms: known,
      uptime_percent: uptime,
    } = row!;
    expect(Number(average)).toBeCloseTo(Number(waits) / Number(known), 3);
    expect(Number(uptime)).toBeGreaterThan(50);
  });

  it('have the observations of linked rides with the ride that they count as', async () => {
    const rows = await read(
      'SELECT DISTINCT ride_id, canonical_ride_id, ride_name FROM v_observations WHERE ride_id IN (1, 6)',
    );
    expect(rows).toHaveLength(2);
    expect(rows).toContainEqual({ ride_id: 6, canonical_ride_id: 1, ride_name: 'Ride 1' });
    expect(await read('SELECT queue_type, price_minor FROM v_queues')).toEqual([
      { queue_type: 'PAID_RETURN_TIME', price_minor: 1500 },
    ]);
  });
});

describe('the script that makes a reader', () => {
  const user = `reader_${process.pid}`;

  afterAll(async () => {
    await warehouse.query(`DROP USER IF EXISTS '${user}'@'%'`).catch(() => undefined);
  });

  it('gives the views and the catalogue, and nothing else', async () => {
    const { connectionOptions } = warehouse.database;
    const script = readFileSync('docker/create-reader.sql', 'utf8')
      .replaceAll('themepark', connectionOptions.database)
      .replaceAll("'reader'", `'${user}'`)
      .replaceAll('change-me', 'Chosen-by-a-test-1');
    const admin = await createConnection({ ...connectionOptions, multipleStatements: true });
    // twice: it can be run again after an update
    await admin.query(script);
    await admin.query(script);
    await admin.end();
    const reader = await createConnection({ ...connectionOptions, user, password: 'Chosen-by-a-test-1' });
    const [visible] = await reader.query<RowDataPacket[]>(
      'SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() ORDER BY TABLE_NAME',
    );
    const catalogue = ['destinations', 'parks', 'ride_aliases', 'ride_names', 'rides'];
    expect(visible.map(({ name }) => String(name)).sort()).toEqual([...catalogue, ...Object.keys(VIEWS)].sort());
    for (const { name } of visible) await reader.query(`SELECT * FROM ${String(name)} LIMIT 1`);
    for (const refused of [
      'SELECT * FROM ride_status_snapshots LIMIT 1',
      'SELECT * FROM import_checkpoints LIMIT 1',
      "UPDATE rides SET name = 'mine'",
      'DELETE FROM v_observations',
      'CREATE TABLE mine (id INT)',
    ]) {
      await expect(reader.query(refused)).rejects.toThrow(/denied/);
    }
    await reader.end();
  });
});
