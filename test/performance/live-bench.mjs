/**
 * The bars of the live cycle: `npm run bench:live [cycles]` (100 cycles take about six minutes; wants a quiet machine).
 * A simulated API of 100 destinations with 60 rides each answers after 150 ms; the clock is set, so that five minutes
 * between two cycles cost nothing. Everything runs on this machine: API, collector, database.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import Table from 'cli-table3';
import { holdEmbeddedDatabase } from '../../dist/common/database/embedded/embedded-database.js';
import { startApiSimulator } from '../../dist/tools/api-simulator/api-simulator.js';

const CYCLES = Number(process.argv[2] ?? 100);
const STEADY_CYCLES = 10;
const WARM_UP_CYCLES = 10;
const CYCLE_MS = 300_000;
const LATENCY_MS = 150;
/** Morning in America, afternoon in Europe: feeds change a lot. */
const START_MS = Date.parse('2026-07-11T14:00:00.250Z');

/** A process that collects; `cycle` runs one at an instant. */
async function startCollector(destinationIds, environment, cwd) {
  const program = fileURLToPath(new URL('live-run.mjs', import.meta.url));
  const child = spawn('node', [program, ...destinationIds], {
    cwd,
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error('the collecting process ended');
    return value;
  };
  await next();
  return {
    async cycle(nowMs) {
      child.stdin.write(`${nowMs}\n`);
      return JSON.parse(await next());
    },
    async stop() {
      child.stdin.end();
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

/** The first cycle, cycles in which no feed says anything new, and cycles of a day in the parks. */
async function measure(simulator, world, collector) {
  const run = async (cycle) => {
    world.nowMs = START_MS + cycle * CYCLE_MS;
    const metrics = await collector.cycle(world.nowMs);
    if (metrics.destinationsFailed > 0) throw new Error(`${metrics.destinationsFailed} destinations failed`);
    return metrics;
  };
  const first = await run(0);
  console.error(`first cycle: ${first.seconds.toFixed(1)} s`);
  simulator.setFaults({ feed: [{ kind: 'FROZEN', fromMs: START_MS }] });
  const steady = [];
  for (let cycle = 1; cycle <= STEADY_CYCLES; cycle++) steady.push(await run(cycle));
  simulator.setFaults({});
  const changing = [];
  for (let cycle = STEADY_CYCLES + 1; cycle < CYCLES; cycle++) {
    changing.push(await run(cycle));
    if (cycle % 20 === 0) console.error(`${cycle} cycles`);
  }
  return { first, steady, changing };
}

const sorted = (values) => [...values].sort((a, b) => a - b);
const median = (values) => sorted(values)[Math.floor(values.length / 2)];
const range = (values, digits) => {
  const order = sorted(values);
  return `${order[0].toFixed(digits)} - ${order.at(-1).toFixed(digits)}`;
};

/** Least squares, in units per step. */
function slope(values) {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const products = values.reduce((sum, value, index) => sum + (index - middle) * (value - mean), 0);
  return products / values.reduce((sum, _, index) => sum + (index - middle) ** 2, 0);
}

function report({ first, steady, changing }, peakPerMinute) {
  const table = new Table({ head: ['measure', 'median', 'min - max', 'bar'] });
  const add = (name, cycles, field, unit, bar, digits = 0) => {
    const values = cycles.map((cycle) => cycle[field]);
    table.push([name, `${median(values).toFixed(digits)} ${unit}`, range(values, digits), bar]);
  };
  const all = [first, ...steady, ...changing];
  add('first cycle, everything new', [first], 'seconds', 's', '< 30 s', 1);
  add('cycle in which nothing changed', steady, 'seconds', 's', '< 30 s', 1);
  add('cycle of a day in the parks', changing, 'seconds', 's', '< 30 s', 1);
  add('computing time of such a cycle', changing, 'cpuSeconds', 's', '', 1);
  add('entities in it', changing, 'entitiesRead', '', '');
  add('rows written in it', changing, 'rowsWritten', '', '');
  add('rows extended in it', changing, 'rowsExtended', '', '');
  add('requests in a cycle, so every five minutes', all, 'requests', '', '< 300 a minute');
  const warm = all.slice(WARM_UP_CYCLES);
  add(`memory (RSS) after each cycle, from cycle ${WARM_UP_CYCLES + 1} on`, warm, 'rssMb', 'MB', 'flat');
  const rss = warm.map(({ rssMb }) => rssMb);
  const half = Math.floor(rss.length / 2);
  const halves = [rss.slice(0, half), rss.slice(half)].map((part) => median(part).toFixed(0));
  table.push(['first and last of them', `${rss[0].toFixed(0)}, ${rss.at(-1).toFixed(0)} MB`, '', 'flat']);
  table.push(['medians of the two halves', `${halves.join(', ')} MB`, '', 'flat']);
  table.push(['slope', `${slope(rss).toFixed(3)} MB a cycle`, '', 'about 0']);
  console.log(table.toString());
  console.log(`${all.length} cycles without a pause, ${peakPerMinute} requests in the busiest minute of that`);
  const load = loadavg().map((average) => average.toFixed(1));
  console.log(`load of the machine at the end: ${load.join(', ')}`);
}

const work = mkdtempSync(join(tmpdir(), 'live-bench-'));
const world = { nowMs: START_MS };
const simulator = await startApiSimulator({
  clock: () => world.nowMs,
  limitClock: () => performance.now(),
  seed: 7,
  destinations: 100,
  ridesPerDestination: 60,
  latencyMs: LATENCY_MS,
  limitPerMinute: 1_000_000,
});
const database = await holdEmbeddedDatabase({ dataDir: work, bufferPoolMb: 512 });
try {
  const environment = {
    DATA_DIR: work,
    LIVE_API_BASE_URL: simulator.baseUrl,
    // One cycle follows the other at once; the budget of a minute is for those that have five minutes.
    LIVE_REQUESTS_PER_MINUTE: '100000',
  };
  const collector = await startCollector(simulator.destinationIds, environment, work);
  const metrics = await measure(simulator, world, collector);
  report(metrics, simulator.stats.peakPerMinute);
  await collector.stop();
} finally {
  await simulator.close();
  await database.release();
  rmSync(work, { recursive: true, force: true });
}
