import { MIGRATIONS } from '../../src/schema.js';
import { type OpenDatabase, openEmptyDatabase, openMigratedDatabase } from '../support/migrated-database.js';
import { databaseUrl, type Ended } from '../support/program.js';
import { takeRefused } from '../support/query-hook.js';
import { runHere } from '../support/program-here.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const run = (open: OpenDatabase, ...args: string[]): Promise<Ended> =>
  runHere(['upgrade', 'check', ...args], { DATABASE_URL: databaseUrl(open.database.connectionOptions) });
const nameOf = (index: number): string => new (MIGRATIONS.at(index)!)().name;

/** Every table with its definition, and the applied migrations. */
async function shapeOf({ dataSource }: OpenDatabase): Promise<unknown> {
  const tables = await dataSource.query<Record<string, string>[]>('SHOW TABLES');
  const names = tables.map((row) => Object.values(row)[0]!).sort();
  const shapes = [];
  for (const name of names) shapes.push(await dataSource.query(`SHOW CREATE TABLE \`${name}\``));
  return shapes;
}

describe('warehouse upgrade check', () => {
  let open: OpenDatabase;

  beforeAll(async () => {
    open = await openMigratedDatabase('upgrade_check');
  });
  afterAll(() => open?.close());

  it('finds nothing to do on a current schema', async () => {
    const { code, stdout } = await run(open);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^ok {3}schema {4}up to date$/m)]);
  });

  it('lists what each missing migration would change, with rows, time and room, and changes nothing', async () => {
    for (let reverted = 0; reverted < 3; reverted++) await open.dataSource.undoLastMigration();
    const before = await shapeOf(open);
    const { code, stdout } = await run(open, '--json');
    const { checks, plan } = JSON.parse(stdout) as {
      checks: { name: string; isWell: boolean; text: string }[];
      plan: { migrations: { name: string; changes: { kind: string; table: string }[]; cutShortBy: string | null }[] };
    };
    expect(code).toBe(3);
    expect(plan.migrations.map(({ name }) => name)).toEqual([nameOf(-3), nameOf(-2), nameOf(-1)]);
    expect(plan.migrations.every(({ changes }) => changes.length > 0)).toBe(true);
    expect(checks.find(({ name }) => name === 'schema')!.text).toBe('3 migrations to apply');
    expect(checks.filter(({ isWell }) => !isWell)).toEqual([
      { name: 'backups', isWell: false, text: expect.stringContaining('npm run backup -- --out FOLDER') as string },
    ]);
    expect(await shapeOf(open)).toEqual(before);
    await open.dataSource.runMigrations();
  });

  it('refuses a schema that a newer version has migrated', async () => {
    await open.dataSource.query(
      `INSERT INTO schema_migrations (timestamp, name) VALUES (9999999999999, 'FromTheFuture9999999999999')`,
    );
    const { code, stdout } = await run(open);
    await open.dataSource.query('DELETE FROM schema_migrations WHERE timestamp = 9999999999999');
    expect([code, stdout]).toEqual([1, expect.stringMatching(/^CARE schema .*FromTheFuture.*Start that version/m)]);
  });

  it('names every table that a first start would create, and creates none', async () => {
    const empty = await openEmptyDatabase('upgrade_check_empty');
    const { stdout } = await run(empty);
    expect(stdout).toMatch(/^ {2}creates ride_status_snapshots$/m);
    expect(await empty.dataSource.query('SHOW TABLES')).toEqual([]);
    await empty.close();
    // A migration looks for the oldest row of all times.
    expect(takeRefused()).toHaveLength(1);
  });

  it('makes no private database where there is none', async () => {
    const folder = temporaryFolder('upgrade');
    const { code, stdout } = await runHere(['upgrade', 'check'], { DATA_DIR: `${folder.path}/data` });
    expect([code, stdout]).toEqual([1, expect.stringContaining('there is none yet in')]);
    folder.remove();
  });
});
