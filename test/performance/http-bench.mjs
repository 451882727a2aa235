/**
 * The HTTP bars: `npm run bench:http -- [--seconds 3] [--memory 0] [--encodings] [--keep]`. A small warehouse, the real server on one
 * processor and this process, which makes the load, on the other (both by taskset), over loopback. The database is on
 * neither in particular; with the response cache at its default each endpoint asks it once a second. Prints Markdown.
 * With --encodings only the same responses in brotli and uncompressed are compared, at an even rate.
 */
import { parseArgs } from 'node:util';
import { execFileSync } from 'node:child_process';
import { loadavg } from 'node:os';
import { pacedLoad } from './http/paced-load.mjs';
import { PATHS } from './http/paths.mjs';
import { benchTool } from './tools/bench-tools.mjs';
import { markdown, median, milliseconds, thousands } from './tools/figures.mjs';
import { processorSeconds } from './tools/processor-time.mjs';
import { Warehouse } from './warehouse/warehouse.mjs';

const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '3' },
    memory: { type: 'string', default: '1000' },
    encodings: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
  },
});
const SECONDS = Number(options.seconds);
/** Of /proc, on every Linux that there is. */
const SERVER_CPU = 0;
const CLIENT_CPU = 1;
const BAR = { requestsPerSecond: 2_000, p99Ms: 50, connections: 200 };
const FEW_CONNECTIONS = 20;
const HEAD = [
  ...['endpoint', '20 connections: requests/s', 'p99, ms', 'processor ms each', 'of the generator'],
  ...['200 connections: requests/s', 'p99, ms', '200 at an even 2,000/s: requests/s', 'p99, ms'],
  ...['304 to If-None-Match: requests/s', 'met'],
];

/** As fast as it goes: every connection asks again as soon as it has its answer. */
async function load(autocannon, server, path, settings) {
  const [before, ownBefore] = [processorSeconds(server.pid), process.cpuUsage()];
  const result = await autocannon({ url: server.url + path, duration: SECONDS, ...settings });
  const usedMs = (processorSeconds(server.pid) - before) * 1000;
  const { user, system } = process.cpuUsage(ownBefore);
  const refused = result.non2xx - (settings.headers === undefined ? 0 : result['3xx']);
  if (result.errors + result.timeouts + refused > 0) {
    throw new Error(`${path}: ${result.errors} errors, ${result.timeouts} timeouts, ${refused} other answers`);
  }
  const { average, total } = result.requests;
  const ownMsEach = (user + system) / 1000 / total;
  return { perSecond: average, usedMsEach: usedMs / total, ownMsEach, p99: result.latency.p99 };
}

async function rowOf(autocannon, server, [name, path]) {
  const etag = (await fetch(server.url + path)).headers.get('etag');
  await load(autocannon, server, path, { connections: FEW_CONNECTIONS, duration: 2 });
  const few = await load(autocannon, server, path, { connections: FEW_CONNECTIONS });
  const many = await load(autocannon, server, path, { connections: BAR.connections });
  const even = await pacedLoad({
    ...{ url: server.url + path, seconds: SECONDS, connections: BAR.connections, perSecond: BAR.requestsPerSecond },
  });
  const unchanged = await load(autocannon, server, path, {
    ...{ connections: FEW_CONNECTIONS, headers: { 'if-none-match': etag } },
  });
  const isMet = many.perSecond >= BAR.requestsPerSecond && many.p99 < BAR.p99Ms && even.p99 < BAR.p99Ms;
  return [
    ...[name, thousands(few.perSecond), few.p99, few.usedMsEach.toFixed(3), few.ownMsEach.toFixed(3)],
    ...[thousands(many.perSecond), many.p99, thousands(even.perSecond), milliseconds(even.p99)],
    ...[thousands(unchanged.perSecond), isMet ? 'yes' : '**no**'],
  ];
}

const PAIRS = 3;
const ENCODINGS_HEAD = [
  ...['endpoint', 'bytes', 'in brotli', 'processor ms of the server each', 'in brotli'],
  ...['requests a processor second', 'bar', 'p99, ms', 'in brotli'],
];

/** The same number of requests a second in any form, so that each has an equal share of what is done once a second. */
async function evenLoad(server, path, encoding) {
  const before = processorSeconds(server.pid);
  const { total, p99 } = await pacedLoad({
    ...{ url: server.url + path, headers: { 'accept-encoding': encoding } },
    ...{ seconds: SECONDS, connections: FEW_CONNECTIONS, perSecond: BAR.requestsPerSecond },
  });
  return { usedMsEach: ((processorSeconds(server.pid) - before) * 1000) / total, p99 };
}

/**
 * The same response in both forms, in alternating runs. Compared is the processor time of the server, at an equal rate of requests: a
 * generator that is busy all the time sends fewer requests a second, and a server that waits for it takes longer for each.
 */
async function encodingsOf(server, [name, path]) {
  const runs = { identity: [], br: [] };
  const sized = async (encoding) => {
    const response = await fetch(server.url + path, { headers: { 'accept-encoding': encoding } });
    return Number(response.headers.get('content-length'));
  };
  const bytes = [await sized('identity'), await sized('br')];
  await evenLoad(server, path, 'br');
  for (let pair = 0; pair < PAIRS; pair++) {
    for (const encoding of pair % 2 === 0 ? ['identity', 'br'] : ['br', 'identity']) {
      runs[encoding].push(await evenLoad(server, path, encoding));
    }
  }
  const both = (field) => [runs.identity, runs.br].map((ofOne) => median(ofOne.map((one) => one[field])));
  const [usedMs, p99] = [both('usedMsEach'), both('p99')];
  return [
    ...[name, ...bytes.map(thousands), ...usedMs.map((ms) => ms.toFixed(3)), `${(usedMs[0] / usedMs[1]).toFixed(2)} x`],
    ...['at least 0.95 x', ...p99.map(milliseconds)],
  ];
}

const warehouse = new Warehouse({ snapshots: 500_000, eventsPerRideDay: 28 }, 512);
try {
  if (!warehouse.isBuilt) await warehouse.build();
  await warehouse.start();
  if (warehouse.built.rebuildSeconds === undefined) {
    warehouse.run('cli', ['stats', 'recompute', '--all']);
    warehouse.note({ rebuildSeconds: 0 });
  }
  const { default: autocannon } = await benchTool('autocannon');
  execFileSync('taskset', ['-cp', String(CLIENT_CPU), String(process.pid)], { stdio: 'ignore' });
  const server = await warehouse.serve({ on: SERVER_CPU, settings: { PUBLIC_RESPONSE_CACHE_MS: options.memory } });
  const loadBefore = loadavg()[0].toFixed(1);
  const rows = [];
  for (const path of PATHS) {
    rows.push(options.encodings ? await encodingsOf(server, path) : await rowOf(autocannon, server, path));
    console.error(rows.at(-1).join(' | '));
  }
  await server.stop();
  console.log(markdown(options.encodings ? ENCODINGS_HEAD : HEAD, rows));
  console.log(`Bar: at least 2,000 requests/s on one processor, and p99 below 50 ms with 200 connections, asking
again at once as well as evenly at that rate. Answers kept for ${options.memory} ms; load ${loadBefore} before the first row.`);
} finally {
  await warehouse.stop();
  if (!options.keep) warehouse.remove();
}
process.exit(0);
