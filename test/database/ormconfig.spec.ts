import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { MIGRATIONS } from '../../src/schema.js';
import { type OpenDatabase, openEmptyDatabase } from '../support/migrated-database.js';
import { databaseUrl } from '../support/program.js';

const run = promisify(execFile);

describe("TypeORM's command with the application's DataSource", () => {
  let open: OpenDatabase;

  beforeAll(async () => {
    open = await openEmptyDatabase('ormconfig');
  });
  afterAll(() => open.close());

  /** The lines of stdout without the numbers of the applied migrations. */
  async function typeorm(command: string, dataSource: string, ...words: string[]): Promise<string[]> {
    const args = [command, ...words, '-d', dataSource];
    const env = { PATH: process.env.PATH, DATABASE_URL: databaseUrl(open.database.connectionOptions) };
    const { stdout } = await run(process.execPath, args, { env });
    return stdout.trimEnd().split('\n');
  }
  const names = MIGRATIONS.map(({ name }) => name);
  const pending = names.map((name) => `[ ] ${name}`);
  const applied = names.map((name, index) => `[X] ${index + 1} ${name}`);

  it.each([
    ['scripts/typeorm.mjs', 'ormconfig.ts'],
    ['node_modules/typeorm/cli.js', 'dist/data-source.js'],
  ])('%s migration:show -d %s lists the pending migrations and changes nothing', async (command, dataSource) => {
    expect(await typeorm(command, dataSource, 'migration:show')).toEqual(expect.arrayContaining(pending));
    expect(await open.dataSource.query("SHOW TABLES LIKE '%rides'")).toEqual([]);
  });

  it('migration:run applies them all, and migration:show lists them as applied', async () => {
    await typeorm('scripts/typeorm.mjs', 'ormconfig.ts', 'migration:run');
    expect(await typeorm('scripts/typeorm.mjs', 'ormconfig.ts', 'migration:show')).toEqual(
      expect.arrayContaining(applied),
    );
  });
});
