import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type OpenDatabase, openEmptyDatabase, openMigratedDatabase } from '../support/migrated-database.js';
import { databaseUrl, type Ended } from '../support/program.js';
import { runHere } from '../support/program-here.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const READER = 'doctor_reader';

const run = (settings: Record<string, string>, ...args: string[]): Promise<Ended> =>
  runHere(['doctor', ...args], settings);
const urlOf = (open: OpenDatabase, user?: string) =>
  databaseUrl({ ...open.database.connectionOptions, ...(user === undefined ? {} : { user, password: 'only-reads' }) });

describe('the doctor', () => {
  let open: OpenDatabase;
  let empty: OpenDatabase;

  beforeAll(async () => {
    open = await openMigratedDatabase('doctor');
    empty = await openEmptyDatabase('doctor_empty');
    await empty.dataSource.query(`CREATE USER IF NOT EXISTS '${READER}'@'localhost' IDENTIFIED BY 'only-reads'`);
    await empty.dataSource.query(`GRANT SELECT ON \`${empty.database.name}\`.* TO '${READER}'@'localhost'`);
  });
  afterAll(async () => {
    await empty?.dataSource.query(`DROP USER '${READER}'@'localhost'`);
    await empty?.close();
    await open?.close();
  });

  it('prints all checks, and ends with 0 where nothing is wrong', async () => {
    const { code, stdout } = await run({ DATABASE_URL: urlOf(open) });
    const names = stdout
      .trim()
      .split('\n')
      .map((line) => line.slice(5).split(/ {2,}/)[0]);
    expect([code, names]).toEqual([
      0,
      ['database', 'server', 'schema', 'clock', 'live responses', 'API key', 'disk', 'alerts'],
    ]);
  });

  it('shows a database that is away as a failed check with what to do, at once', async () => {
    const startedMs = performance.now();
    const { code, stdout, stderr } = await run({ DATABASE_URL: 'mysql://user:hidden@127.0.0.1:1/parks' });
    expect([code, stderr]).toEqual([1, '']);
    expect(stdout).toMatch(
      /^CARE database {2}The database does not answer \(ECONNREFUSED\)\..* correct DATABASE_URL\n$/,
    );
    expect(stdout).not.toContain('hidden');
    expect(performance.now() - startedMs).toBeLessThan(10_000);
  });

  it('shows missing rights as a failed check with what to do', async () => {
    const { code, stdout } = await run({ DATABASE_URL: urlOf(empty, READER) });
    expect([code, stdout]).toEqual([
      1,
      expect.stringMatching(/^CARE server {2}privileges: .*GRANT INSERT, UPDATE, DELETE ON/),
    ]);
  });

  it('shows a wrong password, and a database that is not there', async () => {
    const options = open.database.connectionOptions;
    const wrong = await run({ DATABASE_URL: databaseUrl({ ...options, user: READER, password: 'guessed' }) });
    expect([wrong.code, wrong.stdout]).toEqual([1, expect.stringMatching(/^CARE database {2}refuses: Access denied/)]);
    expect(wrong.stdout).not.toContain('guessed');
    const nowhere = await run({ DATABASE_URL: databaseUrl({ ...options, database: 'nowhere_at_all' }) });
    expect([nowhere.code, nowhere.stdout]).toEqual([1, expect.stringMatching(/^CARE database .*nowhere_at_all/)]);
  });

  it('gives the same as JSON', async () => {
    const { code, stdout } = await run({ DATABASE_URL: 'mysql://user:hidden@127.0.0.1:1/parks' }, '--json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ exitCode: 1, checks: [{ name: 'database', isWell: false }] });
  });

  it('makes no private database where there is none yet, and says so', async () => {
    const folder = temporaryFolder('doctor');
    const dataDir = join(folder.path, 'data');
    const { code, stdout } = await run({ DATA_DIR: dataDir });
    expect([code, stdout]).toEqual([1, expect.stringContaining(`there is none yet in ${join(dataDir, 'mariadb')}`)]);
    expect(existsSync(dataDir)).toBe(false);
    folder.remove();
  });
});
