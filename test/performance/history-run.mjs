/** One import of the History API in a process of its own. Sends what it measured to its parent. The only argument is JSON. */
import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { DataSource } from 'typeorm';
import { CoreModule } from '../../dist/core.module.js';
import { EntityRegistry } from '../../dist/modules/catalog/registry/entity-registry.service.js';
import { ImportModule } from '../../dist/modules/import/import.module.js';
import { ImportService } from '../../dist/modules/import/import.service.js';
import { ImportWorker } from '../../dist/modules/import/run/import-worker.js';

const { destination, park, range } = JSON.parse(process.argv[2]);

class BenchModule {}
Module({ imports: [CoreModule, ImportModule] })(BenchModule);

const app = await NestFactory.createApplicationContext(BenchModule, { logger: ['warn', 'error'] });
const registry = app.get(EntityRegistry, { strict: false });
const destinationId = await registry.ensureDestination(destination);
if (!(await registry.findParkIds([park.id])).has(park.id)) {
  await app
    .get(DataSource)
    .query('INSERT INTO parks (destination_id, themeparks_wiki_id, name, timezone, is_active) VALUES (?, ?, ?, ?, 1)', [
      ...[destinationId, park.id, 'Bench', park.timezone],
    ]);
}
const imports = app.get(ImportService);
const options = { onConflict: 'archive', replaceLive: false, origin: 'cli', source: 'HISTORY_API' };
const { importId } = await imports.startParkByUuid(park.id, range, options);
const startedMs = performance.now();
const cpuBefore = process.cpuUsage();
const result = await app.get(ImportWorker).run(importId);
const seconds = (performance.now() - startedMs) / 1000;
const { user, system } = process.cpuUsage(cpuBefore);
const cpuSeconds = (user + system) / 1e6;
const { read, stored, filesDone, error } = await imports.get(importId);
process.send({ result, error: error?.message ?? null, seconds, cpuSeconds, read, stored, filesDone });
await app.close();
process.disconnect();
