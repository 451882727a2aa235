import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { processorSeconds, serverPidIn } from '../tools/processor-time.mjs';

const SIZE = { snapshots: 50_000_000, eventsPerRideDay: 28 };
const BUFFER_POOL_MB = 4_096;
const FIRST_YEAR = 2021;
/** Five years, one half for each pair. */
const HALF_YEARS = 10;

/**
 * The statistics of half a year of the warehouse of `npm run bench:analytics`: 980 rides, 28 rows a ride and day. Each tree loads its
 * own warehouse, which takes minutes and 4 GB, and starts its database with nothing in memory.
 */
export async function openWarehouseStatistics(trees) {
  const sides = {};
  for (const [side, tree] of Object.entries(trees)) sides[side] = await warehouseOf(tree);
  return {
    async measure(side, pair) {
      const { warehouse, recompute } = sides[side];
      const [from, to] = halfYear(pair % HALF_YEARS);
      const [{ snapshots }] = await warehouse.query(
        'SELECT COUNT(*) AS snapshots FROM ride_status_snapshots WHERE recorded_at >= ? AND recorded_at < ? + INTERVAL 1 DAY',
        [from, to],
      );
      await warehouse.restartCold();
      const pid = serverPidIn(warehouse.folder);
      const [startedMs, processorBefore] = [performance.now(), processorSeconds(pid)];
      warehouse.run(recompute.program, [...recompute.args, '--from', from, '--to', to]);
      const seconds = (performance.now() - startedMs) / 1_000;
      return {
        'snapshots/s': Number(snapshots) / seconds,
        'processor s, database': processorSeconds(pid) - processorBefore,
      };
    },
    async close() {
      for (const { warehouse } of Object.values(sides)) {
        await warehouse.stop();
        warehouse.remove();
      }
    },
  };
}

async function warehouseOf(tree) {
  const { Warehouse } = await import(pathToFileURL(join(tree, 'test/performance/warehouse/warehouse.mjs')).href);
  const warehouse = new Warehouse(SIZE, BUFFER_POOL_MB);
  if (!warehouse.isBuilt) {
    console.error(`loading 50 million snapshots into ${warehouse.folder}`);
    await warehouse.build();
    rmSync(join(warehouse.folder, 'tsv'), { recursive: true });
  }
  await warehouse.start();
  return { warehouse, recompute: recomputeOf(tree) };
}

/** Commits before the one command `warehouse` have a program for each part. */
function recomputeOf(tree) {
  const { scripts } = JSON.parse(readFileSync(join(tree, 'package.json'), 'utf8'));
  if (scripts['stats:recompute'] === undefined) return { program: 'statistics', args: ['rebuild'] };
  return { program: 'cli', args: ['stats', 'recompute'] };
}

function halfYear(index) {
  const year = FIRST_YEAR + Math.floor(index / 2);
  return index % 2 === 0 ? [`${year}-01-01`, `${year}-06-30`] : [`${year}-07-01`, `${year}-12-31`];
}
