import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { reportText, readReport } from '../../src/cli/storage/report-view.js';
import type { ConnectionTarget } from '../../src/common/database/data-source-options.js';
import { type EmbeddedDatabase, holdEmbeddedDatabase } from '../../src/common/database/embedded/embedded-database.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { StorageApp } from './support/storage-app.js';

const AT = new Date('2026-03-10T03:50:00Z');

describe('the binary log of a server', () => {
  const folder = temporaryFolder('binary-log');
  let server: EmbeddedDatabase | undefined;
  let app: StorageApp | undefined;
  afterEach(async () => {
    await app?.close({ drop: false });
    await server?.release();
    app = server = undefined;
  });
  afterAll(() => folder.remove());

  async function start(name: string, options: string[], as: Partial<ConnectionTarget> = {}): Promise<StorageApp> {
    mkdirSync(join(folder.path, name), { recursive: true });
    const extraServerOptions = ['--innodb-log-file-size=16M', ...options];
    server = await holdEmbeddedDatabase({ dataDir: join(folder.path, name), bufferPoolMb: 32, extraServerOptions });
    const { socketPath, user, database } = server;
    await asRoot(server, [
      "CREATE USER IF NOT EXISTS limited@localhost IDENTIFIED BY 'secret'",
      `GRANT ALL ON \`${database}\`.* TO limited@localhost`,
    ]);
    const connectionOptions = { socketPath, user, database };
    app = await StorageApp.over({ name: database, connectionOptions, drop: () => Promise.resolve() }, { at: AT, as });
    await app.dataSource.runMigrations();
    return app;
  }
  const LIMITED = { user: 'limited', password: 'secret' };

  it('is counted with all its files, in addition to the tables', async () => {
    const storage = await start('on', ['--log-bin=changes'], { user: 'root' });
    const { api } = storage;
    await asRoot(server!, ['FLUSH BINARY LOGS']);
    const files = await storage.query<{ File_size: number | string }>('SHOW BINARY LOGS');
    expect(files.length).toBeGreaterThan(1);
    const { result } = await storage.measure();
    const { state, bytes, note } = result!.binaryLog;
    expect({ state, note }).toEqual({ state: 'ON', note: null });
    expect(bytes).toBeGreaterThanOrEqual(files.reduce((total, file) => total + Number(file.File_size), 0));
    const summary = await api.summary();
    expect(summary.binaryLog).toEqual(result!.binaryLog);
    expect(summary.totals!.totalBytes).toBe(result!.totalBytes);
    const text = reportText(await readReport(api, 30), 100);
    expect(text).toMatch(/Binary log of the server, in addition to the tables: [\d.]+ [kMG]?B\./);
  });

  it('is unknown, and never 0, to a user who may not see it', async () => {
    const storage = await start('limited', ['--log-bin=changes'], LIMITED);
    const { result } = await storage.measure();
    expect(result!.binaryLog).toEqual({
      state: 'UNKNOWN',
      bytes: null,
      note: expect.stringContaining('GRANT REPLICATION CLIENT ON *.*') as unknown,
    });
    const text = reportText(await readReport(storage.api, 30), 100);
    expect(text).toContain('in addition to the tables: unknown');
  });

  it('is off if the server writes none, whoever asks', async () => {
    const storage = await start('off', [], LIMITED);
    expect((await storage.measure()).result!.binaryLog).toEqual({ state: 'OFF', bytes: null, note: null });
    expect(reportText(await readReport(storage.api, 30), 100)).not.toContain('Binary log');
    await storage.query("UPDATE storage_measurements SET result = JSON_REMOVE(result, '$.binaryLog')");
    expect((await storage.api.summary()).binaryLog).toMatchObject({ state: 'UNKNOWN', bytes: null });
  });
});

async function asRoot({ socketPath }: EmbeddedDatabase, statements: string[]): Promise<void> {
  const connection = await createConnection({ socketPath, user: 'root' });
  try {
    for (const statement of statements) await connection.query(statement);
  } finally {
    await connection.end();
  }
}
