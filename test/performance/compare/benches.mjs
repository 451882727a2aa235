import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { median } from '../tools/figures.mjs';
import { processorSeconds } from '../tools/processor-time.mjs';
import { holdDatabase } from './held-database.mjs';
import { openHttp, openHttpInMemory } from './http-benches.mjs';
import { openImport, openNewMonth, openReimport } from './import-benches.mjs';
import { openWarehouseStatistics } from './warehouse-benches.mjs';

const run = promisify(execFile);
const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');

/** `npm run bench:statistics` of each tree; all print the same table. */
const openStatistics = (days, rowsPerDay, parks) => (trees) => {
  const size = ['--parks', `${parks}`, '--rides', '60', '--days', `${days}`, '--rows-per-day', `${rowsPerDay}`];
  const args = ['test/performance/statistics-bench.mjs', ...size];
  return {
    close: () => undefined,
    async measure(side) {
      const { stdout } = await run('node', args, { cwd: trees[side] });
      const rows = stdout
        .replaceAll(COLOURS, '')
        .split('\n')
        .map((line) => line.split('│').map((cell) => cell.trim().replaceAll(',', '')));
      const again = rows.filter(([, name]) => name === 'again');
      const column = (index) => median(again.map((cells) => Number(cells[index])));
      const processor = { 'processor s, program': column(6), 'processor s, database': column(7) };
      return { 'snapshots/s': column(5), ...processor, 'peak memory, MB': column(8) };
    },
  };
};

/** The server of each tree with a database that is up: seconds until it listens. */
async function openStart(trees) {
  const held = {};
  for (const [side, tree] of Object.entries(trees)) held[side] = await holdDatabase(tree, 256);
  const start = async (side) => {
    const { folder, settings } = held[side];
    const env = { ...settings, ROLE: 'api', PORT: '0', COLLECT_ENABLED: 'false', ADMIN_API_KEY: 'only-for-this-bench' };
    const startedMs = performance.now();
    const child = spawn('node', [join(trees[side], 'dist/main.js')], {
      ...{ cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'] },
    });
    for await (const line of createInterface(child.stdout)) if (line.includes('Listening at')) break;
    const [seconds, cpuSeconds] = [(performance.now() - startedMs) / 1000, processorSeconds(child.pid)];
    child.stdout.resume();
    child.kill('SIGTERM');
    await once(child, 'exit');
    return { 's until it listens': seconds, 'processor s': cpuSeconds };
  };
  // The first start creates the tables.
  for (const side of Object.keys(trees)) await start(side);
  return {
    measure: start,
    async close() {
      for (const database of Object.values(held)) await database.release();
    },
  };
}

const CYCLE_MS = 300_000;
const FIRST_CYCLE_MS = Date.parse('2026-07-11T14:00:00.250Z');
const CYCLES_OF_PAIR = 6;

/** Cycles of 100 destinations in which no feed says anything new, collected by `live-run.mjs` of each tree. */
async function openLive(trees) {
  const world = { nowMs: FIRST_CYCLE_MS };
  const { startApiSimulator } = await import(
    pathToFileURL(join(trees.new, 'dist/tools/api-simulator/api-simulator.js')).href
  );
  const size = { seed: 7, destinations: 100, ridesPerDestination: 60, latencyMs: 150, limitPerMinute: 1_000_000 };
  const clocks = { clock: () => world.nowMs, limitClock: () => performance.now() };
  const simulator = await startApiSimulator({ ...clocks, ...size });
  simulator.setFaults({ feed: [{ kind: 'FROZEN', fromMs: FIRST_CYCLE_MS }] });
  const collectors = {};
  for (const [side, tree] of Object.entries(trees)) collectors[side] = await startCollector(tree, simulator);
  const cycle = async (side) => {
    const collector = collectors[side];
    world.nowMs = FIRST_CYCLE_MS + collector.cycles++ * CYCLE_MS;
    return collector.run(world.nowMs);
  };
  for (const side of Object.keys(trees)) await cycle(side);
  return {
    async close() {
      for (const collector of Object.values(collectors)) await collector.close();
      await simulator.close();
    },
    async measure(side) {
      const cycles = [];
      for (let count = 0; count < CYCLES_OF_PAIR; count++) cycles.push(await cycle(side));
      const of = (field) => median(cycles.map((metrics) => metrics[field]));
      return { 's, cycle': of('seconds'), 'processor s': of('cpuSeconds'), 'memory, MB': of('rssMb') };
    },
  };
}

async function startCollector(tree, simulator) {
  const held = await holdDatabase(tree, 512);
  const program = join(tree, 'test/performance/live-run.mjs');
  const child = spawn('node', [program, ...simulator.destinationIds], {
    cwd: held.folder,
    env: { ...held.settings, LIVE_API_BASE_URL: simulator.baseUrl, LIVE_REQUESTS_PER_MINUTE: '100000' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  await lines.next();
  return {
    cycles: 0,
    async run(nowMs) {
      child.stdin.write(`${nowMs}\n`);
      return JSON.parse((await lines.next()).value);
    },
    async close() {
      child.stdin.end();
      if (child.exitCode === null) await once(child, 'exit');
      await held.release();
    },
  };
}

/** Each opens both trees; `measure` gives the figures of one side in one pair. */
export const BENCHES = {
  import: openImport,
  'new-month': openNewMonth,
  reimport: openReimport,
  statistics: openStatistics(40, 140, 2),
  // As many rows a ride and day as the warehouse of 50 million snapshots has.
  'sparse-statistics': openStatistics(120, 28, 4),
  'warehouse-statistics': openWarehouseStatistics,
  http: openHttp,
  'http-in-memory': openHttpInMemory,
  start: openStart,
  live: openLive,
};
