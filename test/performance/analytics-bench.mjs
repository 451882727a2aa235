/**
 * The analytics bars: `npm run bench:analytics -- [--snapshots 50000000] [--events-per-ride-day 28]
 * [--buffer-pool 4096] [--keep] [--warm] [--only NAME]`. Makes a warehouse of
 * five years, rebuilds its statistics, asks every endpoint over real HTTP, warm and cold, and asks the same of the raw rows in
 * MariaDB and of DuckDB over Parquet. Prints Markdown. With --keep the warehouse stays in .data/bench and is used again.
 * With --warm only the warm requests are measured, of a warehouse that is kept.
 */
import { parseArgs } from 'node:util';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DuckDb } from './analytics/duckdb.mjs';
import { HttpClient } from './analytics/http-client.mjs';
import { plansOf } from './analytics/plans.mjs';
import { heldInDuckDb, heldInMariaDb, questionsOf } from './analytics/raw-questions.mjs';
import { endpointsOf } from './analytics/requests.mjs';
import { markdown, median, milliseconds, percentile, secondsOf, thousands } from './tools/figures.mjs';
import { insertPublished } from './warehouse/published.mjs';
import { Warehouse } from './warehouse/warehouse.mjs';

const { values: options } = parseArgs({
  options: {
    snapshots: { type: 'string', default: '50000000' },
    'events-per-ride-day': { type: 'string', default: '28' },
    'buffer-pool': { type: 'string', default: '4096' },
    requests: { type: 'string', default: '200' },
    'cold-rounds': { type: 'string', default: '10' },
    'raw-runs': { type: 'string', default: '3' },
    warm: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    keep: { type: 'boolean', default: false },
  },
});
const REQUESTS = Number(options.requests);
const COLD_ROUNDS = Number(options['cold-rounds']);
const RAW_RUNS = Number(options['raw-runs']);
const COLD_BAR_MS = 500;
const LONG_MS = 4_000;
/** Every request is worked out, at the end of the last day of the data. */
const SERVER = {
  settings: { PUBLIC_RESPONSE_CACHE_MS: '0' },
  nodeOptions: ['--import', fileURLToPath(new URL('warehouse/clock-of-last-day.mjs', import.meta.url))],
};

const size = { snapshots: Number(options.snapshots), eventsPerRideDay: Number(options['events-per-ride-day']) };
const warehouse = new Warehouse(size, Number(options['buffer-pool']));
const endpoints = endpointsOf(warehouse.world).filter(({ name }) => name.includes(options.only));

function progress(what) {
  console.error(`${(performance.now() / 1000).toFixed(0)} s: ${what}`);
}

async function prepare() {
  if (!warehouse.isBuilt) {
    progress(`making ${thousands(size.snapshots)} snapshots in ${warehouse.folder}`);
    await warehouse.build();
  }
  const duckDb = await DuckDb.open(warehouse.parquetFolder);
  if (warehouse.built.parquetSeconds === undefined) {
    progress('making Parquet of them');
    const { seconds } = await secondsOf(() => duckDb.makeParquet(join(warehouse.folder, 'tsv')));
    warehouse.note({ parquetSeconds: seconds });
  }
  await warehouse.start();
  if (warehouse.built.isPublished === undefined) {
    progress('inserting schedules, prices, show times and dining');
    const connection = await warehouse.connect();
    await insertPublished(connection, warehouse.world);
    await connection.end();
    warehouse.note({ isPublished: true });
  }
  if (warehouse.built.rebuildSeconds === undefined) {
    progress('rebuilding the statistics');
    const { seconds } = await secondsOf(() => warehouse.run('cli', ['stats', 'recompute', '--all']));
    const [{ days }] = await warehouse.query('SELECT COUNT(*) AS days FROM park_daily_stats');
    if (Number(days) === 0) throw new Error('the rebuild has written nothing');
    await warehouse.query(
      'ANALYZE TABLE ride_day_hours, ride_daily_stats, ride_ten_day_stats, ride_monthly_stats, park_daily_stats',
    );
    warehouse.note({ rebuildSeconds: seconds });
  }
  return duckDb;
}

/** The endpoints that this version of the server has. */
async function existing(client) {
  const found = [];
  for (const endpoint of endpoints) {
    const { status, body } = await client.time(endpoint.path(1));
    if (status === 200) found.push(endpoint);
    else console.error(`left out: ${endpoint.name} answers ${status}: ${body.toString().slice(0, 300)}`);
  }
  return found;
}

async function ask(client, { name, path }, from, count) {
  const times = [];
  for (let number = from; number < from + count; number++) {
    const { ms, status } = await client.time(path(number));
    if (status !== 200) throw new Error(`${name}: ${path(number)} answers ${status}`);
    times.push(ms);
  }
  return times;
}

