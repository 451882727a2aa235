import { setTimeout as pause } from 'node:timers/promises';
import { writeArchive } from '../../../src/tools/archive-generator/generate-archive.js';
import { ImportApp } from '../../support/import-app.js';
import { Program, runProgram } from '../../support/program.js';
import { CHECKSUMMED_TABLES, type Checksums, tableChecksums } from '../../support/table-checksum.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { createTestDatabase } from '../../support/test-database.js';
import { valuesOfTables } from '../../support/values-of-tables.js';
import type { Cluster } from './cluster.js';
import type { ClusterNode } from './cluster-node.js';
import { HealthWatch, type SeenStatus } from './health-watch.js';
import { LiveBeside } from './live-beside.js';

const DAYS = 240;
/** The node is lost after so many files. */
const FILES_BEFORE = 30;
/** Long before the system ends connections to a machine that is gone. */
const IMPORT_PATIENCE_MS = 240_000;
const STATISTICS = [
  'ride_daily_stats',
  'ride_day_hours',
  'park_daily_stats',
  'park_hourly_stats',
  'ride_monthly_stats',
];
/** The command of the import also refreshes the statistics, which empties the log of invalidations. */
const COMPARED = CHECKSUMMED_TABLES.filter((table) => table !== 'invalidated_park_days');

/** A way to lose a node, and to get it back. */
export interface Loss<Node extends ClusterNode> {
  name: string;
  lose: (node: Node) => Promise<void>;
  /** From the loss to the return; null: after everything else has ended. */
  forMs: number | null;
  giveBack: (node: Node) => Promise<void>;
  /** What the health of a process becomes that has only this node, when it is lost (503 if absent), and after its return (200). */
  healthBecomes?: SeenStatus;
  healthReturnsTo?: SeenStatus;
}

interface Drill<Node extends ClusterNode> {
  start: () => Promise<Cluster<Node>>;
  losses: Loss<Node>[];
  /** Between two polls that everything is stored of. */
  longestGapMs: number;
  /** Until the health of a process that has only the lost node says so. */
  unhealthyWithinMs: number;
}

/** Loses the node that an import writes to, with live cycles every two seconds beside it. */
export function itSurvivesTheLossOfItsWriter<Node extends ClusterNode>(drill: Drill<Node>): void {
  const folder = temporaryFolder('cluster-loss');
  let cluster: Cluster<Node>;
  let destinationId: string;
  let calm: Checksums;

  beforeAll(async () => {
    const size = { seed: 5, destinations: 1, days: DAYS, start: '2024-01-01', rides: 30, eventsPerRideDay: 60 };
    destinationId = (await writeArchive(size, folder.path)).destinations[0]!.id;
    calm = await importedIntoOneServer();
    cluster = await drill.start();
  });
  afterAll(async () => {
    await cluster?.close();
    folder.remove();
  });

  async function importedIntoOneServer(): Promise<Checksums> {
    const database = await createTestDatabase('cluster_calm');
    const connection = database.connectionOptions;
    const app = await ImportApp.start({ connection, settings: { ARCHIVE_SOURCE: folder.path } });
    try {
      expect((await app.import(destinationId)).result).toBe('completed');
      return await tableChecksums(connection, COMPARED);
    } finally {
      await app.close();
      await database.drop();
    }
  }

  it.each(drill.losses)('is $name: nothing is lost, doubled or stopped', async (loss) => {
    const { name, lose, forMs, giveBack, healthBecomes = 503, healthReturnsTo = 200 } = loss;
    const [first, second, third] = await cluster.writerFirst();
    const database = `loss_${name}`;
    await cluster.createDatabase(database);
    const settings = { DATABASE_URL: cluster.url(database, first, second, third), DATA_DIR: folder.path };
    expect((await runProgram('migrate run', [], settings)).code).toBe(0);

    const live = await LiveBeside.start(cluster.target(database, second, third, first));
    const onlyFirst = await HealthWatch.start({ ...settings, DATABASE_URL: cluster.url(database, first) });
    const anyNode = await HealthWatch.start(settings);
    try {
      const importing = new Program('import', ['--destination', destinationId], {
        ...settings,
        ARCHIVE_SOURCE: folder.path,
      });
      const filesBefore = await untilFiles(second, database, FILES_BEFORE);
      const lostAtMs = performance.now();
      await lose(first);
      if (forMs !== null) {
        await pause(forMs);
        await giveBack(first);
      }
      const patience = setTimeout(() => importing.kill('SIGKILL'), IMPORT_PATIENCE_MS);
      const { code, stderr } = await importing.end();
      clearTimeout(patience);
      const endedAtMs = performance.now();
      if (forMs === null) await giveBack(first);
      const returnedAtMs = performance.now();
      const isBack = await onlyFirst.until(healthReturnsTo, returnedAtMs);
      const ended = await live.end();
      console.log({
        filesBefore,
        importSeconds: seconds(endedAtMs - lostAtMs),
        unhealthyAfter: seconds(onlyFirst.firstAfter(healthBecomes, lostAtMs) - lostAtMs),
        healthyAfter: seconds(isBack - returnedAtMs),
        statuses: { onlyFirst: onlyFirst.counts(), anyNode: anyNode.counts() },
        live: ended,
      });
      expect([code, code === 0 ? '' : stderr]).toEqual([0, '']);
      expect(filesBefore).toBeLessThan(DAYS / 2);
      expect(onlyFirst.firstAfter(healthBecomes, lostAtMs) - lostAtMs).toBeLessThan(drill.unhealthyWithinMs);
      expect(isBack - returnedAtMs).toBeLessThan(10_000);
      expect([onlyFirst, anyNode].map((watch) => watch.counts()[500])).toEqual([undefined, undefined]);
      expect(ended.longestGapMs).toBeLessThan(drill.longestGapMs);

      const connection = cluster.target(database, third);
      expect(await tableChecksums(connection, COMPARED, await live.storedIds())).toEqual(calm);
      expect((await runProgram('stats refresh', [], settings)).code).toBe(0);
      const refreshed = await valuesOfTables(connection, STATISTICS);
      expect((await runProgram('stats recompute', ['--all'], settings)).code).toBe(0);
      expect(await valuesOfTables(connection, STATISTICS)).toEqual(refreshed);
      await expectSameOnAllNodes(database);
    } finally {
      await Promise.all([live.close(), onlyFirst.close(), anyNode.close()]);
    }
  });

  /** Files of the import that are stored. */
  async function untilFiles(node: Node, database: string, wanted: number): Promise<number> {
    for (;;) {
      const [row] = await node.query<{ done: number }>('SELECT COUNT(*) AS done FROM import_files', [], database);
      if (Number(row!.done) >= wanted) return Number(row!.done);
      await pause(20);
    }
  }

  async function expectSameOnAllNodes(database: string): Promise<void> {
    const tables = await cluster.nodes[1]!.query<{ name: string }>(
      `SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_TYPE = 'BASE TABLE'`,
      [database],
    );
    const names = tables.map(({ name }) => name).join(', ');
    await pause(2_000); // until the last transactions are applied everywhere
    const sums = await Promise.all(cluster.nodes.map((node) => node.query(`CHECKSUM TABLE ${names}`, [], database)));
    expect(sums[0]!.length).toBeGreaterThan(30);
    for (const one of sums) expect(one).toEqual(sums[0]);
  }
}

const seconds = (ms: number): number => Math.round(ms / 100) / 10;
