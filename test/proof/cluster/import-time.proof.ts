import { writeArchive } from '../../../src/tools/archive-generator/generate-archive.js';
import { ImportApp } from '../../support/import-app.js';
import { type Checksums, tableChecksums } from '../../support/table-checksum.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { GaleraCluster, galeraProvider } from './galera-cluster.js';

const DAYS = 365;
const ROUNDS = 3;
/** Of the time on a single server. */
const MAX_RATIO = 1.6;
const provider = galeraProvider();

/** Skipped where the package galera-4 can neither be found nor downloaded, which the console then says. */
(provider === null ? describe.skip : describe)('an import into three nodes', () => {
  const folder = temporaryFolder('cluster-import-time');
  const clusters: GaleraCluster[] = [];
  const tables: Checksums[] = [];
  let databases = 0;
  afterAll(async () => {
    for (const cluster of clusters) await cluster.close();
    folder.remove();
  });

  it(`takes at most ${MAX_RATIO} times as long as into a single server`, async () => {
    const size = { seed: 11, destinations: 1, days: DAYS, start: '2023-01-01', rides: 8, eventsPerRideDay: 40 };
    const destinationId = (await writeArchive(size, folder.path)).destinations[0]!.id;
    clusters.push(await GaleraCluster.startSingle(), await GaleraCluster.start(provider!));

    const timed = async (cluster: GaleraCluster, settings: Record<string, string> = {}): Promise<number> => {
      const name = `parks${++databases}`;
      await cluster.createDatabase(name);
      const connection = cluster.target(name, cluster.nodes[0]!);
      const app = await ImportApp.start({ connection, settings: { ARCHIVE_SOURCE: folder.path, ...settings } });
      try {
        const startedMs = performance.now();
        const { result, record } = await app.import(destinationId);
        const seconds = (performance.now() - startedMs) / 1_000;
        expect([result, record.filesDone]).toEqual(['completed', DAYS]);
        tables.push(await tableChecksums(connection));
        return seconds;
      } finally {
        await app.close();
      }
    };
    const rounds: { single: number; three: number; oneFileEach: number }[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      rounds.push({
        single: await timed(clusters[0]!),
        three: await timed(clusters[1]!),
        oneFileEach: await timed(clusters[1]!, { IMPORT_CHECKPOINT_INTERVAL: '1' }),
      });
    }
    console.table(rounds);
    for (const one of tables) expect(one).toEqual(tables[0]);
    const best = (of: keyof (typeof rounds)[number]) => Math.min(...rounds.map((round) => round[of]));
    expect(best('three') / best('single')).toBeLessThan(MAX_RATIO);
  });
});
