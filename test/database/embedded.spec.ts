import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import {
  holdEmbeddedDatabase,
  type EmbeddedDatabase,
  type EmbeddedDatabaseOptions,
} from '../../src/common/database/embedded/embedded-database.js';
import { isAlive, readPidFile } from '../../src/common/database/embedded/server-process.js';
import { DatabaseServerMissingError, findServerBinaries } from '../../src/common/database/embedded/server-binaries.js';
import { HolderProcess, killHolders } from '../support/embedded-holder.js';

const NO_DECIDER = { uid: 65534, gid: 65534 };
const isRoot = process.getuid?.() === 0;

describe('the embedded database', () => {
  let folder: string;
  let dataDir: string;

  beforeEach(() => {
    folder = mkdtempSync(join(realpathSync(tmpdir()), 'parkdb-embedded-'));
    dataDir = join(folder, 'data');
  });

  afterEach(() => {
    killHolders();
    for (const dir of [dataDir, join(folder, 'x'.repeat(120))]) {
      const pid = serverPid(dir);
      if (pid !== undefined && isAlive(pid)) process.kill(pid, 'SIGKILL');
    }
    rmSync(folder, { recursive: true, force: true });
  });

  it('is created at the first start, private to its owner and without a port, and stopped by its last holder', async () => {
    const database = await hold();
    expect(statSync(join(dataDir, 'mariadb')).mode & 0o777).toBe(0o700);
    const [settings] = await query(
      database,
      'SELECT DATABASE() AS name, @@skip_networking AS isolated, @@time_zone AS zone, @@innodb_flush_log_at_trx_commit AS durable',
    );
    expect(settings).toEqual({ name: 'themepark', isolated: 1, zone: '+00:00', durable: 1 });
    // Ten years of months in two tables, and all other tables.
    const [caches] = await query(
      database,
      'SELECT @@table_definition_cache AS definitions, @@table_open_cache AS tables',
    );
    expect(caches).toEqual({ definitions: 4000, tables: 4000 });

    await database.release();
    expectStopped();
    expect(readdirSync(dataDir)).toEqual(['mariadb']);
  });

  it('keeps its data across starts', async () => {
    const first = await hold();
    await storeOneRow(first);
    await first.release();
    const database = await hold();
    expect(await query(database, 'SELECT * FROM kept')).toEqual([{ id: 7 }]);
    await database.release();
  });

  it('is shared by two processes, and runs until the second one releases it', async () => {
    const first = await HolderProcess.start(dataDir);
    const second = await HolderProcess.start(dataDir);
    expect(second.socketPath).toBe(first.socketPath);

    await first.release();
    await expect(responses(first.socketPath)).resolves.toBe(true);
    await second.release();
    expectStopped();
  });

  it('is stopped once if two holders release it at the same time', async () => {
    const holders = await Promise.all([hold(), hold()]);
    await Promise.all(holders.map((holder) => holder.release()));
    expectStopped();
  });

  it('is created once by two concurrent first starts', async () => {
    const [first, second] = await Promise.all([HolderProcess.start(dataDir), HolderProcess.start(dataDir)]);
    expect(second.socketPath).toBe(first.socketPath);
    expect(readdirSync(dataDir)).toEqual(['mariadb']);
    await Promise.all([first.release(), second.release()]);
    expectStopped();
  });

  it('starts again for a process that arrives while the last holder releases it', async () => {
    let database = await hold();
    for (let round = 0; round < 5; round++) {
      const leaving = database.release();
      database = await hold();
      await leaving;
      await expect(query(database, 'SELECT 1 AS one')).resolves.toEqual([{ one: 1 }]);
    }
    await database.release();
    expectStopped();
  });

  it('survives kill -9 of every holder, and the next process uses the same server', async () => {
    const holders = [await HolderProcess.start(dataDir), await HolderProcess.start(dataDir)];
    const pid = serverPid(dataDir);
    await Promise.all(holders.map((holder) => holder.killHard()));

    const database = await hold();
    expect(serverPid(dataDir)).toBe(pid);
    await database.release();
    expectStopped();
  });

  it('recovers from kill -9 of the server with its data intact, at the next start', async () => {
    const holder = await HolderProcess.start(dataDir);
    await storeOneRow(holder);
    await holder.killHard();
    const pid = serverPid(dataDir);
    process.kill(pid!, 'SIGKILL');

    const recovered = await hold();
    expect(serverPid(dataDir)).not.toBe(pid);
    expect(await query(recovered, 'SELECT * FROM kept')).toEqual([{ id: 7 }]);
    await recovered.release();
  });

  it('is restarted for its holder when the server is killed', async () => {
    const holder = await HolderProcess.start(dataDir);
    const database = await hold();
    await storeOneRow(database);
    process.kill(serverPid(dataDir)!, 'SIGKILL');

    const other = await hold();
    expect(await query(other, 'SELECT * FROM kept')).toEqual([{ id: 7 }]);
    await Promise.all([holder.release(), database.release()]);
    await expect(responses(other.socketPath)).resolves.toBe(true);
    await other.release();
  });

  it('leaves no server behind if it is released while a killed server is being started again', async () => {
    const database = await hold();
    process.kill(serverPid(dataDir)!, 'SIGKILL');
    // So early that the new server may lose the signal that is to stop it.
    while (startedServers().length < 2) await pause(5);
    await database.release();
    expect(startedServers().filter(isAlive)).toEqual([]);
  });

  it('has its socket in a short private folder if the path of its data is too long', async () => {
    dataDir = join(folder, 'x'.repeat(120));
    const database = await hold();
    expect(Buffer.byteLength(database.socketPath)).toBeLessThanOrEqual(100);
    expect(statSync(dirname(database.socketPath)).mode & 0o777).toBe(0o700);
    const other = await HolderProcess.start(dataDir);
    expect(other.socketPath).toBe(database.socketPath);
    await other.release();
    await database.release();
    rmSync(dirname(database.socketPath), { recursive: true });
  });

  it('belongs to the ordinary user who starts it, even after root has started it', async () => {
    if (!isRoot) return console.warn('not root: every other test here runs as an ordinary user already');
    mkdirSync(dataDir);
    chownSync(folder, NO_DECIDER.uid, NO_DECIDER.gid);
    chownSync(dataDir, NO_DECIDER.uid, NO_DECIDER.gid);
    await (await HolderProcess.start(dataDir, NO_DECIDER)).release();
    const asRoot = await hold();
    await asRoot.release();

    const again = await HolderProcess.start(dataDir, NO_DECIDER);
    expect(statSync(join(dataDir, 'mariadb', 'mariadbd.log')).uid).toBe(NO_DECIDER.uid);
    await again.release();
  });

  it('reports the log of a server that does not start', async () => {
    await expect(hold({ extraServerOptions: ['--no-such-option'] })).rejects.toThrow(/ended.*\n.*no-such-option/s);
  });

  it('leaves nothing behind if its start is cancelled', async () => {
    const controller = new AbortController();
    const start = hold({ signal: controller.signal, log: () => controller.abort(new Error('given up')) });
    await expect(start).rejects.toThrow();
    expect(readdirSync(dataDir)).toEqual([]);
  });

  it('lists the ways to get a server if there is none', async () => {
    const start = hold({ findBinaries: () => findServerBinaries([folder]) });
    await expect(start).rejects.toThrow(DatabaseServerMissingError);
    await expect(start).rejects.toThrow(/apt-get install.*brew install mariadb.*DATABASE_URL/s);
  });

  function hold(options: Partial<EmbeddedDatabaseOptions> = {}): Promise<EmbeddedDatabase> {
    return holdEmbeddedDatabase({
      dataDir,
      bufferPoolMb: 64,
      extraServerOptions: ['--innodb-log-file-size=16M'],
      ...options,
    });
  }

  /** The process of every server that has begun to start, by its log. */
  function startedServers(): number[] {
    const log = readFileSync(join(dataDir, 'mariadb', 'mariadbd.log'), 'utf8');
    return [...log.matchAll(/ as process (\d+)/g)].map(([, pid]) => Number(pid));
  }

  function expectStopped(): void {
    expect(existsSync(join(dataDir, 'mariadb', 'mariadbd.pid'))).toBe(false);
    expect(existsSync(join(dataDir, 'mariadb', 'mariadb.sock'))).toBe(false);
    expect(readFileSync(join(dataDir, 'mariadb', 'mariadbd.log'), 'utf8')).toContain('Shutdown complete');
  }
});

function serverPid(dataDir: string): number | undefined {
  return readPidFile(join(dataDir, 'mariadb', 'mariadbd.pid'));
}

async function query({ socketPath }: { socketPath: string }, sql: string): Promise<RowDataPacket[]> {
  const connection = await createConnection({ socketPath, user: 'themepark', database: 'themepark' });
  try {
    const [rows] = await connection.query<RowDataPacket[]>(sql);
    return rows;
  } finally {
    await connection.end();
  }
}

async function storeOneRow(server: { socketPath: string }): Promise<void> {
  await query(server, 'CREATE TABLE kept (id INT PRIMARY KEY)');
  await query(server, 'INSERT INTO kept VALUES (7)');
}

async function responses(socketPath: string): Promise<boolean> {
  return (await query({ socketPath }, 'SELECT 1')).length === 1;
}
