/**
 * The import bars: `npm run bench:import` (about five minutes; wants a quiet machine). It measures, on this machine, in
 * one run: events per second end to end with a million events already there, memory, a re-import, one 100 MB file,
 * bytes per snapshot, and LOAD DATA of the same rows into the same tables as the yardstick.
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import Table from 'cli-table3';
import { holdEmbeddedDatabase } from '../../dist/common/database/embedded/embedded-database.js';
import { loadDataSeconds, snapshotBytes } from './load-data.mjs';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const here = fileURLToPath(new URL('.', import.meta.url));
const RUNS = Number(process.argv[2] ?? 3);
const SIZE = ['--rides', '60', '--start', '2023-01-01', '--destinations', '1'];
const EVENTS_PER_RIDE_DAY = 170;

const work = mkdtempSync(join(tmpdir(), 'import-bench-'));
const archive = join(work, 'archive');

async function generate(seed, days, eventsPerRideDay = EVENTS_PER_RIDE_DAY) {
  const args = [
    'dist/cli.js',
    'generate-archive',
    '--out',
    archive,
    '--overwrite',
    '--seed',
    `${seed}`,
    '--days',
    `${days}`,
  ];
  const manifest = join(work, `manifest-${seed}.json`);
  await run('node', [...args, '--manifest', manifest, ...SIZE, '--events-per-ride-day', `${eventsPerRideDay}`], {
    cwd: root,
  });
  return (await import(manifest, { with: { type: 'json' } })).default.destinations[0].id;
}

async function startArchiveServer() {
  const server = spawn('node', ['dist/cli.js', 'serve-archive', '--folder', archive], { cwd: root });
  const [output] = await once(server.stdout, 'data');
  return { endpoint: /http:\/\/[\d.]+:\d+/.exec(output.toString())[0], stop: () => server.kill('SIGTERM') };
}

async function importDestination(id, environment) {
  const { stdout } = await run('node', [join(here, 'import-run.mjs'), id], {
    cwd: work,
    env: { ...process.env, ...environment, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
  });
  const metrics = JSON.parse(stdout.trim().split('\n').at(-1));
  if (metrics.result !== 'completed') throw new Error(`the import ended as ${metrics.result}`);
  return metrics;
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const thousands = (value) => Math.round(value).toLocaleString('en');
const table = new Table({ head: ['measure', 'median', 'min – max', 'bar'] });
function report(name, values, unit, bar) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  table.push([name, `${thousands(median(values))} ${unit}`, `${thousands(low)} – ${thousands(high)}`, bar]);
}

async function main() {
  const seeds = Array.from({ length: RUNS + 1 }, (_, index) => index + 1);
  console.error(`generating ${seeds.length} destinations of about 0.9 M events each`);
  const ids = [];
  for (const seed of seeds) ids.push(await generate(seed, 100));
  const server = await startArchiveServer();
  const database = await holdEmbeddedDatabase({ dataDir: work, bufferPoolMb: 1024 });
  const environment = {
    DATA_DIR: work,
    EMBEDDED_DB_BUFFER_POOL_MB: '1024',
    ARCHIVE_SOURCE: 's3://archive.themeparks.wiki',
    ARCHIVE_S3_ENDPOINT: server.endpoint,
    ARCHIVE_FIRST_YEAR: '2023',
  };
  try {
    console.error('importing');
    const first = await importDestination(ids[0], environment);
    const imports = [];
    for (const id of ids.slice(1)) imports.push(await importDestination(id, environment));
    const again = [];
    for (const id of ids.slice(1)) again.push(await importDestination(id, environment));
    const bytes = await snapshotBytes(database);
    const loads = [];
    for (let count = 0; count < RUNS; count++) loads.push(await loadDataSeconds(database, work));

    report(
      'import, events/s (1 M there)',
      imports.map((metrics) => metrics.eventsPerSecond),
      'events/s',
      '>= 80,000',
    );
    report(
      'import, rows/s',
      imports.map((f) => (f.stored + f.queueRowsStored) / f.seconds),
      'rows/s',
      '',
    );
    report(
      'import, peak RSS',
      imports.map((metrics) => metrics.peakRssMb),
      'MB',
      '< 400',
    );
    report(
      're-import, events/s',
      again.map((metrics) => metrics.eventsPerSecond),
      'events/s',
      '>= import',
    );
    report(
      'LOAD DATA, rows/s',
      loads.map(({ rows, seconds }) => rows / seconds),
      'rows/s',
      '',
    );
    const ratios = imports.map((metrics, index) => {
      const rowsPerSecond = (metrics.stored + metrics.queueRowsStored) / metrics.seconds;
      return loads[index].rows / loads[index].seconds / rowsPerSecond;
    });
    table.push([
      'import against LOAD DATA',
      `${median(ratios).toFixed(2)} x`,
      ratios.map((r) => r.toFixed(2)).join(', '),
      '<= 3 x',
    ]);
    table.push([`bytes per snapshot, ${thousands(bytes.rowsPerMonth)} a month`, bytes.perRow.toFixed(1), '', '<= 50']);
    table.push(['stored on re-import', again.reduce((sum, { stored }) => sum + stored, 0), '', '0']);
    table.push(['first import (empty tables)', `${thousands(first.eventsPerSecond)} events/s`, '', '']);
    console.error('one 100 MB file');
    const big = await generate(99, 1, 4000);
    const huge = await importDestination(big, environment);
    table.push([
      `one file of ${thousands(huge.read)} events, peak RSS`,
      `${thousands(huge.peakRssMb)} MB`,
      '',
      '< 700',
    ]);
    console.log(table.toString());
  } finally {
    server.stop();
    await database.release();
    rmSync(work, { recursive: true, force: true });
  }
}

await main();
