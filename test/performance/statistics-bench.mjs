/**
 * How fast statistics are rebuilt: generated observations, loaded directly, then a drain of every day.
 * Usage: npm run bench:statistics [-- --parks 4 --rides 60 --days 90 --rows-per-day 140]
 */
import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import Table from 'cli-table3';
import { DataSource } from 'typeorm';
import { shareConfig, loadConfig } from '../../dist/common/config/app-config.js';
import { CoreModule } from '../../dist/core.module.js';
import { StatisticsRefreshService } from '../../dist/modules/statistics/refresh.service.js';
import { StatisticsModule } from '../../dist/modules/statistics/statistics.module.js';
import { PartitionService } from '../../dist/modules/snapshots/partitions/partition.service.js';
import { StatisticsRebuildService } from '../../dist/modules/statistics/rebuild.service.js';
import { processorSeconds, serverPidIn } from './tools/processor-time.mjs';

const { values } = parseArgs({
  options: {
    parks: { type: 'string', default: '4' },
    rides: { type: 'string', default: '60' },
    days: { type: 'string', default: '90' },
    'rows-per-day': { type: 'string', default: '140' },
  },
});
const [parks, rides, days, rowsPerDay] = [values.parks, values.rides, values.days, values['rows-per-day']].map(Number);
const FIRST_MS = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;

class BenchModule {}
Module({ imports: [CoreModule, StatisticsModule] })(BenchModule);

const uuid = (kind, id) => `0000000${kind}-0000-4000-8000-${String(id).padStart(12, '0')}`;
const sqlTime = (ms) => new Date(ms).toISOString().slice(0, 23).replace('T', ' ');

/** A park day from 14:00 to 03:00 UTC: opening, waits that wander, a breakdown now and then, and CLOSED. */
function rowsOfDay(rideId, day) {
  const startMs = FIRST_MS + day * DAY_MS + 14 * 3_600_000;
  const stepMs = (13 * 3_600_000) / rowsPerDay;
  const rows = [];
  let wait = 5 + ((rideId * 7 + day) % 40);
  for (let row = 0; row < rowsPerDay; row++) {
    const atMs = Math.round(startMs + row * stepMs + ((rideId * 977 + row * 331) % 40_000));
    const isLast = row === rowsPerDay - 1;
    const isDown = (row * 13 + rideId + day) % 97 === 0;
    wait = Math.max(0, wait + (((row * 31 + rideId * 17 + day * 7) % 11) - 5));
    rows.push(`(${rideId},'${sqlTime(atMs)}',${isLast ? 3 : isDown ? 2 : 1},${isLast || isDown ? 'NULL' : wait},2)`);
  }
  return rows;
}

async function load(query) {
  await query(
    `INSERT INTO destinations (destination_id, themeparks_wiki_id, name) VALUES (1, '${uuid(1, 1)}', 'Bench')`,
  );
  for (let park = 1; park <= parks; park++) {
    await query(`INSERT INTO parks (park_id, destination_id, themeparks_wiki_id, name, timezone)
      VALUES (${park}, 1, '${uuid(2, park)}', 'Park ${park}', 'America/New_York')`);
    for (let ride = 1; ride <= rides; ride++) {
      const rideId = (park - 1) * rides + ride;
      await query(`INSERT INTO rides (ride_id, park_id, themeparks_wiki_id, name, normalized_name, entity_type, first_seen_at, last_seen_at)
        VALUES (${rideId}, ${park}, '${uuid(3, rideId)}', 'Ride ${rideId}', 'ride ${rideId}', 'ATTRACTION',
                '${sqlTime(FIRST_MS + 14 * 3_600_000)}', '${sqlTime(FIRST_MS + days * DAY_MS)}')`);
      let rows = [];
      for (let day = 0; day < days; day++) rows.push(...rowsOfDay(rideId, day));
      for (let from = 0; from < rows.length; from += 5_000) {
        await query(`INSERT INTO ride_status_snapshots (ride_id, recorded_at, status, wait_time, data_source)
          VALUES ${rows.slice(from, from + 5_000).join(',')}`);
      }
    }
  }
}

const serverCpuSeconds = () => processorSeconds(serverPidIn(folder));

const thousands = (value) => Math.round(value).toLocaleString('en');
const folder = mkdtempSync(join(tmpdir(), 'statistics-bench-'));
shareConfig(loadConfig({ DATA_DIR: folder, LOG_LEVEL: 'warn', EMBEDDED_DB_BUFFER_POOL_MB: '1024' }));
const app = await NestFactory.createApplicationContext(BenchModule, { logger: ['warn', 'error'] });
try {
  const dataSource = app.get(DataSource);
  await app.get(PartitionService, { strict: false }).ensure();
  console.error(`loading ${thousands(parks * rides * days * rowsPerDay)} rows ...`);
  await load((sql) => dataSource.query(sql));
  const table = new Table({
    head: [
      'run',
      'park-days',
      'snapshots',
      'seconds',
      'snapshots/s',
      'CPU s (node)',
      'CPU s (server)',
      'peak RSS MB',
      'load',
    ],
  });
  for (const run of ['first', 'again', 'again']) {
    await app.get(StatisticsRebuildService, { strict: false }).request({ parkId: null, from: null, to: null });
    let peakRss = 0;
    const sampler = setInterval(() => (peakRss = Math.max(peakRss, process.memoryUsage.rss())), 50);
    const [startedMs, cpuBefore, serverBefore] = [performance.now(), process.cpuUsage(), serverCpuSeconds()];
    const { result } = await app.get(StatisticsRefreshService, { strict: false }).refresh();
    const seconds = (performance.now() - startedMs) / 1000;
    const cpu = process.cpuUsage(cpuBefore);
    clearInterval(sampler);
    table.push([
      run,
      thousands(result.parkDays),
      thousands(result.snapshots),
      seconds.toFixed(1),
      thousands(result.snapshots / seconds),
      ((cpu.user + cpu.system) / 1e6).toFixed(1),
      (serverCpuSeconds() - serverBefore).toFixed(1),
      thousands(peakRss / 2 ** 20),
      loadavg()[0].toFixed(1),
    ]);
  }
  console.log(table.toString());
} finally {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
}
