import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import request from 'supertest';
import { holdEmbeddedDatabase, type EmbeddedDatabase } from '../../src/common/database/embedded/embedded-database.js';
import { ApiApp } from '../api/support/api-app.js';
import { databaseUrl, Program, runProgram } from '../support/program.js';

const pidOf = (dataDir: string) => Number(readFileSync(join(dataDir, 'mariadb', 'mariadbd.pid'), 'utf8'));
const folder = mkdtempSync(join(realpathSync(tmpdir()), 'stalled-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a hanging database server', () => {
  const dataDir = join(folder, 'stalled');
  let server: EmbeddedDatabase;
  let api: ApiApp;
  let pid: number;

  beforeAll(async () => {
    server = await holdEmbeddedDatabase({ dataDir, bufferPoolMb: 64 });
    pid = pidOf(dataDir);
    const { socketPath, user, database } = server;
    api = await ApiApp.start({ connection: { socketPath, user, database }, settings: { ROLE: 'api' } });
    await request(api.app.getHttpServer()).get('/metrics').expect(200);
  }, 60_000);
  afterAll(async () => {
    process.kill(pid, 'SIGCONT');
    await api?.close();
    await server?.release();
  }, 60_000);

  it('blocks neither metrics nor health, not even the second time, and both recover', async () => {
    const http = api.app.getHttpServer();
    process.kill(pid, 'SIGSTOP');
    try {
      for (let round = 0; round < 2; round++) {
        const startedMs = performance.now();
        const [metrics, health] = await Promise.all([request(http).get('/metrics'), request(http).get('/api/health')]);
        expect(performance.now() - startedMs).toBeLessThan(9_000);
        expect([metrics.status, health.status]).toEqual([200, 503]);
        expect(metrics.text).toContain('warehouse_database_up 0');
        expect(metrics.text).not.toMatch(/^warehouse_live_age_seconds\{/m);
      }
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    let text = '';
    while (!text.includes('warehouse_database_up 1')) ({ text } = await request(http).get('/metrics'));
    expect((await request(http).get('/api/health')).status).toBe(200);
  });

  it('does not keep a server from exiting within its limit after SIGTERM, which logs the pending work', async () => {
    const { socketPath, user, database } = server;
    const program = new Program('main', [], {
      DATABASE_URL: databaseUrl({ socketPath, user, database }),
      DATA_DIR: join(folder, 'own'),
      PORT: '0',
      ROLE: 'worker',
      SHUTDOWN_LIMIT_SECONDS: '3',
    });
    await program.until('Listening at');
    process.kill(pid, 'SIGSTOP');
    try {
      await delay(1_500); // by now, the poll for imports hangs
      const startedMs = performance.now();
      program.kill('SIGTERM');
      const { code, stdout, stderr } = await program.end();
      expect(performance.now() - startedMs).toBeLessThan(8_000);
      const left = /the shutdown took more than 3 s .* leaves .*the connections to the database/;
      expect([code, `${stdout}${stderr}`]).toEqual([1, expect.stringMatching(left)]);
    } finally {
      process.kill(pid, 'SIGCONT');
    }
  });

  it('does not keep a command from exiting within its limit after Ctrl+C', async () => {
    const { socketPath, user, database } = server;
    process.kill(pid, 'SIGSTOP');
    try {
      const before = connectionsTo(socketPath);
      const program = new Program('stats refresh', [], {
        DATABASE_URL: databaseUrl({ socketPath, user, database }),
        SHUTDOWN_LIMIT_SECONDS: '2',
      });
      while (connectionsTo(socketPath) === before) await delay(50);
      const startedMs = performance.now();
      program.kill('SIGINT');
      const { code, stderr } = await program.end();
      expect(performance.now() - startedMs).toBeLessThan(5_000);
      expect([code, stderr]).toEqual([1, expect.stringContaining('the shutdown took more than 2 s')]);
    } finally {
      process.kill(pid, 'SIGCONT');
    }
  });
});

/** Connections to a socket of this machine, accepted or not. */
const connectionsTo = (socketPath: string): number =>
  readFileSync('/proc/net/unix', 'utf8').split(socketPath).length - 1;

describe('a server whose port is in use', () => {
  it('exits, and leaves no private database server behind', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const dataDir = join(folder, 'port-taken');
    const { code, stdout, stderr } = await runProgram('main', [], {
      DATA_DIR: dataDir,
      PORT: String((holder.address() as AddressInfo).port),
      EMBEDDED_DB_BUFFER_POOL_MB: '64',
    });
    holder.close();
    expect([code, `${stdout}${stderr}`]).toEqual([1, expect.stringContaining('is in use')]);
    expect(() => pidOf(dataDir)).toThrow('ENOENT');
  });
});
