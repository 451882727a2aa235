/**
 * One import by the build of the tree in whose folder test/performance this file lies: the comparison copies it there. Prints
 * a line of JSON. Usage: node guest-import.mjs <destination uuid> [<first day> <last day>]
 */
import 'reflect-metadata';
import { existsSync } from 'node:fs';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CoreModule } from '../../dist/core.module.js';
import { ImportModule } from '../../dist/modules/import/import.module.js';
import { ImportService } from '../../dist/modules/import/import.service.js';

/** Commits before the worker moved have it in the module's folder. */
const PLACES = ['../../dist/modules/import/run/import-worker.js', '../../dist/modules/import/import-worker.js'];
const place = PLACES.find((path) => existsSync(new URL(path, import.meta.url)));
const { ImportWorker } = await import(place);

class BenchModule {}
Module({ imports: [CoreModule, ImportModule] })(BenchModule);

const [destination, startDate = null, endDate = null] = process.argv.slice(2);
const app = await NestFactory.createApplicationContext(BenchModule, { logger: ['warn', 'error'] });
const imports = app.get(ImportService);
let peakRssMb = 0;
const sampler = setInterval(() => (peakRssMb = Math.max(peakRssMb, process.memoryUsage.rss() / 2 ** 20)), 50);
const [startedMs, cpuBefore] = [performance.now(), process.cpuUsage()];
const options = { onConflict: 'archive', replaceLive: false, origin: 'cli' };
const { importId } = await imports.startDestination(destination, { startDate, endDate }, options);
const result = await app.get(ImportWorker).run(importId);
const seconds = (performance.now() - startedMs) / 1000;
const { user, system } = process.cpuUsage(cpuBefore);
clearInterval(sampler);
const { read, seen = read, stored, queueRowsStored } = await imports.get(importId);
const rows = { result, events: seen, stored, queueRowsStored };
process.stdout.write(`${JSON.stringify({ ...rows, seconds, cpuSeconds: (user + system) / 1e6, peakRssMb })}\n`);
await app.close();
