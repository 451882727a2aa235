import { setTimeout as delay } from 'node:timers/promises';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { readParquet, readSchema } from 'parquet-wasm/node';
import { parse } from 'csv-parse/sync';
import type { DataSource } from 'typeorm';
import { dialectOf } from '../../src/common/database/dialect/dialect.js';
import { SNAPSHOTS } from '../../src/modules/export/export-datasets.js';
import { ExportRepository, ROWS_PER_BATCH } from '../../src/modules/export/export.sql.js';
import type { ExportedRide } from '../../src/modules/export/export-table.js';
import { ROWS_PER_GROUP } from '../../src/modules/export/export-formats.js';
import { ApiApp } from '../api/support/api-app.js';
import { LiveRows } from '../support/live-rows.js';
import { type OpenDatabase, openEmptyDatabase } from '../support/migrated-database.js';

const START_MS = Date.UTC(2024, 4, 31);
const MINUTE_MS = 60_000;
/** More rows than a batch and a row group; the other rides have few rows. */
const MANY = ROWS_PER_GROUP + 2 * ROWS_PER_BATCH + 7;
/** A body of 40 MB: more than the buffers of a loopback connection can hold if the client does not read. */
const MORE_THAN_BUFFERS = 100_000;
const LONG_NAME = 'Big '.padEnd(250, 'x');
const RANGE = 'from=2024-05-01T00:00:00Z&to=2024-08-01T00:00:00Z';
const COLUMNS = [
  ...['rideId', 'canonicalRideId', 'rideName', 'parkId', 'recordedAt', 'lastConfirmedAt', 'status', 'waitMinutes'],
  ...['dataSource', 'lastUpdatedApi'],
];

let database: OpenDatabase;
let api: ApiApp;
let writer: DataSource;
let port: number;

/** The response, with its body still unread. */
async function request(path: string, method = 'GET', headers = {}): Promise<IncomingMessage> {
  const sent = get({ host: '127.0.0.1', port, path: `/api/export/${path}`, method, headers });
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return response;
}

async function bodyOf(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function exported(path: string): Promise<Buffer> {
  const response = await request(path);
  const body = await bodyOf(response);
  expect([response.statusCode, response.complete]).toEqual([200, true]);
  return body;
}

type Line = Record<string, string | number | null>;
const linesOf = (body: Buffer): Line[] =>
  body
    .toString()
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Line);
const errorOf = (body: Buffer): string => (JSON.parse(body.toString()) as { error: { code: string } }).error.code;

async function untilNoExportRuns(): Promise<void> {
  for (;;) {
    const response = await request(`snapshots?parkId=3&${RANGE}`);
    await bodyOf(response);
    if (response.statusCode === 200) return;
  }
}

const insert = (rideId: number, fromMs: number, count: number): Promise<unknown> =>
  writer.query(
    `INSERT INTO ride_status_snapshots (ride_id, recorded_at, status, wait_time, data_source) VALUES ${Array.from(
      { length: count },
      (_, row) => `(${rideId},'${new Date(fromMs + row * MINUTE_MS).toISOString().slice(0, 19)}',1,${row % 90},2)`,
    ).join(',')}`,
  );

beforeAll(async () => {
  database = await openEmptyDatabase('export');
  api = await ApiApp.start({
    connection: database.database.connectionOptions,
    settings: { ROLE: 'api', EXPORT_CONCURRENCY: '1', RATE_LIMIT_PUBLIC_PER_MINUTE: '100000' },
  });
  port = ((api.app.getHttpServer() as { address(): unknown }).address() as AddressInfo).port;
  writer = await database.connect();
  const rows = new LiveRows(writer.query.bind(writer));
  await rows.destination(1, 'Resort');
  for (const parkId of [1, 2, 3, 4]) await rows.park(parkId, 1, `Park ${parkId}`);
  await rows.ride(1, 1, 'Fast, "loud" & wet™');
  await rows.ride(2, 1, '=SUM(A1:A9)');
  await rows.ride(3, 1, 'Its former self');
  await rows.ride(4, 2, LONG_NAME);
  await rows.ride(5, 2, 'After it');
  await rows.ride(6, 4, LONG_NAME);
  await rows.link(3, 1);
  await insert(1, START_MS, 3);
  await writer.query(
    `INSERT INTO ride_status_snapshots VALUES
       (1, '2024-06-15 10:00:00.123', 'OPERATING', 45, '2024-06-15 10:05:00.456', '2024-06-15 09:59:00', 'LIVE'),
       (2, '2024-06-15 10:00:00.000', NULL, NULL, NULL, NULL, 'ARCHIVE'),
       (3, '2024-05-15 10:00:00.000', 'CLOSED', NULL, NULL, NULL, 'ARCHIVE'),
       (3, '2024-08-01 00:00:00.000', 'CLOSED', NULL, NULL, NULL, 'ARCHIVE')`,
  );
  await insert(4, START_MS, MANY);
  await insert(5, START_MS, 2);
});
afterAll(async () => {
  await api.close();
  await database.close();
});

