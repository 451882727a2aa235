import { join } from 'node:path';
import { ReadReplicas } from '../../src/common/database/replica/read-replicas.js';
import { ApiApp } from '../api/support/api-app.js';
import { AnalystWarehouse } from '../export/support/analyst-warehouse.js';
import { everyAnswer } from '../support/every-answer.js';
import { freePort } from '../support/free-port.js';
import { differences } from '../support/masked-answers.js';
import { runHere } from '../support/program-here.js';
import { ReplicatedServers, until } from '../support/replicated-servers.js';
import { temporaryFolder } from '../support/temporary-folder.js';

/** No session that counts, but a request with a session reads from the primary. */
const SIGNED_IN = { Cookie: 'warehouse_session=of-nobody' };
const PUBLIC = /^\/api\/(?!admin|health)/;
/** Longer than any pause of a loaded machine. */
const PATIENT_LAG = '600';
const SHORT_LAG = '4';

describe('a replica', () => {
  const folder = temporaryFolder('replica');
  let servers: ReplicatedServers;
  let warehouse: AnalystWarehouse;
  let name: string;
  let api: ApiApp;
  let replicas: ReadReplicas;

  const settingsOf = (database: string) => ({
    DATABASE_URL: servers.primary.urlOf(database),
    DATABASE_REPLICA_URL: servers.replicaUrl(database),
  });
  const startApi = async (settings: Record<string, string>) => {
    const connection = warehouse.database.connectionOptions;
    return ApiApp.start({
      connection,
      settings: { ROLE: 'api', RATE_LIMIT_PUBLIC_PER_MINUTE: '100000', ...settings },
      clock: { now: () => new Date('2024-08-15T12:00:00Z') },
    });
  };
  const ask = async (path: string, headers: Record<string, string> = {}, of = api) => {
    const response = await fetch((await of.app.getUrl()) + path, { headers });
    return { status: response.status, age: response.headers.get('x-data-age-seconds'), text: await response.text() };
  };
  const replicasOf = (of: ApiApp) => of.app.get<ReadReplicas>(ReadReplicas, { strict: false });
  /** A change that only the replica has. */
  const onReplicaOnly = (sql: string) => servers.replica.query(`SET STATEMENT sql_log_bin = 0 FOR ${sql}`);
  const untilUsed = (of: ApiApp) =>
    until(
      () => replicasOf(of).current?.number ?? 0,
      (number) => number > 0,
    );
  const untilLeft = (of: ApiApp) =>
    until(
      () => replicasOf(of).current?.number ?? 0,
      (number) => number === 0,
    );

  beforeAll(async () => {
    servers = await ReplicatedServers.start();
    warehouse = await AnalystWarehouse.start('replica', {}, servers.primary.urlOf('warehouse'));
    name = warehouse.database.name;
    await servers.untilReplicated();
    api = await startApi({ ...settingsOf(name), REPLICA_MAX_LAG_SECONDS: PATIENT_LAG });
    replicas = replicasOf(api);
    await untilUsed(api);
  });
  afterAll(async () => {
    await api?.close();
    await warehouse?.close();
    await servers?.close();
    folder.remove();
  });

  it('gives the same response as the primary to every public GET, and is never written to', async () => {
    const isAsked = (path: string) => PUBLIC.test(path);
    const before = { ...replicas.counts };
    const ofReplica = await everyAnswer(api, { isAsked });
    const urls = Object.keys(ofReplica);
    expect(urls.length).toBeGreaterThan(100);
    const reads = replicas.counts.replica - before.replica;
    expect([reads >= urls.length, replicas.counts.primary, replicas.counts.fallback]).toEqual([true, 0, 0]);
    const ofPrimary = await everyAnswer(api, { isAsked, headers: SIGNED_IN });
    // only the lists of ids were asked for without a session
    expect(replicas.counts.replica - before.replica - reads).toBeLessThan(20);
    expect(differences(ofPrimary, ofReplica)).toEqual([]);
    expect(urls.filter((url) => ofReplica[url]!.status >= 500)).toEqual([]);
  });

  it('serves exports by the API and by the command line', async () => {
    const only = "'2024-08-01 03:04:05'";
    await onReplicaOnly(
      `INSERT INTO \`${name}\`.ride_status_snapshots (ride_id, recorded_at, status, wait_time, data_source)
       VALUES (2, ${only}, 1, 35, 2)`,
    );
    try {
      const path = '/api/export/snapshots?rideId=2&from=2024-08-01T00:00:00Z&to=2024-08-02T00:00:00Z&format=ndjson';
      expect(JSON.parse((await ask(path)).text)).toMatchObject({ rideId: 2, waitMinutes: 35 });
      expect((await ask(path, SIGNED_IN)).text).toBe('');
      const range = ['--ride-id', '2', '--from', '2024-08-01', '--to', '2024-08-02', '--json'];
      const exported = await runHere(['export', ...range, '-o', join(folder.path, 'x.ndjson')], settingsOf(name));
      expect([exported.code, JSON.parse(exported.stdout)]).toMatchObject([0, { rows: 1 }]);
    } finally {
      await onReplicaOnly(`DELETE FROM \`${name}\`.ride_status_snapshots WHERE recorded_at = ${only}`);
    }
  });

  it('is described by the health response, the metrics and the doctor', async () => {
    const health = await ask('/api/health');
    expect((JSON.parse(health.text) as { details: object }).details).toMatchObject({
      replicas: { status: 'up', readsFrom: 'replica 1', list: [{ number: 1, state: 'USABLE' }] },
    });
    const { text } = await ask('/metrics');
    expect(text).toContain('warehouse_replica_usable{replica="1"} 1');
    expect(text).toMatch(/^warehouse_replica_data_age_seconds\{replica="1"\} \d/m);
    expect(text).toMatch(/^warehouse_public_reads_total\{source="replica"\} [1-9]/m);
    expect(text).toMatch(/^warehouse_replica_fallbacks_total 0$/m);
    const { stdout } = await runHere(['doctor'], settingsOf(name));
    expect(stdout).toMatch(/^ok {3}replica 1 +usable, its data is at most \d+ s old$/m);
  });

  it('is not read from until it has the last change of an administrator', async () => {
    const path = '/api/rides/3';
    await servers.replica.query('STOP SLAVE SQL_THREAD');
    try {
      const body = { heightMinCm: 111 };
      const changed = await api.send('patch', '/api/admin/metadata/3', { body, route: '/api/admin/metadata/{rideId}' });
      expect(changed.status).toBe(200);
      const read = await ask(path);
      expect([read.age, read.text.includes('111')]).toEqual(['0', true]);
    } finally {
      await servers.replica.query('START SLAVE SQL_THREAD');
    }
    await untilUsed(api);
    expect((await ask(path)).text).toContain('111');
  });

  it.each([
    ['hangs', () => Promise.resolve(servers.replica.signal('SIGSTOP')), () => servers.replica.signal('SIGCONT')],
    ['was killed', () => servers.replica.kill(), () => undefined],
  ])('that %s is left within a request, and used again after its return', async (_, lose, giveBack) => {
    const { fallback } = replicas.counts;
    const pid = servers.replica.pid;
    await lose();
    try {
      const { status, age } = await ask('/api/parks');
      expect(status).toBe(200);
      // A server that was killed starts again by itself, on a busy machine before the request is read.
      if (servers.replica.pid === pid) expect([age, replicas.counts.fallback]).toEqual(['0', fallback + 1]);
    } finally {
      giveBack();
    }
    await servers.replica.untilResponding();
    await untilUsed(api);
    expect(Number((await ask('/api/parks')).age)).toBeGreaterThan(0);
  });

  it('with another schema is not read from', async () => {
    await onReplicaOnly(`INSERT INTO \`${name}\`.schema_migrations (timestamp, name) VALUES (9e12, 'zz')`);
    try {
      await untilLeft(api);
      expect(replicas.all[0]!.reading).toMatchObject({
        state: 'OTHER_SCHEMA',
        problem: expect.stringMatching(
          /^its migrations are \d+ up to zz, those of the primary \d+ up to \w+$/,
        ) as string,
      });
      expect(await ask('/api/parks')).toMatchObject({ status: 200, age: '0' });
    } finally {
      await onReplicaOnly(`DELETE FROM \`${name}\`.schema_migrations WHERE name = 'zz'`);
    }
    await untilUsed(api);
  });

  it('is used again when a missing right is granted, although a session keeps the rights that it began with', async () => {
    await servers.replica.query('CREATE USER narrow@localhost');
    await servers.replica.query(`GRANT SELECT ON \`${name}\`.parks TO narrow@localhost`);
    const narrow = await startApi({
      ...settingsOf(name),
      DATABASE_REPLICA_URL: servers.replica.urlOf(name, 'narrow'),
    });
    try {
      await until(
        () => replicasOf(narrow).all[0]!.reading.problem ?? '',
        (problem) => problem.includes('denied'),
      );
      await servers.replica.query(`GRANT SELECT ON \`${name}\`.* TO narrow@localhost`);
      await untilUsed(narrow);
      expect((await ask('/api/parks', {}, narrow)).status).toBe(200);
    } finally {
      await narrow.close();
    }
  });

  it('that is too far behind is left until it has caught up', async () => {
    const impatient = await startApi({ ...settingsOf(name), REPLICA_MAX_LAG_SECONDS: SHORT_LAG });
    try {
      await untilUsed(impatient);
      await servers.replica.query('STOP SLAVE SQL_THREAD');
      await warehouse.query("UPDATE parks SET name = 'Renamed' WHERE park_id = 2");
      await until(
        () => replicasOf(impatient).all[0]!.reading.problem ?? '',
        (problem) => /its data is \d+ s old/.test(problem),
      );
      const read = await ask('/api/parks/2', {}, impatient);
      expect([read.age, read.text.includes('Renamed')]).toEqual(['0', true]);
      const health = JSON.parse((await ask('/api/health', {}, impatient)).text) as { details: object };
      expect(health.details).toMatchObject({
        replicas: { status: 'degraded', readsFrom: 'primary', list: [{ state: 'BEHIND' }] },
      });
      // with a limit of ten minutes, the former name is still served, with its age
      const { text, age } = await ask('/api/parks/2');
      expect([text.includes('Renamed'), Number(age) >= Number(SHORT_LAG)]).toEqual([false, true]);
      await servers.replica.query('START SLAVE SQL_THREAD');
      await untilUsed(impatient);
      expect((await ask('/api/parks/2', {}, impatient)).text).toContain('Renamed');
    } finally {
      await servers.replica.query('START SLAVE SQL_THREAD');
      await impatient.close();
    }
  });

  it('that is missing does not stop a start', async () => {
    const missing = `127.0.0.1:${await freePort()}`;
    const alone = await startApi({ ...settingsOf(name), DATABASE_REPLICA_URL: `mysql://reader@${missing}/${name}` });
    try {
      expect(await ask('/api/parks', {}, alone)).toMatchObject({ status: 200, age: '0' });
      expect(replicasOf(alone).all[0]!.reading).toMatchObject({ state: 'UNAVAILABLE' });
    } finally {
      await alone.close();
    }
    const { stdout } = await runHere(['doctor'], {
      ...settingsOf(name),
      DATABASE_REPLICA_URL: `mysql://reader@${missing}/${name}`,
    });
    expect(stdout).toMatch(/^CARE replica 1 +UNAVAILABLE: .*Public reads use the primary/m);
  });

  it('of another warehouse is refused', async () => {
    await servers.primary.query('CREATE DATABASE elsewhere');
    for (const table of ['schema_migrations', 'replication_heartbeats'])
      await servers.primary.query(`CREATE TABLE elsewhere.${table} AS SELECT * FROM \`${name}\`.${table}`);
    await servers.primary.query('UPDATE elsewhere.replication_heartbeats SET origin = UUID()');
    await servers.untilReplicated();
    const settings = { ...settingsOf(name), DATABASE_REPLICA_URL: servers.replicaUrl('elsewhere') };
    expect((await runHere(['doctor'], settings)).stdout).toMatch(
      /^CARE replica 1 +NOT_A_REPLICA: .*another warehouse/m,
    );
  });
});