async function measureWarm({ isWarmOnly = false } = {}) {
  const server = await warehouse.serve(SERVER);
  const client = new HttpClient(server.url);
  const found = await existing(client);
  const warm = new Map();
  for (const endpoint of found) {
    progress(`warm: ${endpoint.name}`);
    // Warm is what has been asked before: one request a ride and day of five years would measure the disk.
    await ask(client, endpoint, 0, REQUESTS);
    warm.set(endpoint.name, await ask(client, endpoint, 0, REQUESTS));
  }
  if (isWarmOnly) {
    client.close();
    await server.stop();
    return { found, warm };
  }
  progress('plans');
  const plans = await plansOf(warehouse, server.url, found);
  const exported = await measureExport(server, client);
  client.close();
  await server.stop();
  return { found, warm, plans, exported };
}

/** The most memory that a process had since the last time that this was asked, where the system lets that be reset. */
function peakMbOf(pid) {
  const peakMb = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
  try {
    writeFileSync(`/proc/${pid}/clear_refs`, '5');
  } catch {
    // only the peak since the start is known then
  }
  return peakMb;
}

async function measureExport({ pid }, client) {
  const metrics = [];
  for (const format of ['ndjson', 'csv', 'parquet']) {
    progress(`export as ${format}`);
    const beforeMb = peakMbOf(pid);
    const path = `/api/export/snapshots?parkId=1&from=2021-01-01T00:00:00Z&to=2026-01-01T00:00:00Z&format=${format}`;
    const { ms, status, body } = await client.time(path);
    if (status !== 200) throw new Error(`${path} answers ${status}`);
    metrics.push({ format, seconds: ms / 1000, bytes: body.length, beforeMb, peakMb: peakMbOf(pid) });
  }
  const [{ count }] = await warehouse.query(
    `SELECT COUNT(*) AS count FROM ride_status_snapshots WHERE ride_id <= ? AND recorded_at >= '2021-01-01' AND recorded_at < '2026-01-01'`,
    [warehouse.world.ridesPerPark],
  );
  return { metrics, rows: Number(count) };
}

/** In each round every endpoint is asked once, of another park or ride, after server and program were started anew. */
async function measureCold(found) {
  const cold = new Map(found.map(({ name }) => [name, []]));
  let isFileCacheDropped = true;
  for (let round = 0; round < COLD_ROUNDS; round++) {
    progress(`cold: round ${round + 1} of ${COLD_ROUNDS}`);
    isFileCacheDropped = (await warehouse.restartCold()) && isFileCacheDropped;
    const server = await warehouse.serve(SERVER);
    const client = new HttpClient(server.url);
    // the connection to the database and the code of a request, not the data
    await client.time('/api/destinations?limit=1');
    for (let place = 0; place < found.length; place++) {
      const endpoint = found[(place + round * 7) % found.length];
      const [ms] = await ask(client, endpoint, 50_000 + round * 97 + place * 13, 1);
      cold.get(endpoint.name).push(ms);
    }
    client.close();
    await server.stop();
  }
  return { cold, isFileCacheDropped };
}

/** What takes long is measured once. */
async function timesOf(work, runs) {
  const times = [];
  for (let run = 0; run < runs && (times[0] ?? 0) < LONG_MS; run++) times.push((await secondsOf(work)).seconds * 1000);
  return times;
}

async function measureRaw(duckDb, warm) {
  const rows = [];
  const connection = await warehouse.connect();
  for (const { name, naive, weighted } of questionsOf(warehouse.world)) {
    progress(`raw: ${name}`);
    const inMariaDb = (sql) => timesOf(() => connection.query(sql), RAW_RUNS);
    const inDuckDb = (sql) => timesOf(() => duckDb.run(sql), RAW_RUNS);
    const ours = warm.get(name);
    const cells = [
      await inMariaDb(naive('ride_status_snapshots')),
      await inMariaDb(weighted(heldInMariaDb)),
      await inDuckDb(naive(duckDb.table)),
      await inDuckDb(weighted(heldInDuckDb(duckDb.table))),
    ].map(median);
    rows.push([name, ours === undefined ? 'none' : milliseconds(median(ours)), ...cells.map(milliseconds)]);
  }
  await connection.end();
  return rows;
}

async function sizes(duckDb) {
  const files = await warehouse.query(
    `SELECT REGEXP_REPLACE(NAME, '^.*/([a-z_]+).*$', '\\\\1') AS name, SUM(FILE_SIZE) AS bytes
       FROM information_schema.INNODB_SYS_TABLESPACES WHERE NAME LIKE '%/ride\\_%' OR NAME LIKE '%/park\\_%' GROUP BY 1`,
  );
  const rows = files
    .filter(({ bytes }) => Number(bytes) > 1 << 20)
    .map(({ name, bytes }) => [name, `${thousands(Number(bytes) / 2 ** 20)} MB`]);
  return [...rows, ['Parquet of the snapshots (DuckDB, zstd)', `${thousands(duckDb.bytes / 2 ** 20)} MB`]];
}