describe('the export of snapshots', () => {
  it('contains every stored row of [from, to) with all columns, including those of linked rides', async () => {
    const lines = linesOf(await exported(`snapshots?parkId=1&${RANGE}`));
    expect(lines.map(({ rideId, recordedAt }) => [rideId, recordedAt])).toEqual([
      [1, '2024-05-31T00:00:00.000Z'],
      [1, '2024-05-31T00:01:00.000Z'],
      [1, '2024-05-31T00:02:00.000Z'],
      [1, '2024-06-15T10:00:00.123Z'],
      [3, '2024-05-15T10:00:00.000Z'],
      [2, '2024-06-15T10:00:00.000Z'],
    ]);
    expect(Object.keys(lines[0]!)).toEqual(COLUMNS);
    expect(lines[3]).toEqual({
      ...{ rideId: 1, canonicalRideId: 1, rideName: 'Fast, "loud" & wet™', parkId: 1 },
      ...{ recordedAt: '2024-06-15T10:00:00.123Z', lastConfirmedAt: '2024-06-15T10:05:00.456Z' },
      ...{ status: 'OPERATING', waitMinutes: 45, dataSource: 'LIVE', lastUpdatedApi: '2024-06-15T09:59:00.000Z' },
    });
    expect(lines[4]).toMatchObject({ rideId: 3, canonicalRideId: 1, rideName: 'Fast, "loud" & wet™', parkId: 1 });
    expect(lines[5]).toMatchObject({ status: null, waitMinutes: null, lastConfirmedAt: null });
  });

  it('of a linked ride equals that of its canonical ride', async () => {
    const whole = await exported(`snapshots?rideId=1&${RANGE}`);
    expect((await exported(`snapshots?rideId=3&${RANGE}`)).equals(whole)).toBe(true);
    expect(linesOf(whole)).toHaveLength(5);
  });

  it('contains every row once, across batches and partitions', async () => {
    const lines = linesOf(await exported(`snapshots?parkId=2&${RANGE}`));
    expect(lines).toHaveLength(MANY + 2);
    const instants = lines.slice(0, MANY).map(({ recordedAt }) => Date.parse(String(recordedAt)));
    expect(instants.every((instantMs, row) => instantMs === START_MS + row * MINUTE_MS)).toBe(true);
  });

  it('has the same content in CSV, by RFC 4180, and no name is a formula', async () => {
    const text = (await exported(`snapshots?parkId=1&${RANGE}&format=csv`)).toString();
    expect(text.split('\r\n')[0]).toBe(COLUMNS.join(','));
    const rows = parse(text, { columns: true }) as unknown as Record<string, string>[];
    const lines = linesOf(await exported(`snapshots?parkId=1&${RANGE}`));
    const asText = lines.map((line) =>
      Object.fromEntries(Object.entries(line).map(([name, value]) => [name, value === null ? '' : String(value)])),
    );
    expect(rows).toEqual(asText.map((row) => ({ ...row, rideName: row.rideName!.replace(/^=/, "'=") })));
  });

  it('has the same content in Parquet, in row groups, with instants as UTC timestamps', async () => {
    const bytes = await exported(`snapshots?parkId=2&${RANGE}&format=parquet`);
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
    const { row_groups: groups, schema } = parquetMetadata(file);
    expect(groups.map((group) => Number(group.num_rows))).toEqual([ROWS_PER_GROUP, 2 * ROWS_PER_BATCH + 9]);
    expect(schema.find(({ name }) => name === 'recordedAt')).toMatchObject({
      repetition_type: 'REQUIRED',
      logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
    });
    const rows = await parquetReadObjects({ file });
    const lines = linesOf(await exported(`snapshots?parkId=2&${RANGE}`));
    // as text, because comparing this many objects takes seconds
    expect(JSON.stringify(rows.slice(0, 3))).toBe(JSON.stringify(lines.slice(0, 3)));
    expect(JSON.stringify(rows) === JSON.stringify(lines)).toBe(true);
  });

  it.each(['ndjson', 'csv', 'parquet'])('without a row is a valid file: %s', async (format) => {
    const body = await exported(`snapshots?parkId=3&${RANGE}&format=${format}`);
    if (format === 'ndjson') expect(body).toHaveLength(0);
    if (format === 'csv') expect(body.toString()).toBe(`${COLUMNS.join(',')}\r\n`);
    if (format === 'parquet') {
      const file = body.buffer.slice(body.byteOffset, body.byteOffset + body.length) as ArrayBuffer;
      expect(await parquetReadObjects({ file })).toEqual([]);
      expect(
        parquetMetadata(file)
          .schema.slice(1)
          .map(({ name }) => name),
      ).toEqual(COLUMNS);
    }
  });

  // arrow-rs underlies most other Parquet readers; DuckDB and hyparquet are more tolerant.
  it.each([
    ['snapshots', 2, MANY + 2],
    ['snapshots', 3, 0],
    ['queues', 3, 0],
  ])('in Parquet is readable by arrow-rs: %s of park %i, %i rows', async (dataset, parkId, rows) => {
    const bytes = new Uint8Array(await exported(`${dataset}?parkId=${parkId}&${RANGE}&format=parquet`));
    const count = readParquet(bytes)
      .recordBatches()
      .reduce((sum, batch) => sum + batch.numRows, 0);
    expect(count).toBe(rows);
    readSchema(bytes).free();
  });

  it('is compressed as text for clients that accept it, and as it is in Parquet', async () => {
    for (const format of ['csv', 'ndjson']) {
      const path = `snapshots?parkId=1&${RANGE}&format=${format}`;
      const plain = await exported(path);
      for (const [accepted, encoding, read] of [
        ['br', 'br', brotliDecompressSync],
        ['gzip, deflate', 'gzip', gunzipSync],
      ] as const) {
        const response = await request(path, 'GET', { 'Accept-Encoding': accepted });
        expect(response.headers).toMatchObject({ 'content-encoding': encoding, vary: 'Accept-Encoding' });
        expect(read(await bodyOf(response)).equals(plain)).toBe(true);
        const head = await request(path, 'HEAD', { 'Accept-Encoding': accepted });
        expect([head.headers['content-encoding'], await bodyOf(head)]).toEqual([encoding, Buffer.alloc(0)]);
      }
    }
    const parquet = await request(`snapshots?parkId=1&${RANGE}&format=parquet`, 'GET', { 'Accept-Encoding': 'gzip' });
    expect(parquet.headers['content-encoding']).toBeUndefined();
    expect((await bodyOf(parquet)).subarray(0, 4).toString()).toBe('PAR1');
  });

  it('has a file name and a content type, and is not cached', async () => {
    const response = await request(`snapshots?parkId=3&${RANGE}&format=parquet`, 'HEAD');
    expect(response.headers).toMatchObject({
      'content-type': 'application/vnd.apache.parquet',
      'content-disposition': 'attachment; filename="snapshots-park-3-20240501T000000Z-20240801T000000Z.parquet"',
      'cache-control': 'no-store',
    });
    expect((await request(`snapshots?rideId=1&${RANGE}&format=csv`, 'HEAD')).headers['content-type']).toMatch(
      /^text\/csv; charset=utf-8/,
    );
  });

  it.each([
    ['no range', 'parkId=1', 400, 'VALIDATION_FAILED'],
    ['neither park nor ride', RANGE, 400, 'VALIDATION_FAILED'],
    ['both', `parkId=1&rideId=1&${RANGE}`, 400, 'VALIDATION_FAILED'],
    ['an unknown format', `parkId=1&format=xlsx&${RANGE}`, 400, 'VALIDATION_FAILED'],
    ['an empty range', 'parkId=1&from=2024-05-01T00:00:00Z&to=2024-05-01T00:00:00Z', 400, 'DATE_OUT_OF_RANGE'],
    ['an unknown park', `parkId=99&${RANGE}`, 404, 'PARK_NOT_FOUND'],
    ['an unknown ride', `rideId=99&${RANGE}`, 404, 'RIDE_NOT_FOUND'],
  ])('is rejected for %s', async (_, query, status, code) => {
    const response = await request(`snapshots?${query}`);
    expect([response.statusCode, errorOf(await bodyOf(response))]).toEqual([status, code]);
  });
});

