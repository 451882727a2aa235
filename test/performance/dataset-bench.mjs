/**
 * The partitioned data set against the export of single files: `npm run bench:dataset -- [--snapshots 4000000] [--rounds 3]
 * [--buffer-pool 1024] [--statistics]`. Makes a warehouse of five years, writes the same observations by both in turns, each run in a
 * process of its own, and then runs the folder again without a change and after one. Prints Markdown. With --statistics, the
 * statistics of the warehouse are computed and written too, and only the folder is measured.
 */
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { markdown, median, thousands } from './tools/figures.mjs';
import { Warehouse } from './warehouse/warehouse.mjs';

const { values: options } = parseArgs({
  options: {
    snapshots: { type: 'string', default: '4000000' },
    'events-per-ride-day': { type: 'string', default: '28' },
    'buffer-pool': { type: 'string', default: '1024' },
    rounds: { type: 'string', default: '3' },
    statistics: { type: 'boolean', default: false },
  },
});
const size = { snapshots: Number(options.snapshots), eventsPerRideDay: Number(options['events-per-ride-day']) };
const warehouse = new Warehouse(size, Number(options['buffer-pool']));
const program = fileURLToPath(new URL('dataset-run.mjs', import.meta.url));

function run(what) {
  const folder = join(warehouse.folder, what);
  const output = execFileSync(process.execPath, [program, what, folder, String(warehouse.world.parks.length)], {
    ...{ cwd: warehouse.folder, env: warehouse.settings, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
  });
  return JSON.parse(output.trim().split('\n').at(-1));
}

const remove = (what) => rmSync(join(warehouse.folder, what), { recursive: true, force: true });

function fresh(what) {
  remove(what);
  return run(what);
}

const rowOf = (name, runs) => {
  const [seconds, cpu] = [median(runs.map((one) => one.seconds)), median(runs.map((one) => one.cpuSeconds))];
  const peak = Math.max(...runs.map((one) => one.peakMb));
  return [
    name,
    thousands(runs[0].rows),
    seconds.toFixed(1),
    thousands(runs[0].rows / seconds),
    cpu.toFixed(1),
    thousands(peak),
  ];
};
const HEAD = ['run', 'rows', 'seconds', 'rows/s', 'processor seconds of Node', 'peak memory, MB'];

if (!warehouse.isBuilt) await warehouse.build();
await warehouse.start();
const table = [];
if (options.statistics) {
  warehouse.run('cli', ['stats', 'recompute', '--all']);
  table.push(rowOf('folder with statistics', [fresh('folder')]));
} else {
  const runs = { export: [], folder: [] };
  run('export'); // reads the pages of the database into memory once
  for (let round = 0; round < Number(options.rounds); round++) {
    for (const what of round % 2 === 0 ? ['export', 'folder'] : ['folder', 'export']) runs[what].push(fresh(what));
  }
  table.push(rowOf('export, one file for each park', runs.export), rowOf('folder', runs.folder));
  if (runs.export[0].rows !== runs.folder[0].rows) {
    const catalogue = runs.folder[0].rows - runs.export[0].rows;
    console.error(`the folder has ${catalogue} rows more: those of the catalogue`);
  }
}
table.push(rowOf('folder again, nothing changed', [run('folder')]));
await warehouse.query(
  `UPDATE ride_status_snapshots SET wait_time = wait_time + 1 WHERE ride_id = 1 AND recorded_at >= '2024-07-01' AND recorded_at < '2024-07-02'`,
);
table.push(rowOf('folder again, a month changed', [run('folder')]));
console.log(markdown(HEAD, table));
await warehouse.stop();
['export', 'folder'].forEach(remove);
process.exit(0);
