/**
 * An importing process for tests that kill it: loads the program, waits for a line on stdin, prints `begins`, `file` for every
 * committed file, and `result <outcome>`. The only argument is JSON: connection, settings, importId, and clockAheadMs, because
 * each process of a series represents one that was started hours after the previous one was killed. With `killAt`, the process
 * kills itself at that SQL statement; at the end it prints `statements <count>`.
 */
import { once } from 'node:events';
import { Test } from '@nestjs/testing';
import { DataSource } from 'typeorm';
import { MysqlQueryRunner } from 'typeorm/driver/mysql/MysqlQueryRunner.js';
import { AppConfig, loadConfig } from '../../dist/common/config/app-config.js';
import { dataSourceOptions } from '../../dist/common/database/data-source-options.js';
import { Clock } from '../../dist/common/time/clock.js';
import { CoreModule } from '../../dist/core.module.js';
import { ImportModule } from '../../dist/modules/import/import.module.js';
import { ImportService } from '../../dist/modules/import/import.service.js';
import { ImportWorker } from '../../dist/modules/import/run/import-worker.js';
import { ENTITIES } from '../../dist/schema.js';

const { connection, settings, importId, clockAheadMs, killAt } = JSON.parse(process.argv[2]);
const say = (line) => process.stdout.write(`${line}\n`);

const options = await dataSourceOptions(connection, { entities: ENTITIES, migrations: [] }, 8);
const dataSource = await new DataSource(options).initialize();
const context = await Test.createTestingModule({ imports: [CoreModule, ImportModule] })
  .overrideProvider(AppConfig)
  .useValue(loadConfig(settings))
  .overrideProvider(DataSource)
  .useValue(dataSource)
  .overrideProvider(Clock)
  .useValue({ now: () => new Date(Date.now() + clockAheadMs) })
  .setLogger(false)
  .compile();

let statements = 0;
const die = () => process.kill(process.pid, 'SIGKILL');

/** Counts the statements from here on, and kills the process at the chosen one. */
function watchStatements() {
  const { query } = MysqlQueryRunner.prototype;
  MysqlQueryRunner.prototype.query = async function (...args) {
    const isChosen = ++statements === killAt?.statement;
    if (isChosen && killAt.moment === 'BEFORE') die();
    const result = await query.apply(this, args);
    if (isChosen) die();
    return result;
  };
}

await once(process.stdin, 'data');
say('begins');
watchStatements();
const service = context.get(ImportService);
const { status } = await service.get(importId);
if (status !== 'PENDING' && status !== 'COMPLETED') await service.resume(importId);
const run = () => context.get(ImportWorker).run(importId, ({ files }) => files.forEach(() => say('file')));
// the process before may have been killed after it had completed the import
const result = status === 'COMPLETED' ? 'completed' : await run();
say(`statements ${statements}`);
say(`result ${result}`);
await context.close();
process.exit(0);
