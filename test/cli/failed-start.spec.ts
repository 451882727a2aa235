import { createConnection } from 'mysql2/promise';
import { type OpenDatabase, openEmptyDatabase } from '../support/migrated-database.js';
import { databaseUrl, type Ended, runProgram } from '../support/program.js';
import { runHere } from '../support/program-here.js';

/** The check of the server refuses a user that may not even write: test/database/server-check.spec.ts. */
const WRITER = 'writer_without_create';

describe('a program whose schema cannot be brought up', () => {
  let open: OpenDatabase;

  beforeAll(async () => {
    open = await openEmptyDatabase('failed_start');
    await open.dataSource.query(`CREATE USER IF NOT EXISTS '${WRITER}'@'%' IDENTIFIED BY 'only-writes'`);
    const rights = 'SELECT, INSERT, UPDATE, DELETE';
    await open.dataSource.query(`GRANT ${rights} ON \`${open.database.name}\`.* TO '${WRITER}'@'%'`);
  });
  afterAll(async () => {
    await open.dataSource.query(`DROP USER '${WRITER}'@'%'`);
    await open.close();
  });

  const settings = () => ({
    DATABASE_URL: databaseUrl({ ...open.database.connectionOptions, user: WRITER, password: 'only-writes' }),
    PORT: '0',
  });

  it.each([
    ['stats refresh', []],
    ['quality check', []],
    ['import', ['--status']],
    ['collect', ['--once']],
    ['main', []],
  ])('%s ends with 78 within ten seconds and names the missing rights', async (name, args) => {
    const startedMs = performance.now();
    const { code, stderr, stdout } = await runProgram(name, args, settings());
    expect([code, `${stdout}${stderr}`]).toEqual([
      78,
      expect.stringContaining('GRANT CREATE, ALTER, DROP, INDEX, CREATE VIEW ON'),
    ]);
    expect(performance.now() - startedMs).toBeLessThan(10_000);
  });
});

describe('a database that a newer version has migrated', () => {
  let open: OpenDatabase;
  const settings = () => ({ DATABASE_URL: databaseUrl(open.database.connectionOptions), PORT: '0' });
  const migrate = (word: string): Promise<Ended> => runHere(['migrate', word], settings());

  beforeAll(async () => {
    open = await openEmptyDatabase('newer_schema');
    await migrate('run');
    await open.dataSource.query('INSERT INTO schema_migrations (timestamp, name) VALUES (?, ?)', [
      9_999_999_999_999,
      'RenameEverything9999999999999',
    ]);
  });
  afterAll(async () => open.close());

  it.each(['true', 'false'])(
    'is refused by name with MIGRATIONS_AUTO_RUN=%s, by the server and by the programs',
    async (autoRun) => {
      for (const [name, args] of [
        ['stats refresh', []],
        ['main', []],
      ] as const) {
        const { code, stdout, stderr } = await runProgram(name, args, { ...settings(), MIGRATIONS_AUTO_RUN: autoRun });
        const reported = `${stdout}${stderr}`;
        expect(code).toBe(1);
        expect(reported).toContain('newer version');
        expect(reported).toContain('RenameEverything9999999999999');
      }
    },
  );

  it('is still shown by migration:status, which changes nothing', async () => {
    const { stdout } = await migrate('status');
    expect(stdout).toContain('unknown  RenameEverything9999999999999');
    expect(stdout).toContain('The schema is newer than this program, which does not know 1 migration.');
  });

  it('is used again once the migration is gone', async () => {
    const connection = await createConnection(open.database.connectionOptions);
    await connection.query("DELETE FROM schema_migrations WHERE name = 'RenameEverything9999999999999'");
    await connection.end();
    expect((await runProgram('stats refresh', [], settings())).code).toBe(0);
  });
});
