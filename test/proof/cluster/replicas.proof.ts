import { setTimeout as pause } from 'node:timers/promises';
import { ReadReplicas } from '../../../src/common/database/replica/read-replicas.js';
import { writeArchive } from '../../../src/tools/archive-generator/generate-archive.js';
import { ApiApp } from '../../api/support/api-app.js';
import { AnalystWarehouse } from '../../export/support/analyst-warehouse.js';
import { everyAnswer } from '../../support/every-answer.js';
import { ImportApp } from '../../support/import-app.js';
import { differences } from '../../support/masked-answers.js';
import { until } from '../../support/replicated-servers.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { parseDatabaseUrl } from '../../../src/common/database/connection-options.js';
import { galeraProvider } from './galera-cluster.js';
import { type GaleraPair, galeraPair, mySqlPair, type ReplicaPair, urlOf } from './replica-pair.js';
import { mysqldOfProof } from './mysql-node.js';

/** No session that counts, but a request with a session reads from the primary. */
const SIGNED_IN = { Cookie: 'warehouse_session=of-nobody' };
const PUBLIC = /^\/api\/(?!admin|health)/;
const PATIENT_LAG = '600';
const SHORT_LAG = '4';
const provider = galeraProvider();
const mysqld = mysqldOfProof();

/** Skipped where galera-4 can neither be found nor downloaded, which the console then says. */
(provider === null ? describe.skip : describe)('a replica of a node of Galera', () => {
  const pair = itServesPublicReads(() => galeraPair(provider!));

  it('follows another node when its own is lost, from where it is', async () => {
    const { cluster, primary, follow, replica } = pair() as GaleraPair;
    const [, second] = cluster.nodes;
    await primary.kill();
    await second!.query('CREATE DATABASE later');
    await follow(second!);
    await until(
      () => replica.query<{ Database: string }>('SHOW DATABASES'),
      (found) => found.some(({ Database }) => Database === 'later'),
    );
  });
});

/** Skipped without PROOF_MYSQLD, which the console then says. */
(mysqld === null ? describe.skip : describe)('a replica of MySQL', () => {
  itServesPublicReads(() => mySqlPair(mysqld!));
});

