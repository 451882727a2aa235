/**
 * One run of the dataset benchmark, in a process of its own: `export FOLDER` writes one Parquet file for each park, as
 * `warehouse export --park-id` does; `folder FOLDER` writes all of it as `warehouse export --all` does. Prints JSON.
 */
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CoreModule } from '../../dist/core.module.js';
import { SNAPSHOTS } from '../../dist/modules/export/export-datasets.js';
import { ExportModule } from '../../dist/modules/export/export.module.js';
import { ExportService } from '../../dist/modules/export/export.service.js';
import { ExportFolderService } from '../../dist/modules/export/folder/export-folder.service.js';

const [what, folder, parks] = process.argv.slice(2);
const WINDOW = { fromMs: Date.UTC(2000, 0), toMs: Date.UTC(2100, 0) };

class BenchModule {}
Module({ imports: [CoreModule, ExportModule] })(BenchModule);

async function exportParks(exports) {
  await mkdir(folder, { recursive: true });
  let rows = 0;
  for (let parkId = 1; parkId <= Number(parks); parkId++) {
    const file = await exports.open({ dataset: SNAPSHOTS, target: { parkId }, ...WINDOW, format: 'parquet' });
    try {
      const source = Readable.from(file.chunks, { objectMode: true, highWaterMark: 1 });
      await pipeline(source, createWriteStream(join(folder, `park-${parkId}.parquet`)));
      rows += file.rows();
    } finally {
      await file.close();
    }
  }
  return rows;
}

async function exportFolder(service) {
  const { rows } = await service.write(folder, { written: () => undefined }, new AbortController().signal);
  return rows;
}

const context = await NestFactory.createApplicationContext(BenchModule, { logger: false });
const [startedMs, cpu] = [performance.now(), process.cpuUsage()];
const rows =
  what === 'export'
    ? await exportParks(context.get(ExportService))
    : await exportFolder(context.get(ExportFolderService));
const seconds = (performance.now() - startedMs) / 1000;
const { user, system } = process.cpuUsage(cpu);
const peakMb = process.resourceUsage().maxRSS / 1024;
await context.close();
console.log(JSON.stringify({ rows, seconds, cpuSeconds: (user + system) / 1e6, peakMb }));
