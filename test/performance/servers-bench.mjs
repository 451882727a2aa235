/**
 * Import and statistics on several servers, in turns: `npm run bench:servers` with the servers in TEST_SERVERS (docs/servers.md);
 * the first is the yardstick. Every turn has an empty schema. Usage: [-- --rounds 3 --days 45 --rides 60]
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import Table from 'cli-table3';
import { createConnection } from 'mysql2/promise';
import { parseDatabaseUrl } from '../../dist/common/database/connection-options.js';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    days: { type: 'string', default: '45' },
    rides: { type: 'string', default: '60' },
  },
});
/** What durability is, and what a binary log costs. */
const SHOWN = ['version', 'innodb_flush_log_at_trx_commit', 'log_bin', 'sync_binlog', 'performance_schema'];

const servers = (process.env.TEST_SERVERS ?? '')
  .split(/\s+/)
  .filter(Boolean)
  .map((entry) => ({ name: entry.slice(0, entry.indexOf('=')), url: entry.slice(entry.indexOf('=') + 1) }));
if (servers.length < 2) throw new Error('set TEST_SERVERS to at least two servers: name=mysql://... name=mysql://...');

/** After the first computation, because one takes only seconds. */
const RECOMPUTES = 3;
const work = mkdtempSync(join(tmpdir(), 'servers-bench-'));
const schemaOf = (url) => `${parseDatabaseUrl(url).database}_bench`;
const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

async function onServer(url, ...statements) {
  const { database: _, ...server } = parseDatabaseUrl(url);
  const connection = await createConnection(server);
  try {
    let rows = [];
    for (const statement of statements) [rows] = await connection.query(statement);
    return rows;
  } finally {
    await connection.end();
  }
}

async function program(url, script, ...args) {
  const target = new URL(url);
  target.pathname = `/${schemaOf(url)}`;
  const settings = { DATABASE_URL: target.href, ARCHIVE_SOURCE: join(work, 'archive'), COLLECT_ENABLED: 'false' };
  const { stdout } = await run('node', [join(root, script), ...args], {
    cwd: work,
    env: { PATH: process.env.PATH, ...settings },
  });
  return stdout.trim();
}

async function turn(url, destinationId) {
  await onServer(
    url,
    `DROP DATABASE IF EXISTS ${schemaOf(url)}`,
    `CREATE DATABASE ${schemaOf(url)} CHARACTER SET utf8mb4`,
  );
  await program(url, 'dist/cli.js', 'migrate', 'run');
  const { result, seconds, read } = JSON.parse(
    (await program(url, 'test/performance/import-run.mjs', destinationId)).split('\n').at(-1),
  );
  if (result !== 'completed') throw new Error(`the import ended as ${result}`);
  let statisticsSeconds = 0;
  for (const command of [['refresh'], ...Array(RECOMPUTES).fill(['recompute', '--all'])]) {
    const report = (await program(url, 'dist/cli.js', 'stats', ...command)).split('\n').at(-1);
    statisticsSeconds += Number(/snapshots in (?<seconds>[\d.]+)s \(/.exec(report).groups.seconds);
  }
  return { read, importSeconds: seconds, statisticsSeconds };
}

try {
  const options = { seed: 1, destinations: 1, start: '2023-01-01', days: values.days, rides: values.rides };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, `${value}`]);
  const manifest = join(work, 'manifest.json');
  const generate = ['dist/cli.js', 'generate-archive', '--out', join(work, 'archive'), '--manifest', manifest];
  await run('node', [...generate, '--events-per-ride-day', '170', ...args], { cwd: root });
  const destinationId = (await import(manifest, { with: { type: 'json' } })).default.destinations[0].id;
  const turns = new Map(servers.map(({ name }) => [name, []]));
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const { name, url } of servers) turns.get(name).push(await turn(url, destinationId));
  }
  const table = new Table({
    head: ['server', 'settings', 'import s', 'events/s', 'against the first', 'statistics s', 'against the first'],
  });
  const first = turns.get(servers[0].name);
  for (const { name, url } of servers) {
    const own = turns.get(name);
    const rows = await onServer(
      url,
      `SHOW GLOBAL VARIABLES WHERE Variable_name IN (${SHOWN.map((each) => `'${each}'`)})`,
    );
    const against = (what) => median(own.map((each, index) => first[index][what] / each[what])).toFixed(2);
    const seconds = (what) =>
      `${median(own.map((each) => each[what])).toFixed(1)} (${own.map((each) => each[what].toFixed(1)).join(', ')})`;
    table.push([
      name,
      rows.map((row) => `${row.Variable_name}=${row.Value}`).join('\n'),
      seconds('importSeconds'),
      Math.round(median(own.map(({ read, importSeconds }) => read / importSeconds))).toLocaleString('en'),
      `${against('importSeconds')} x`,
      seconds('statisticsSeconds'),
      `${against('statisticsSeconds')} x`,
    ]);
  }
  console.log(`${first[0].read} events, ${values.rounds} rounds, load ${loadavg()[0].toFixed(1)}`);
  console.log(table.toString());
} finally {
  for (const { url } of servers) await onServer(url, `DROP DATABASE IF EXISTS ${schemaOf(url)}`);
  rmSync(work, { recursive: true, force: true });
}