describe('the export of queues', () => {
  it('contains every queue of an instant once, with price and windows', async () => {
    const rows = new LiveRows(writer.query.bind(writer));
    const at = new Date('2024-06-15T10:00:00.123Z');
    const when = { from: at, until: at };
    await rows.queue(1, 'SINGLE_RIDER', { ...when, wait_time_minutes: 10 });
    await rows.queue(1, 'PAID_RETURN_TIME', { ...when, price_minor: 1500, price_currency: 'USD', state: 'AVAILABLE' });
    const lines = linesOf(await exported(`queues?rideId=1&${RANGE}`));
    expect(lines).toMatchObject([
      { queueType: 'SINGLE_RIDER', waitMinutes: 10, priceMinor: null, recordedAt: at.toISOString() },
      { queueType: 'PAID_RETURN_TIME', priceMinor: 1500, priceCurrency: 'USD', state: 'AVAILABLE' },
    ]);
    expect((await exported(`queues?rideId=1&${RANGE}&format=parquet`)).subarray(0, 4).toString()).toBe('PAR1');
  });
});

describe('an export with concurrent writers', () => {
  beforeAll(async () => {
    for (let row = 0; row < MORE_THAN_BUFFERS; row += 20_000) await insert(6, START_MS + row * MINUTE_MS, 20_000);
  });

  /** An export in progress whose client has read little of it so far. */
  async function begun(parkId = 2): Promise<{ response: IncomingMessage; rest: () => Promise<Buffer> }> {
    return begunAt(`snapshots?parkId=${parkId}&${RANGE}`);
  }

  async function begunAt(path: string): Promise<{ response: IncomingMessage; rest: () => Promise<Buffer> }> {
    while ((await openConnections()).length > 0);
    const response = await request(path);
    const [first] = (await once(response, 'data')) as [Buffer];
    response.pause();
    return { response, rest: async () => Buffer.concat([first, await bodyOf(response)]) };
  }

  /** Connections with a transaction. The server refreshes this list only if it was not queried for 100 ms. */
  async function openConnections(): Promise<number[]> {
    await delay(150);
    const rows = await writer.query<{ id: number }[]>(
      `SELECT ID AS id FROM information_schema.PROCESSLIST JOIN information_schema.INNODB_TRX ON trx_mysql_thread_id = ID
        WHERE DB = DATABASE() AND ID <> CONNECTION_ID()`,
    );
    return rows.map(({ id }) => id);
  }

  it('is a snapshot of the database at its start: later writes are not in it, and nothing is missing', async () => {
    const { rest } = await begun();
    await insert(4, START_MS + (MANY + 5) * MINUTE_MS, 50);
    await insert(5, START_MS - 10 * MINUTE_MS, 3);
    await writer.query(
      "UPDATE ride_status_snapshots SET wait_time = 200 WHERE ride_id = 5 AND recorded_at >= '2024-05-31'",
    );
    await writer.query("UPDATE rides SET name = 'Renamed' WHERE ride_id = 5");
    const lines = linesOf(await rest());
    expect(lines).toHaveLength(MANY + 2);
    expect(lines.slice(-2)).toMatchObject([
      { rideName: 'After it', waitMinutes: 0 },
      { rideName: 'After it', waitMinutes: 1 },
    ]);
    expect(linesOf(await exported(`snapshots?parkId=2&${RANGE}`))).toHaveLength(MANY + 55);
  });

  it('does not block adding a partition, and continues', async () => {
    const { rest } = await begun();
    await writer.query('SET SESSION lock_wait_timeout = 5');
    await writer.query(
      "ALTER TABLE ride_status_snapshots REORGANIZE PARTITION p_future INTO (PARTITION p209912 VALUES LESS THAN ('2100-01-01 00:00:00'), PARTITION p_future VALUES LESS THAN (MAXVALUE))",
    );
    expect(linesOf(await rest())).toHaveLength(MANY + 55);
  });

  it('fails instead of leaving out rows that a change of partitions moves while it runs', async () => {
    await new LiveRows(writer.query.bind(writer)).ride(7, 4, 'Read last');
    await insert(7, START_MS, 2);
    await insert(7, Date.UTC(2101, 2, 1), 3);
    const path = 'snapshots?parkId=4&from=2024-05-01T00:00:00Z&to=2102-01-01T00:00:00Z';
    const { response, rest } = await begunAt(path);
    await writer.query(
      "ALTER TABLE ride_status_snapshots REORGANIZE PARTITION p_future INTO (PARTITION p210112 VALUES LESS THAN ('2102-01-01 00:00:00'), PARTITION p_future VALUES LESS THAN (MAXVALUE))",
    );
    await expect(rest()).rejects.toThrow('aborted');
    expect(response.complete).toBe(false);
    expect(linesOf(await exported(path))).toHaveLength(MORE_THAN_BUFFERS + 5);
  });

  it('names the cause if a change of partitions moves its rows', async () => {
    await insert(7, Date.UTC(2103, 2, 1), 3);
    const repository = new ExportRepository(writer, dialectOf(writer));
    const view = await repository.openView();
    try {
      const [ride] = (await repository.findRides(view, { canonicalRideId: 7 })) as [ExportedRide];
      await api.query(
        "ALTER TABLE ride_status_snapshots REORGANIZE PARTITION p_future INTO (PARTITION p210312 VALUES LESS THAN ('2104-01-01 00:00:00'), PARTITION p_future VALUES LESS THAN (MAXVALUE))",
      );
      const window = { fromMs: START_MS, toMs: Date.UTC(2104, 0, 1) };
      await expect(repository.readBatches(view, SNAPSHOTS, [ride], window).next()).rejects.toThrow('start it again');
    } finally {
      await view.close();
    }
  });

  it('begins anew if a change of partitions moves its rows before anything is sent', async () => {
    await insert(7, Date.UTC(2105, 2, 1), 3);
    const blocker = writer.createQueryRunner();
    try {
      await blocker.query('LOCK TABLES ride_status_snapshots WRITE');
      const exporting = exported('snapshots?rideId=7&from=2105-01-01T00:00:00Z&to=2106-01-01T00:00:00Z');
      await delay(300); // until it waits for the table, with its view opened
      await blocker.query(
        "ALTER TABLE ride_status_snapshots REORGANIZE PARTITION p_future INTO (PARTITION p210512 VALUES LESS THAN ('2106-01-01 00:00:00'), PARTITION p_future VALUES LESS THAN (MAXVALUE))",
      );
      await blocker.query('UNLOCK TABLES');
      expect(linesOf(await exporting)).toHaveLength(3);
    } finally {
      await blocker.query('UNLOCK TABLES');
      await blocker.release();
    }
  });

  it('closes the connection before the end of the body if it fails', async () => {
    const { rest } = await begun(4);
    let connections: number[];
    do connections = await openConnections();
    while (connections.length === 0);
    await writer.query(`KILL ${connections[0]}`);
    await expect(rest()).rejects.toThrow('aborted');
  });

  it('stops reading when its client disconnects, and releases its permit', async () => {
    const { response } = await begun(4);
    const refused = await request(`snapshots?parkId=3&${RANGE}`);
    expect([refused.statusCode, errorOf(await bodyOf(refused))]).toEqual([503, 'EXPORT_BUSY']);
    expect(refused.headers['retry-after']).toBe('15');
    const head = await request(`snapshots?parkId=3&${RANGE}`, 'HEAD');
    expect([head.statusCode, head.headers['retry-after'], (await bodyOf(head)).length]).toEqual([503, '15', 0]);
    response.destroy();
    await untilNoExportRuns();
    while ((await openConnections()).length > 0);
  });
});
