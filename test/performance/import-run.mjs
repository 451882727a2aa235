/**
 * One import in a process of its own, so that its memory is its own: prints a line of JSON with what it measured.
 * Usage: node import-run.mjs <destination uuid>; the settings come from the environment, as for the real program.
 */
import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CoreModule } from '../../dist/core.module.js';
import { ImportModule } from '../../dist/modules/import/import.module.js';
import { ImportService } from '../../dist/modules/import/import.service.js';
import { ImportWorker } from '../../dist/modules/import/run/import-worker.js';

class BenchModule {}
Module({ imports: [CoreModule, ImportModule] })(BenchModule);

const app = await NestFactory.createApplicationContext(BenchModule, { logger: ['warn', 'error'] });
const imports = app.get(ImportService);
let peakRssMb = 0;
const sampler = setInterval(() => (peakRssMb = Math.max(peakRssMb, process.memoryUsage.rss() / 2 ** 20)), 50);

const startedMs = performance.now();
const cpuBefore = process.cpuUsage();
const range = { startDate: null, endDate: null };
const options = { onConflict: 'archive', replaceLive: false, origin: 'cli' };
const { importId } = await imports.startDestination(process.argv[2], range, options);
const result = await app.get(ImportWorker).run(importId);
const seconds = (performance.now() - startedMs) / 1000;
const cpu = process.cpuUsage(cpuBefore);
clearInterval(sampler);

const { read, stored, duplicate, rejected, queueRowsStored, filesDone } = await imports.get(importId);
const metrics = { result, seconds, read, stored, duplicate, rejected, queueRowsStored, filesDone, peakRssMb };
const cpuSeconds = (cpu.user + cpu.system) / 1e6;
process.stdout.write(`${JSON.stringify({ ...metrics, eventsPerSecond: read / seconds, cpuSeconds })}\n`);
await app.close();
