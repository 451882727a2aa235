import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise';
import { writeArchive } from '../../../src/tools/archive-generator/generate-archive.js';
import { freePorts } from '../../support/free-port.js';
import { HAPROXY_CFG, Haproxy, type RunningHaproxy } from '../../support/haproxy.js';
import { Program, runProgram } from '../../support/program.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { GaleraCluster, galeraProvider } from './galera-cluster.js';
import type { GaleraNode } from './galera-node.js';

const DAYS = 120;
const FILES_BEFORE = 15;
/** Within which HAProxy must have left a node. */
const PATIENCE_MS = 15_000;
const LOOK_AGAIN_MS = 50;
const provider = galeraProvider();
const haproxy = Haproxy.find();

/** Skipped where galera-4 or haproxy can neither be found nor downloaded, which the console then says. */
(provider === null || haproxy === null ? describe.skip : describe)(
  'docker/haproxy/haproxy.cfg with three nodes',
  () => {
    const folder = temporaryFolder('cluster-haproxy');
    let cluster: GaleraCluster;
    let proxy: RunningHaproxy;
    let port: number;
    let healthPort: number;
    let nodes: [GaleraNode, GaleraNode, GaleraNode];

    beforeAll(async () => {
      cluster = await GaleraCluster.start(provider!);
      nodes = cluster.nodes as typeof nodes;
      await nodes[0].query(`CREATE USER haproxy@'127.0.0.1'`);
      [port, healthPort] = (await freePorts(2)) as [number, number];
      const path = join(folder.path, 'haproxy.cfg');
      writeFileSync(path, configurationHere());
      proxy = haproxy!.start(path);
      await until(async () => (await portOfNewConnection()) === nodes[0].port);
    });
    afterAll(async () => {
      console.log(proxy?.log);
      await proxy?.stop();
      await cluster?.close();
      folder.remove();
    });

    /** The file with the ports of this machine. */
    function configurationHere(): string {
      let text = readFileSync(HAPROXY_CFG, 'utf8')
        .replace('bind :3306', `bind 127.0.0.1:${port}`)
        .replace('bind :8404', `bind 127.0.0.1:${healthPort}`);
      for (const [index, node] of nodes.entries()) {
        text = text.replace(` database${index + 1}:3306`, ` 127.0.0.1:${node.port}`);
      }
      return text;
    }

    const connect = (): Promise<Connection> =>
      createConnection({ host: '127.0.0.1', port, user: 'proof', password: 'proof', connectTimeout: 1_000 });

    /** The node that HAProxy gives to a new connection; null if none. */
    async function portOfNewConnection(): Promise<number | null> {
      try {
        const connection = await connect();
        const [[row]] = await connection.query<RowDataPacket[]>('SELECT @@port AS port');
        connection.destroy();
        return row!.port as number;
      } catch {
        return null;
      }
    }

    /** Milliseconds until it holds. */
    async function until(holds: () => Promise<boolean>): Promise<number> {
      for (const startedMs = performance.now(); ; await pause(LOOK_AGAIN_MS)) {
        if (await holds()) return performance.now() - startedMs;
        if (performance.now() - startedMs > PATIENCE_MS) throw new Error(`not within ${PATIENCE_MS / 1_000} s`);
      }
    }

    /** Milliseconds until a statement that runs on the present node fails, counted from the loss. */
    async function untilStatementFails(lose: () => Promise<void>): Promise<number> {
      const connection = await connect();
      connection.on('error', () => undefined);
      const failed = connection.query('DO SLEEP(60)').then(
        () => Infinity,
        () => performance.now(),
      );
      await pause(200);
      const lostMs = performance.now();
      await lose();
      return (await failed) - lostMs;
    }

    const health = async (): Promise<number> => (await fetch(`http://127.0.0.1:${healthPort}/health`)).status;

    it('ends statements on a node that is cut off, and does not return to it by itself', async () => {
      const [first, second] = nodes;
      const failedAfterMs = await untilStatementFails(() => first.isolate());
      const movedAfterMs = await until(async () => (await portOfNewConnection()) === second.port);
      console.log({ loss: 'cut off', failedAfterMs, movedAfterMs });
      expect(failedAfterMs).toBeLessThan(PATIENCE_MS);
      await first.reconnect();
      await pause(4_000);
      expect(proxy.log).toMatch(/database1 is UP/);
      expect(await portOfNewConnection()).toBe(second.port);
    });

    it('ends statements on a node that hangs without closing its connections', async () => {
      const [first, second] = nodes;
      const failedAfterMs = await untilStatementFails(() => Promise.resolve(second.hang()));
      const movedAfterMs = await until(async () => (await portOfNewConnection()) === first.port);
      second.resume();
      await second.untilMember();
      console.log({ loss: 'hangs', failedAfterMs, movedAfterMs });
      expect(failedAfterMs).toBeLessThan(PATIENCE_MS);
    });

    it('an import through it continues when the node is killed', async () => {
      const [first, second, third] = nodes;
      await cluster.createDatabase('parks');
      const size = { seed: 5, destinations: 1, days: DAYS, start: '2024-01-01', rides: 30, eventsPerRideDay: 60 };
      const destinationId = (await writeArchive(size, folder.path)).destinations[0]!.id;
      const DATABASE_URL = `mysql://proof:proof@127.0.0.1:${port}/parks`;
      const settings = { DATABASE_URL, DATA_DIR: folder.path, ARCHIVE_SOURCE: folder.path };
      expect((await runProgram('migrate run', [], settings)).code).toBe(0);
      const importing = new Program('import', ['--destination', destinationId], settings);
      await filesStored(second, FILES_BEFORE);
      await first.kill();
      const killedMs = performance.now();
      const { code, stderr } = await importing.end();
      console.log({ loss: 'killed', importMs: performance.now() - killedMs, stderr });
      expect([code, code === 0 ? '' : stderr]).toEqual([0, '']);
      expect(await filesStored(third, DAYS)).toBe(DAYS);
      expect(await health()).toBe(200);
    });

    it('reports itself unhealthy without a node', async () => {
      for (const node of nodes) await node.kill();
      await until(async () => (await health()) === 503);
    });

    /** Waits for so many files of the import. */
    async function filesStored(node: GaleraNode, wanted: number): Promise<number> {
      for (;;) {
        const [row] = await node.query<{ done: number }>('SELECT COUNT(*) AS done FROM import_files', [], 'parks');
        if (Number(row!.done) >= wanted) return Number(row!.done);
        await pause(20);
      }
    }
  },
);
