/**
 * The HTTP bars: `npm run bench:http -- [--seconds 8] [--memory 0] [--keep]`. A small warehouse, the real server on one processor, the load
 * generator on another, over loopback. Prints Markdown.
 */
import { parseArgs } from 'node:util';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { benchTool } from './tools/bench-tools.mjs';
import { markdown, thousands } from './tools/figures.mjs';
import { Warehouse } from './warehouse/warehouse.mjs';

const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '8' },
    memory: { type: 'string', default: '1000' },
    keep: { type: 'boolean', default: false },
  },
});
const SECONDS = Number(options.seconds);
/** Of /proc, on every Linux that there is. */
const TICKS_PER_SECOND = 100;
const SERVER_CPU = 0;
const CLIENT_CPU = 1;
const BAR = { requestsPerSecond: 2_000, p99Ms: 50, connections: 200 };
const PATHS = [
  ['a park', '/api/parks/1'],
  ['rides of a park', '/api/parks/1/rides'],
  ['live state of a park', '/api/parks/1/live'],
  ['year over year of a park', '/api/analytics/year-over-year?parkId=1&from=2025-07-01&to=2025-07-31&years=3'],
  ['calendar of a park', '/api/analytics/calendar?parkId=1&year=2024'],
];

/** Seconds of processor time that the server has used. */
function processorSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

async function load(autocannon, server, path, settings) {
  const before = processorSeconds(server.pid);
  const result = await autocannon({ url: server.url + path, duration: SECONDS, ...settings });
  const usedMs = (processorSeconds(server.pid) - before) * 1000;
  const refused = result.non2xx - (settings.headers === undefined ? 0 : result['3xx']);
  if (result.errors + result.timeouts + refused > 0) {
    throw new Error(`${path}: ${result.errors} errors, ${result.timeouts} timeouts, ${refused} other answers`);
  }
  const { average, total } = result.requests;
  return { perSecond: average, usedMsEach: usedMs / total, p50: result.latency.p50, p99: result.latency.p99 };
}

const warehouse = new Warehouse({ snapshots: 500_000, eventsPerRideDay: 28 }, 512);
try {
  if (!warehouse.isBuilt) await warehouse.build();
  await warehouse.start();
  if (warehouse.built.rebuildSeconds === undefined) {
    warehouse.run('statistics', ['rebuild']);
    warehouse.note({ rebuildSeconds: 0 });
  }
  const { default: autocannon } = await benchTool('autocannon');
  execFileSync('taskset', ['-cp', String(CLIENT_CPU), String(process.pid)], { stdio: 'ignore' });
  const server = await warehouse.serve({ on: SERVER_CPU, settings: { PUBLIC_ANSWER_MEMORY_MS: options.memory } });
  const rows = [];
  for (const [name, path] of PATHS) {
    const etag = (await fetch(server.url + path)).headers.get('etag');
    await load(autocannon, server, path, { connections: 20, duration: 3 });
    const few = await load(autocannon, server, path, { connections: 20 });
    const many = await load(autocannon, server, path, { connections: BAR.connections });
    const paced = await load(autocannon, server, path, {
      ...{ connections: BAR.connections, overallRate: BAR.requestsPerSecond },
    });
    const unchanged = await load(autocannon, server, path, { connections: 20, headers: { 'if-none-match': etag } });
    const isMet = many.perSecond >= BAR.requestsPerSecond && paced.p99 < BAR.p99Ms;
    rows.push([
      ...[name, thousands(few.perSecond), few.p99, few.usedMsEach.toFixed(2), thousands(many.perSecond), many.p99],
      ...[thousands(paced.perSecond), paced.p99, thousands(unchanged.perSecond), isMet ? 'yes' : '**no**'],
    ]);
    console.error(rows.at(-1).join(' | '));
  }
  await server.stop();
  console.log(
    markdown(
      [
        ...[
          'endpoint',
          '20 connections: requests/s',
          'p99, ms',
          'processor ms each',
          '200 connections: requests/s',
          'p99, ms',
        ],
        ...['200 at 2,000 requests/s: requests/s', 'p99, ms', '304 to If-None-Match: requests/s', 'met'],
      ],
      rows,
    ),
  );
  console.log(
    'Bar: at least 2,000 requests/s on one processor, and p99 below 50 ms with 200 connections at that rate.',
  );
} finally {
  await warehouse.stop();
  if (!options.keep) warehouse.remove();
}
process.exit(0);
