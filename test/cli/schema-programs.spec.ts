import { MIGRATIONS } from '../../src/schema.js';
import { type OpenDatabase, openEmptyDatabase } from '../support/migrated-database.js';
import { type Ended, databaseUrl, runProgram } from '../support/program.js';
import { runHere } from '../support/program-here.js';

describe('the programs that look after the schema', () => {
  let open: OpenDatabase;
  const settings = () => ({ DATABASE_URL: databaseUrl(open.database.connectionOptions) });
  const run = (...args: string[]): Promise<Ended> => runHere(args, settings());

  beforeAll(async () => {
    open = await openEmptyDatabase('schema_cli');
  });

  afterAll(async () => {
    await open.close();
  });

  it('migrate: status changes nothing, run applies what is missing, revert takes one back', async () => {
    const empty = await runProgram('migrate', ['status'], settings());
    expect(empty.code).toBe(1);
    expect(empty.stdout.match(/^pending /gm)).toHaveLength(MIGRATIONS.length);
    expect(await open.dataSource.query('SHOW TABLES')).toEqual([]);

    expect((await run('migrate', 'run')).stdout).toContain(`${MIGRATIONS.length} migrations applied.`);
    expect((await run('migrate', 'run')).stdout).toContain('The schema is up to date.');
    expect(await run('migrate', 'status')).toMatchObject({ code: 0, stderr: '' });

    expect((await run('migrate', 'revert')).stdout).toContain(`reverted ${MIGRATIONS.at(-1)!.name}`);
    const reverted = await run('migrate', 'status');
    expect(reverted.code).toBe(1);
    expect(reverted.stdout).toContain(`pending  ${MIGRATIONS.at(-1)!.name}`);
    expect((await run('migrate', 'run')).code).toBe(0);
  });

  it.each([
    ['run', ''],
    ['revert', ''],
    ['status', 'unknown  FromTheFuture1999999999999'],
  ])('migrate %s ends with 1 and names what it does not know if the schema is newer', async (word, listed) => {
    const newer = "schema_migrations WHERE name = 'FromTheFuture1999999999999'";
    await open.dataSource.query(
      "INSERT INTO schema_migrations (timestamp, name) VALUES (1999999999999, 'FromTheFuture1999999999999')",
    );
    try {
      const { code, stdout, stderr } = await run('migrate', word);
      expect([code, stdout]).toEqual([1, expect.stringContaining(listed)]);
      expect(`${stdout}${stderr}`).toMatch(/newer/);
      expect(`${stdout}${stderr}`).toContain('FromTheFuture');
      expect(await open.dataSource.query(`SELECT name FROM ${newer}`)).toHaveLength(1);
    } finally {
      await open.dataSource.query(`DELETE FROM ${newer}`);
    }
  });

  it('partitions: shows, removes and applies them', async () => {
    const { stdout } = await runProgram('partitions', ['status'], settings());
    expect(stdout).toMatch(/queue_data: \d+ partitions, 2021-01 to .*catch-alls are empty/);
    expect((await run('partitions', 'ensure')).stdout).toContain('queue_data: 0 partitions created');
    expect((await run('partitions', 'remove')).stdout).toContain('queue_data: not partitioned');
    expect((await run('partitions', 'apply')).stdout).toMatch(/ride_status_snapshots: \d+ partitions/);
  });

  it.each(['migrate', 'partitions'] as const)(
    '%s names its words where none, a wrong one or too many are given',
    async (name) => {
      for (const args of [[], ['bogus'], ['status', 'now']]) {
        const { code, stderr } = await run(name, ...args);
        expect(code).toBe(2);
        expect(stderr).toContain('status');
      }
      expect((await run(name, '--help')).code).toBe(0);
    },
  );
});
