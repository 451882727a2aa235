import { closeSync, openSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../support/free-port.js';
import { LiveRows } from '../support/live-rows.js';
import { type OpenDatabase, openMigratedDatabase } from '../support/migrated-database.js';
import { databaseUrl, Program } from '../support/program.js';

/** Every write to it fails with ENOSPC, as on a full disk. */
const FULL_DISK = '/dev/full';

describe('a program whose stdout is a file on a full disk', () => {
  let open: OpenDatabase;
  let file: number;
  beforeAll(async () => {
    open = await openMigratedDatabase('unwritable_output');
    const rows = new LiveRows(open.dataSource.query.bind(open.dataSource));
    await rows.destination(1, 'Resort');
    await rows.park(1, 1, 'Park');
    file = openSync(FULL_DISK, 'w');
  });
  afterAll(async () => {
    closeSync(file);
    await open.close();
  });
  const program = (name: string, args: string[], settings: Record<string, string> = {}) =>
    new Program(name, args, { DATABASE_URL: databaseUrl(open.database.connectionOptions), ...settings }, file);

  it('goes on serving requests', async () => {
    const port = await freePort();
    const server = program('main', [], { PORT: String(port), ROLE: 'api' });
    const ended = server.end();
    const statusNow = () =>
      fetch(`http://127.0.0.1:${port}/api/health/live`).then(
        ({ status }) => status,
        () => null,
      );
    try {
      let status: number | null = null;
      while ((status = await Promise.race([statusNow(), ended.then(() => 0)])) === null) await delay(100);
      expect(status).toBe(200);
      for (let request = 0; request < 5; request++) {
        await delay(60); // the lines of the access log are written in between
        expect(await statusNow()).toBe(200);
      }
    } finally {
      server.kill('SIGTERM');
    }
    expect((await ended).stderr).toBe('');
  });

  it.each([
    ['partitions status', []],
    ['storage report', ['--json']],
    ['export', ['--park-id', '1', '--from', '2026-01-01', '--to', '2026-01-02', '--format', 'csv']],
  ])('%s ends with code 1 and one line that names the reason', async (name, args) => {
    const { code, stderr } = await program(name, args).end();
    expect(stderr).toMatch(/ENOSPC/);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(code).toBe(1);
  });
});