function itServesPublicReads(start: () => Promise<ReplicaPair>): () => ReplicaPair {
  const folder = temporaryFolder('replica-proof');
  let pair: ReplicaPair;
  let warehouse: AnalystWarehouse;
  let api: ApiApp;
  let replicas: ReadReplicas;

  const startApi = (maxLag: string): Promise<ApiApp> => {
    const { name } = warehouse.database;
    const urls = { DATABASE_URL: urlOf(pair.primary, name), DATABASE_REPLICA_URL: urlOf(pair.replica, name) };
    const settings = { ROLE: 'api', RATE_LIMIT_PUBLIC_PER_MINUTE: '100000', ...urls };
    return ApiApp.start({
      connection: warehouse.database.connectionOptions,
      settings: { ...settings, REPLICA_MAX_LAG_SECONDS: maxLag },
      clock: { now: () => new Date('2024-08-15T12:00:00Z') },
    });
  };
  const replicasOf = (of: ApiApp) => of.app.get<ReadReplicas>(ReadReplicas, { strict: false });
  const untilUsed = (of: ApiApp) => until(() => replicasOf(of).current, Boolean);
  const ask = async (of: ApiApp, path: string) => {
    const response = await fetch((await of.app.getUrl()) + path);
    return { status: response.status, age: response.headers.get('x-data-age-seconds'), text: await response.text() };
  };

  beforeAll(async () => {
    pair = await start();
    warehouse = await AnalystWarehouse.start('replica', {}, urlOf(pair.primary, 'warehouse'));
    await pair.untilReplicated();
    api = await startApi(PATIENT_LAG);
    replicas = replicasOf(api);
    await untilUsed(api);
  });
  afterAll(async () => {
    await api?.close();
    await warehouse?.api.close();
    await pair?.close();
    folder.remove();
  });

  it('gives the same response as the primary to every public GET', async () => {
    const isAsked = (path: string) => PUBLIC.test(path);
    const ofReplica = await everyAnswer(api, { isAsked });
    const urls = Object.keys(ofReplica);
    const reads = { ...replicas.counts };
    const ofPrimary = await everyAnswer(api, { isAsked, headers: SIGNED_IN });
    expect(differences(ofPrimary, ofReplica)).toEqual([]);
    expect([reads.replica >= urls.length, reads.primary, reads.fallback]).toEqual([true, 0, 0]);
    expect(urls.filter((url) => ofReplica[url]!.status >= 500)).toEqual([]);
    console.log({ urls: urls.length, answeredWith200: urls.filter((url) => ofReplica[url]!.status === 200).length });
  });

  it('follows an import at full speed', async () => {
    const size = { seed: 11, destinations: 1, days: 365, start: '2023-01-01', rides: 8, eventsPerRideDay: 40 };
    const destinationId = (await writeArchive(size, folder.path)).destinations[0]!.id;
    await pair.primary.query('CREATE DATABASE imported CHARACTER SET utf8mb4');
    await pair.primary.query('CREATE TABLE imported.beats (id INT PRIMARY KEY)');
    const connection = parseDatabaseUrl(urlOf(pair.primary, 'imported'));
    const app = await ImportApp.start({ connection, settings: { ARCHIVE_SOURCE: folder.path } });
    const lagsMs: number[] = [];
    let isOver = false;
    const measuring = (async () => {
      for (let id = 1; !isOver; id++, await pause(20)) {
        await pair.primary.query('INSERT INTO imported.beats VALUES (?)', [id]);
        const committedMs = performance.now();
        while ((await pair.replica.query('SELECT 1 FROM imported.beats WHERE id = ?', [id])).length === 0)
          await pause(2);
        lagsMs.push(performance.now() - committedMs);
      }
    })();
    try {
      await pair.untilReplicated();
      const startedMs = performance.now();
      expect((await app.import(destinationId)).result).toBe('completed');
      const importMs = performance.now() - startedMs;
      isOver = true;
      await measuring;
      lagsMs.sort((a, b) => a - b);
      const at = (share: number) => Math.round(lagsMs[Math.floor((lagsMs.length - 1) * share)]!);
      console.log({ importMs, measured: lagsMs.length, medianMs: at(0.5), p95Ms: at(0.95), maxMs: at(1) });
      await pair.untilReplicated();
      const checksum = 'CHECKSUM TABLE imported.ride_status_snapshots, imported.import_files';
      expect(await pair.replica.query(checksum)).toEqual(await pair.primary.query(checksum));
    } finally {
      isOver = true;
      await measuring.catch(() => undefined);
      await app.close();
    }
  });

  it('is left when it is too far behind, and used again when it has caught up', async () => {
    const impatient = await startApi(SHORT_LAG);
    try {
      await untilUsed(impatient);
      await pair.pause();
      await warehouse.query("UPDATE parks SET name = 'Renamed' WHERE park_id = 2");
      await until(
        () => replicasOf(impatient).all[0]!.reading.problem ?? '',
        (problem) => /its data is \d+ s old/.test(problem),
      );
      const fresh = await ask(impatient, '/api/parks/2');
      expect([fresh.status, fresh.age, fresh.text.includes('Renamed')]).toEqual([200, '0', true]);
      const { text, age } = await ask(api, '/api/parks/2');
      expect([text.includes('Renamed'), Number(age) >= Number(SHORT_LAG)]).toEqual([false, true]);
      await pair.resume();
      await untilUsed(impatient);
      expect((await ask(impatient, '/api/parks/2')).text).toContain('Renamed');
    } finally {
      await impatient.close();
    }
  });

  it('is left within a request when it hangs, or was killed, and used again after its return', async () => {
    pair.replica.hang();
    expect(await ask(api, '/api/parks')).toMatchObject({ status: 200, age: '0' });
    pair.replica.resume();
    await untilUsed(api);
    await pair.replica.kill();
    expect(await ask(api, '/api/parks')).toMatchObject({ status: 200, age: '0' });
    await pair.replica.restart();
    await untilUsed(api);
    expect(Number((await ask(api, '/api/parks')).age)).toBeGreaterThan(0);
  });

  return () => pair;
}
