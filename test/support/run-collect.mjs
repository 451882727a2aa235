/**
 * A collecting process for tests that kill it: loads the program, prints `ready`, and for every line `<instant in ms>` on stdin
 * runs a cycle at that instant: `begins`, then `report <json>`, `refused` or `failed <error>`. The only argument is JSON: connection,
 * settings, and optionally how many times as fast its pauses between attempts pass.
 */
import { createInterface } from 'node:readline';
import { Test } from '@nestjs/testing';
import { DataSource } from 'typeorm';
import { AppConfig, loadConfig } from '../../dist/common/config/app-config.js';
import { dataSourceOptions } from '../../dist/common/database/data-source-options.js';
import { DatabaseClock } from '../../dist/common/database/database-clock.js';
import { Clock } from '../../dist/common/time/clock.js';
import { CoreModule } from '../../dist/core.module.js';
import { CollectionService } from '../../dist/modules/collector/collection.service.js';
import { CollectorModule } from '../../dist/modules/collector/collector.module.js';
import { MonotonicTimer } from '../../dist/modules/themeparks-api/request-scheduler.js';
import { ENTITIES } from '../../dist/schema.js';

const { connection, settings, speed = 1 } = JSON.parse(process.argv[2]);
const say = (line) => process.stdout.write(`${line}\n`);

class FastTimer extends MonotonicTimer {
  nowMs() {
    return super.nowMs() * speed;
  }
  sleep(delayMs, signal) {
    return super.sleep(delayMs / speed, signal);
  }
}

let nowMs = 0;
const options = await dataSourceOptions(connection, { entities: ENTITIES, migrations: [] }, 8);
const dataSource = await new DataSource(options).initialize();
const context = await Test.createTestingModule({ imports: [CoreModule, CollectorModule] })
  .overrideProvider(AppConfig)
  .useValue(loadConfig(settings))
  .overrideProvider(DataSource)
  .useValue(dataSource)
  .overrideProvider(Clock)
  .useValue({ now: () => new Date(nowMs) })
  .overrideProvider(DatabaseClock)
  .useValue({ nowMs: async () => nowMs })
  .overrideProvider(MonotonicTimer)
  .useValue(new FastTimer())
  .setLogger(false)
  .compile();
const collection = context.get(CollectionService);

say('ready');
for await (const line of createInterface(process.stdin)) {
  nowMs = Number(line);
  say('begins');
  try {
    say(`report ${JSON.stringify(await collection.collect())}`);
  } catch (error) {
    say(error.code === 'COLLECTION_IN_PROGRESS' ? 'refused' : `failed ${String(error.message).replaceAll('\n', ' ')}`);
  }
}
await context.close();
process.exit(0);
