/**
 * The import of the History API: `npm run bench:history` (about a minute; wants a quiet machine). A local server sends recorded responses of
 * a simulated park, so that only the import is measured: requests, reading, ids, rows, checkpoints. Prints rows of responses per second end
 * to end, and the same for a second import, which stores nothing.
 */
import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fork } from 'node:child_process';
import Table from 'cli-table3';
import { holdEmbeddedDatabase } from '../../dist/common/database/embedded/embedded-database.js';
import { startApiSimulator } from '../../dist/tools/api-simulator/api-simulator.js';

const DAYS = 60;
const RIDES = 80;
const RUNS = Number(process.argv[2] ?? 3);
const BAR = 40_000;
const DAY_MS = 86_400_000;
const KEY = 'bench-key';
const UNMETERED = { tier: 'enterprise', historyDays: null, requestsPerMinute: null, historyPerHour: null };

/** The responses of one park with all rides of its destination, each requested once from the simulator. */
async function recordedResponses(seed, nowMs) {
  const plans = { keys: { [KEY]: UNMETERED } };
  const simulator = await startApiSimulator({
    seed,
    destinations: 1,
    ridesPerDestination: RIDES,
    clock: () => nowMs,
    plans,
  });
  const [destination] = simulator.world.destinations;
  const park = destination.parks[0];
  const days = Array.from({ length: DAYS }, (_, day) =>
    new Date(nowMs - (day + 5) * DAY_MS).toISOString().slice(0, 10),
  );
  const paths = [
    '/v1/me',
    `/v1/entity/${park.id}/history/coverage`,
    ...days.map((day) => `/v1/entity/${park.id}/history?date=${day}`),
  ];
  const responses = new Map();
  for (const path of paths) {
    const response = await fetch(simulator.baseUrl.replace('/v1', path), { headers: { 'X-API-Key': KEY } });
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    responses.set(path, Buffer.from(await response.arrayBuffer()));
  }
  await simulator.close();
  const range = { startDate: days.at(-1), endDate: days[0] };
  return { responses, destination: destination.id, park: { id: park.id, timezone: park.clock.timezone }, range };
}

async function serve(responses) {
  const server = createServer(({ url }, response) => {
    const body = responses.get(url);
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json' }).end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { baseUrl: `http://127.0.0.1:${server.address().port}/v1`, close: () => server.close() };
}

/** In a process of its own: the server must not slow it down. */
async function importOnce(world, environment) {
  const child = fork(new URL('history-run.mjs', import.meta.url), [JSON.stringify(world)], {
    env: { ...process.env, ...environment },
    cwd: environment.DATA_DIR,
  });
  const [metrics] = await once(child, 'message');
  await once(child, 'exit');
  if (metrics.result !== 'completed') throw new Error(`the import ended as ${metrics.result}: ${metrics.error}`);
  return metrics;
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const thousands = (value) => Math.round(value).toLocaleString('en');

const work = mkdtempSync(join(tmpdir(), 'history-bench-'));
const database = await holdEmbeddedDatabase({ dataDir: work, bufferPoolMb: 1024 });
const table = new Table({ head: ['measure', 'median', 'min – max', 'bar'] });
const report = (name, values, bar) =>
  table.push([
    name,
    `${thousands(median(values))} rows/s`,
    `${thousands(Math.min(...values))} – ${thousands(Math.max(...values))}`,
    bar,
  ]);
try {
  const [first, again, requests] = [[], [], []];
  for (let seed = 1; seed <= RUNS + 1; seed++) {
    const { responses, ...world } = await recordedResponses(seed, Date.UTC(2026, 6, 28, 16));
    const server = await serve(responses);
    const environment = {
      ...{ DATA_DIR: work, EMBEDDED_DB_BUFFER_POOL_MB: '1024', LIVE_API_BASE_URL: server.baseUrl },
      ...{ THEMEPARKS_API_KEY: KEY, LIVE_REQUESTS_PER_MINUTE: '100000' },
    };
    const stored = await importOnce(world, environment);
    // The first import of all creates tables and partitions.
    if (seed > 1) {
      first.push(stored.read / stored.seconds);
      again.push(((metrics) => metrics.read / metrics.seconds)(await importOnce(world, environment)));
      requests.push(stored.filesDone);
    }
    console.error(
      `seed ${seed}: ${thousands(stored.read)} rows of ${stored.filesDone} park-days in ${stored.seconds.toFixed(2)} s, ${stored.cpuSeconds.toFixed(2)} s of processor time`,
    );
    server.close();
  }
  report('import of the History API', first, `>= ${thousands(BAR)}`);
  report('the same again', again, '');
  console.log(table.toString());
} finally {
  await database.release();
  rmSync(work, { recursive: true, force: true });
}