function print({ found, warm, cold, plans, exported, raw, size, isFileCacheDropped }) {
  const { rows, loadSeconds, parquetSeconds, rebuildSeconds } = warehouse.built;
  const { parks, rides } = warehouse.world;
  console.log(
    `${thousands(rows)} snapshots of ${rides.length} rides in ${parks.length} parks over five years; buffer pool ${options['buffer-pool']} MB.`,
  );
  console.log(
    markdown(
      ['step', 'seconds', 'snapshots/s', 'bar'],
      [
        ['made and loaded (LOAD DATA)', loadSeconds.toFixed(0), thousands(rows / loadSeconds), ''],
        ['Parquet by DuckDB', parquetSeconds.toFixed(0), thousands(rows / parquetSeconds), ''],
        ['statistics rebuild', rebuildSeconds.toFixed(0), thousands(rows / rebuildSeconds), 'at least 300,000'],
      ],
    ),
  );
  console.log(markdown(['what', 'on disk'], size));
  const met = (value, bar) => (value < bar ? 'yes' : '**no**');
  console.log(
    markdown(
      ['endpoint', 'warm p50, ms', 'warm p95, ms', 'bar', 'met', 'cold p50, ms', 'cold p95, ms', 'bar', 'met'],
      found.map(({ name, bar }) => {
        const [w50, w95, c50, c95] = [warm, cold].flatMap((times) =>
          [0.5, 0.95].map((p) => percentile(times.get(name), p)),
        );
        return [
          name,
          milliseconds(w50),
          milliseconds(w95),
          bar,
          met(w95, bar),
          milliseconds(c50),
          milliseconds(c95),
          COLD_BAR_MS,
          met(c95, COLD_BAR_MS),
        ];
      }),
    ),
  );
  console.log(
    `Warm: ${REQUESTS} different requests over one connection, each asked once before. Cold: ${COLD_ROUNDS} rounds, database and program started anew, ` +
      `${isFileCacheDropped ? "the system's file cache dropped" : "the system's file cache could NOT be dropped"}; p95 of ${COLD_ROUNDS} is the slowest.`,
  );
  console.log(
    markdown(
      [
        'question, ms',
        'this API',
        'MariaDB, AVG over rows',
        'MariaDB, weighted',
        'DuckDB, AVG over rows',
        'DuckDB, weighted',
      ],
      raw,
    ),
  );
  console.log(
    markdown(
      ['export of a park, five years', 'seconds', 'rows/s', 'MB', 'memory of the server before, MB', 'peak, MB'],
      exported.metrics.map(({ format, seconds, bytes, beforeMb, peakMb }) => [
        ...[
          format,
          seconds.toFixed(1),
          thousands(exported.rows / seconds),
          (bytes / 1e6).toFixed(1),
          thousands(beforeMb),
          thousands(peakMb),
        ],
      ]),
    ),
  );
  console.log(markdown(['endpoint', 'table', 'partitions', 'type', 'key', 'rows, estimated'], plans.map(shortPlan)));
}

function printWarm({ found, warm }) {
  console.log(
    markdown(
      ['endpoint', 'warm p50, ms', 'warm p95, ms', 'bar', 'met'],
      found.map(({ name, bar }) => {
        const [p50, p95] = [0.5, 0.95].map((p) => percentile(warm.get(name), p));
        return [name, milliseconds(p50), milliseconds(p95), bar, p95 < bar ? 'yes' : '**no**'];
      }),
    ),
  );
}

/** Sixty names of partitions are a number and the ends. */
function shortPlan([name, table, partitions, ...rest]) {
  const list = partitions.split(',');
  return [name, table, list.length > 2 ? `${list.length}: ${list[0]} to ${list.at(-1)}` : partitions, ...rest];
}

try {
  const duckDb = await prepare();
  if (options.warm) {
    printWarm(await measureWarm({ isWarmOnly: true }));
    await warehouse.stop();
    process.exit(0);
  }
  const { found, warm, plans, exported } = await measureWarm();
  const raw = await measureRaw(duckDb, warm);
  const { cold, isFileCacheDropped } = await measureCold(found);
  print({ found, warm, cold, plans, exported, raw, size: await sizes(duckDb), isFileCacheDropped });
  progress('done');
} finally {
  await warehouse.stop();
  if (!options.keep) warehouse.remove();
}
process.exit(0);
