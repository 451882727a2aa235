/**
 * A collecting process, so that its memory is its own. For every line `<instant in ms>` on stdin it runs one cycle at that
 * instant and prints a line of JSON with what it measured; the settings come from the environment, as for the real program.
 */
import 'reflect-metadata';
import { createInterface } from 'node:readline';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { DatabaseClock } from '../../dist/common/database/database-clock.js';
import { Clock } from '../../dist/common/time/clock.js';
import { CoreModule } from '../../dist/core.module.js';
import { EntityRegistry } from '../../dist/modules/catalog/registry/entity-registry.service.js';
import { CollectionService } from '../../dist/modules/collector/collection.service.js';
import { CollectorModule } from '../../dist/modules/collector/collector.module.js';

class BenchModule {}
Module({ imports: [CoreModule, CollectorModule] })(BenchModule);

const app = await NestFactory.createApplicationContext(BenchModule, { logger: ['error'] });
let nowMs = Date.now();
app.get(Clock, { strict: false }).now = () => new Date(nowMs);
app.get(DatabaseClock, { strict: false }).nowMs = async () => nowMs;
const registry = app.get(EntityRegistry, { strict: false });
for (const id of process.argv.slice(2)) await registry.ensureDestination(id);
const collection = app.get(CollectionService, { strict: false });

process.stdout.write('ready\n');
for await (const line of createInterface(process.stdin)) {
  nowMs = Number(line);
  const startedMs = performance.now();
  const cpuBefore = process.cpuUsage();
  const { requests, rowsWritten, rowsExtended, destinationsFailed, entitiesRead } = await collection.collect();
  const seconds = (performance.now() - startedMs) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  const metrics = { seconds, cpuSeconds: (user + system) / 1e6, rssMb: process.memoryUsage.rss() / 2 ** 20 };
  const rows = { requests, rowsWritten, rowsExtended, destinationsFailed, entitiesRead };
  process.stdout.write(`${JSON.stringify({ ...metrics, ...rows })}\n`);
}
await app.close();
