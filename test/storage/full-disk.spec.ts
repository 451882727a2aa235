import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import request from 'supertest';
import { createConnection } from 'mysql2/promise';
import { holdEmbeddedDatabase, type EmbeddedDatabase } from '../../src/common/database/embedded/embedded-database.js';
import { DiskWatch } from '../../src/modules/storage/disk-watch.service.js';
import { ApiApp } from '../api/support/api-app.js';
import { databaseUrl, Program, runProgram } from '../support/program.js';

const SIZE_MB = 400;
const SERVER_OPTIONS = ['--innodb-log-file-size=16M', '--innodb-flush-log-at-trx-commit=2'];
/** Below the limit that counts as full, but enough for small rows. */
const LEFT_BYTES = 5_000_000;

interface Health {
  status: string;
  details: { disk: { status: string; verdict: string; freeBytes: number } };
}

const folder = mkdtempSync(join(realpathSync(tmpdir()), 'parkdb-full-'));
const disk = join(folder, 'disk');
mkdirSync(disk);
const isMounted =
  spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE_MB}m`, 'tmpfs', disk], { stdio: 'ignore' }).status === 0;
if (!isMounted) rmSync(folder, { recursive: true });
if (!isMounted) console.warn('a small disk cannot be mounted (only root may): the tests of a full disk are left out');

(isMounted ? describe : describe.skip)('a full disk of the database', () => {
  let server: EmbeddedDatabase;
  let api: ApiApp;
  const archive = join(folder, 'archive');
  const filler = join(disk, 'filler');

  beforeAll(async () => {
    const dataDir = join(disk, 'data');
    server = await holdEmbeddedDatabase({ dataDir, bufferPoolMb: 64, extraServerOptions: SERVER_OPTIONS });
    const settings = { ROLE: 'api', DATABASE_URL: url(), STORAGE_MIN_FREE_MB: '16' };
    api = await ApiApp.start({ connection: target(), settings });
    const made = await runProgram(
      'generate-archive',
      ['--out', archive, '--destinations', '1', '--days', '12', '--rides', '40', '--events-per-ride-day', '250'],
      {},
    );
    expect(made.code).toBe(0);
  }, 120_000);
  afterEach(() => makeRoom());
  afterAll(async () => {
    makeRoom();
    await api?.close();
    await server?.release();
    if (isMounted) spawnSync('umount', ['-l', disk]);
    rmSync(folder, { recursive: true, force: true });
  });

  const target = () => ({ socketPath: server.socketPath, user: server.user, database: server.database });
  const url = () => databaseUrl(target());
  const freeBytes = () => {
    const { bavail, bsize } = statfsSync(disk);
    return bavail * bsize;
  };
  const fill = () => writeFileSync(filler, Buffer.alloc(freeBytes() - LEFT_BYTES));
  const makeRoom = () => rmSync(filler, { force: true });

  const health = async () => (await api.get<Health>('/api/health')).body;
  const metrics = async () => (await request(api.app.getHttpServer()).get('/metrics').expect(200)).text;
  const watch = () => api.app.get(DiskWatch, { strict: false }).evaluate();
  const alerts = () =>
    api.query<{ severity: string }>(
      "SELECT severity FROM alerts WHERE alert_key = 'storage.disk_full' AND cleared_at IS NULL",
    );

  it('is not reported while there is room', async () => {
    await watch();
    expect((await health()).details.disk).toMatchObject({ status: 'up', verdict: 'OK' });
    expect(await metrics()).toContain('warehouse_database_disk_full 0');
    expect(await alerts()).toEqual([]);
  });

  it('shows in health and metrics at once, raises a critical alert at the next check, and clears with free space', async () => {
    fill();
    expect(await health()).toMatchObject({
      status: 'degraded',
      details: { disk: { status: 'degraded', verdict: 'FULL' } },
    });
    const text = await metrics();
    expect(text).toContain('warehouse_database_disk_full 1');
    expect(Number(/^warehouse_database_disk_free_bytes (\S+)$/m.exec(text)![1])).toBeLessThan(2 * LEFT_BYTES);
    await watch();
    expect(await alerts()).toEqual([{ severity: 'CRITICAL' }]);
    makeRoom();
    await watch();
    expect((await health()).details.disk.verdict).toBe('OK');
    expect(await alerts()).toEqual([]);
  });

  it('lets an import that waits for space stop at the first Ctrl+C', async () => {
    fill();
    const program = new Program('import', ['--all-parks'], { DATABASE_URL: url(), ARCHIVE_SOURCE: archive });
    await program.until('tried again (full)');
    const askedMs = performance.now();
    program.kill('SIGINT');
    const { code } = await program.end();
    expect([code, performance.now() - askedMs < 20_000]).toEqual([130, true]);
  });

  it('is left the room that a private server needs to live: an import waits before the last megabytes', async () => {
    const rows = async () =>
      Number((await api.query<{ n: number }>('SELECT COUNT(*) AS n FROM ride_status_snapshots'))[0]!.n);
    const dataDir = join(disk, 'data');
    const pidFile = join(dataDir, 'mariadb', 'mariadbd.pid');
    const [pid, before] = [readFileSync(pidFile, 'utf8'), await rows()];
    writeFileSync(filler, Buffer.alloc(freeBytes() - 40_000_000));
    const program = new Program('import', ['--resume'], { DATA_DIR: dataDir, ARCHIVE_SOURCE: archive });
    await program.until('tried again (full)');
    program.kill('SIGINT');
    expect((await program.end()).code).toBe(130);
    expect([await rows(), readFileSync(pidFile, 'utf8')]).toEqual([before, pid]);
  });

  it('makes an import wait, which continues by itself once there is space and loses nothing', async () => {
    fill();
    const program = new Program('import', ['--resume', '--json'], { DATABASE_URL: url(), ARCHIVE_SOURCE: archive });
    await program.until('tried again (full)');
    makeRoom();
    const { code, stdout } = await program.end();
    const [row] = await api.query<Record<string, number>>(
      `SELECT SUM(events_read) AS \`read\`, SUM(events_stored) AS \`stored\`, SUM(events_duplicate) AS duplicate, SUM(events_rejected) AS rejected
         FROM import_checkpoints`,
    );
    expect([code, stdout]).toEqual([0, expect.stringContaining('"exitCode":0')]);
    const { read, stored, duplicate, rejected } = row!;
    expect(Number(read)).toBeGreaterThan(50_000);
    expect(Number(read)).toBe(Number(stored) + Number(duplicate) + Number(rejected));
    const [rows] = await api.query<{ n: number }>('SELECT COUNT(*) AS n FROM ride_status_snapshots');
    expect(Number(rows!.n)).toBe(Number(stored));
  });

  it.each([
    ['stats', ['refresh'], 1, 'disk of the database is full'],
    // It makes no schema.
    ['doctor', [], 3, 'CARE disk      FULL'],
    ['main', [], 1, 'disk of the database is full'],
  ])('lets %s end within ten seconds where the schema cannot be made', async (name, args, exitCode, said) => {
    const database = `full_${name}`;
    const root = { ...target(), user: 'root' };
    const connection = await createConnection(root);
    await connection.query(`CREATE DATABASE ${database}`);
    fill();
    writeFileSync(join(disk, 'rest'), Buffer.alloc(Math.max(0, freeBytes() - 200_000)));
    const startedMs = performance.now();
    try {
      const { code, stderr, stdout } = await runProgram(name, args, {
        DATABASE_URL: databaseUrl({ ...root, database }),
        PORT: '0',
      });
      expect([code, `${stdout}${stderr}`]).toEqual([exitCode, expect.stringContaining(said)]);
      expect(performance.now() - startedMs).toBeLessThan(10_000);
    } finally {
      rmSync(join(disk, 'rest'));
      makeRoom();
      await connection.query(`DROP DATABASE ${database}`);
      await connection.end();
    }
  });
});
