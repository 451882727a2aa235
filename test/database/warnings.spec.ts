import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../src/common/database/data-source-options.js';
import { ENTITIES, MIGRATIONS } from '../../src/schema.js';
import { everyAnswer } from '../support/every-answer.js';
import { runHere } from '../support/program-here.js';
import { databaseUrl } from '../support/program.js';
import { warningsDuring } from '../support/server-warnings.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { doWholeJob, writeJobArchive } from '../support/whole-job.js';
import { startReachableSources } from '../support/reachable-sources.js';

const SIZE = { days: 12, rides: 6, eventsPerRideDay: 20, cycles: 6 };

describe('a server', () => {
  const folder = temporaryFolder('warnings');
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase('warnings');
  });
  afterAll(async () => {
    await database.drop();
    folder.remove();
  });

  const withDataSource = async (work: (dataSource: DataSource) => Promise<unknown>) => {
    const schema = { entities: ENTITIES, migrations: MIGRATIONS };
    const options = await dataSourceOptions(database.connectionOptions, schema, 2);
    const dataSource = await new DataSource(options).initialize();
    await work(dataSource).finally(() => dataSource.destroy());
  };

  it.each([
    ['a SELECT with rows', "SELECT CAST('12 minutes' AS UNSIGNED) AS n UNION SELECT 3", 1292],
    ['a statement without rows', "SET @seeded = CAST('12 minutes' AS UNSIGNED)", 1292],
    ['a note', 'DROP TABLE IF EXISTS no_such_table', 1051],
  ])('is heard when it warns: %s', async (_, statement, code) => {
    const warnings = await warningsDuring(() => withDataSource((dataSource) => dataSource.query(statement)));
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain(`${code} `);
    expect(warnings[0]).toContain(statement.slice(0, 20));
  });

  it('is heard when it warns about a statement of a query builder', async () => {
    const warnings = await warningsDuring(() =>
      withDataSource((dataSource) =>
        dataSource.createQueryBuilder().select("CAST('x' AS UNSIGNED)", 'n').from('(SELECT 1)', 'one').getRawMany(),
      ),
    );
    expect(warnings.join()).toContain('1292');
  });

  it('warns about no statement of migrations, in both directions', async () => {
    const warnings = await warningsDuring(() =>
      withDataSource(async (dataSource) => {
        await dataSource.runMigrations();
        for (let count = MIGRATIONS.length; count > 0; count--) await dataSource.undoLastMigration();
        await dataSource.runMigrations();
      }),
    );
    expect(warnings).toEqual([]);
  });

  it('warns about no statement of an import, live cycles, statistics, checks, responses and exports', async () => {
    const destinationIds = await writeJobArchive(folder.path, SIZE);
    const sources = await startReachableSources();
    const warnings = await warningsDuring(async () => {
      const connection = database.connectionOptions;
      const job = await doWholeJob({ connection, folder: folder.path, destinationIds, size: SIZE });
      try {
        const answers = await everyAnswer(job.api);
        expect(Object.keys(answers).length).toBeGreaterThan(100);
      } finally {
        await job.close();
      }
      for (const args of [
        ['partitions', 'ensure'],
        ['partitions', 'status'],
        ['stats', 'recompute', '--all'],
        ['doctor'],
        ['storage', 'report'],
      ])
        await runHere(args, { DATABASE_URL: databaseUrl(connection), ...sources.settings });
    });
    sources.close();
    expect(warnings).toEqual([]);
  }, 600_000);
});
