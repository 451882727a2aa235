/**
 * Backup and restore: `npm run bench:backup -- [--snapshots 4000000] [--buffer-pool 1024] [--statistics] [--into URL]`. Makes a
 * warehouse of five years, and runs each command in a process of its own: a first backup, one without any change, the check of all files,
 * and the restore into an empty private database and into the empty database of another server. Prints Markdown.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from './tools/bench-tools.mjs';
import { markdown, thousands } from './tools/figures.mjs';
import { Warehouse } from './warehouse/warehouse.mjs';

const { values: options } = parseArgs({
  options: {
    snapshots: { type: 'string', default: '4000000' },
    'events-per-ride-day': { type: 'string', default: '28' },
    'buffer-pool': { type: 'string', default: '1024' },
    statistics: { type: 'boolean', default: false },
    into: { type: 'string' },
  },
});
const size = { snapshots: Number(options.snapshots), eventsPerRideDay: Number(options['events-per-ride-day']) };
const warehouse = new Warehouse(size, Number(options['buffer-pool']));
const backups = join(warehouse.folder, 'backups');
const restored = join(warehouse.folder, 'restored');

const HEAD = ['command', 'rows', 'MB of files', 'seconds', 'rows/s', 'peak memory, MB'];
const POLL_MS = 50;

/** Highest resident memory that the kernel has noted for a process; 0 once it has ended. */
function peakMbOf(pid) {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

async function measured(name, args, env = warehouse.settings) {
  const startedMs = performance.now();
  const child = spawn(process.execPath, [join(ROOT, 'dist', 'cli.js'), ...args, '--json'], {
    ...{ cwd: warehouse.folder, env, stdio: ['ignore', 'pipe', 'ignore'] },
  });
  let [output, peakMb] = ['', 0];
  child.stdout.on('data', (chunk) => (output += chunk));
  const poll = setInterval(() => (peakMb = Math.max(peakMb, peakMbOf(child.pid))), POLL_MS);
  const [code] = await once(child, 'close');
  clearInterval(poll);
  if (code !== 0) throw new Error(`${name} ended with ${code}: ${output}`);
  const seconds = (performance.now() - startedMs) / 1000;
  const { rows, bytes, writtenBytes = bytes } = JSON.parse(output);
  const mb = writtenBytes === undefined ? '' : thousands(writtenBytes / 1e6);
  return [name, thousands(rows), mb, seconds.toFixed(1), thousands(rows / seconds), thousands(peakMb)];
}

if (!warehouse.isBuilt) await warehouse.build();
await warehouse.start();
if (options.statistics) warehouse.run('cli', ['stats', 'recompute', '--all']);
for (const folder of [backups, restored]) rmSync(folder, { recursive: true, force: true });
mkdirSync(restored);
const table = [
  await measured('first backup', ['backup', '--out', backups]),
  await measured('backup without a change', ['backup', '--out', backups]),
  await measured('backup verify', ['backup', 'verify', '--from', backups]),
];
await warehouse.stop();
const own = { PATH: process.env.PATH, DATA_DIR: restored, EMBEDDED_DB_BUFFER_POOL_MB: options['buffer-pool'] };
table.push(await measured('restore', ['restore', '--from', backups], own));
if (options.into !== undefined) {
  table.push(
    await measured('restore into another server', ['restore', '--from', backups, '--into', options.into], own),
  );
}
console.log(markdown(HEAD, table));
