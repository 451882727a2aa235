import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../src/common/database/data-source-options.js';
import { ENTITIES, MIGRATIONS } from '../../src/schema.js';
it('dev', async () => {
  const ds = new DataSource(await dataSourceOptions({ socketPath: '/tmp/devdb/s.sock', user: 'root', database: 'dev' }, { entities: ENTITIES, migrations: MIGRATIONS }, 4));
  await ds.initialize();
  console.log(await ds.query('select @@sql_mode, @@time_zone, @@tx_isolation'));
  await ds.runMigrations();
  const log = await ds.driver.createSchemaBuilder().log();
  console.log(log.upQueries.map((q) => q.query).join('\n'));
  for (let i = 0; i < MIGRATIONS.length; i++) await ds.undoLastMigration();
  console.log(await ds.query('show tables'));
  await ds.runMigrations();
  await ds.destroy();
});
