/**
 * How long one sweep for feeds that are not to be believed takes: generated live rows of many parks, some of them
 * suspicious, loaded directly; then sweeps by day and by night, the first of which finds everything.
 * Usage: npm run bench:sweep [-- --parks 100 --rides 40 --days 21 --rows-per-day 60]
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
import { loadConfig, shareConfig } from '../../dist/common/config/app-config.js';
import { Clock } from '../../dist/common/time/clock.js';
import { CoreModule } from '../../dist/core.module.js';
import { CollectorModule } from '../../dist/modules/collector/collector.module.js';
import { FeedHealth } from '../../dist/modules/collector/feed-health/feed-health.service.js';
import { PartitionService } from '../../dist/modules/snapshots/partitions/partition.service.js';

const { values } = parseArgs({
  options: {
    parks: { type: 'string', default: '100' },
    rides: { type: 'string', default: '40' },
    days: { type: 'string', default: '21' },
    'rows-per-day': { type: 'string', default: '60' },
  },
});
const [parks, rides, days, rowsPerDay] = [values.parks, values.rides, values.days, values['rows-per-day']].map(Number);
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const FIRST_MS = Date.UTC(2024, 2, 1);
/** Open from 10:00 to 22:00 UTC. */
const [OPENS_MS, CLOSES_MS] = [10 * HOUR_MS, 22 * HOUR_MS];
const stepMs = Math.floor((CLOSES_MS - OPENS_MS) / rowsPerDay);

class BenchModule {}
Module({ imports: [CoreModule, CollectorModule] })(BenchModule);

const uuid = (kind, id) => `0000000${kind}-0000-4000-8000-${String(id).padStart(12, '0')}`;
const sqlTime = (ms) => new Date(ms).toISOString().slice(0, 23).replace('T', ' ');

/** Of every twenty parks one posts only zeros, one never operates, and one has a row that is days old. */
const ZEROS = 'park_id % 20 = 1';
const SHUT = 'park_id % 20 = 2';

async function loadCatalogue(query) {
  await query(
    `INSERT INTO destinations (destination_id, themeparks_wiki_id, name) VALUES (1, '${uuid(1, 1)}', 'Bench')`,
  );
  for (let park = 1; park <= parks; park++) {
    await query(
      `INSERT INTO parks (park_id, destination_id, themeparks_wiki_id, name, timezone)
       VALUES (${park}, 1, '${uuid(2, park)}', 'Park ${park}', 'UTC')`,
    );
    const ofPark = Array.from({ length: rides }, (_, index) => (park - 1) * rides + index + 1);
    await query(
      `INSERT INTO rides (ride_id, park_id, themeparks_wiki_id, name, normalized_name, entity_type, first_seen_at) VALUES
       ${ofPark.map((id) => `(${id},${park},'${uuid(3, id)}','Ride ${id}','ride ${id}','ATTRACTION','${sqlTime(FIRST_MS)}')`).join(',')}`,
    );
    const schedule = Array.from({ length: days + 1 }, (_, day) => {
      const startMs = FIRST_MS + day * DAY_MS;
      const [opens, closes] = [sqlTime(startMs + OPENS_MS), sqlTime(startMs + CLOSES_MS)];
      return `(${park},'${opens.slice(0, 10)}','OPERATING','${opens}','${closes}','${opens}','${opens}')`;
    });
    await query(
      `INSERT INTO park_schedules (park_id, local_date, schedule_type, opens_at, closes_at, reported_from, reported_until)
       VALUES ${schedule.join(',')}`,
    );
  }
}

/** A row for every change of a wait, each with a stamp of its own; the last one of a day is CLOSED until the morning. */
async function loadDay(query, day) {
  const startMs = FIRST_MS + day * DAY_MS + OPENS_MS;
  const at = (n) => `'${sqlTime(startMs)}' + INTERVAL ((${n}) * ${stepMs} + r.ride_id % 7 * 1000) * 1000 MICROSECOND`;
  const isLast = `n.n = ${rowsPerDay - 1}`;
  const isShut = `(${isLast} OR ${SHUT})`;
  await query(
    `INSERT INTO ride_status_snapshots
            (ride_id, recorded_at, status, wait_time, last_confirmed_at, last_updated_api, data_source)
     SELECT r.ride_id, ${at('n.n')}, IF(${isShut}, 'CLOSED', 'OPERATING'),
            IF(${isShut}, NULL, IF(${ZEROS}, 0, 5 + (n.n * 7 + r.ride_id * 3 + ${day}) % 60)),
            IF(${isLast}, '${sqlTime(startMs + DAY_MS - 300_000)}', ${at('n.n')} + INTERVAL ${stepMs - 300_000} * 1000 MICROSECOND),
            ${at('n.n')}, 'LIVE'
       FROM rides r CROSS JOIN bench_numbers n`,
  );
}

/** The newest rows at an instant of the last day, as the write path keeps them. */
async function setCurrent(query, nowMs) {
  await query('DELETE FROM ride_current');
  await query(
    `INSERT INTO ride_current (ride_id, recorded_at, status, wait_time, last_confirmed_at, last_updated_api, data_source)
     SELECT s.ride_id, s.recorded_at, s.status, s.wait_time, '${sqlTime(nowMs - 60_000)}', s.last_updated_api, 'LIVE'
       FROM ride_status_snapshots s
       JOIN (SELECT ride_id, MAX(recorded_at) AS newest FROM ride_status_snapshots
              WHERE recorded_at >= '${sqlTime(nowMs - DAY_MS)}' AND recorded_at < '${sqlTime(nowMs)}' GROUP BY ride_id) m
         ON m.ride_id = s.ride_id AND m.newest = s.recorded_at`,
  );
  await query(
    `UPDATE ride_current c JOIN rides r ON r.ride_id = c.ride_id
        SET c.status = 'OPERATING', c.wait_time = 5, c.recorded_at = '${sqlTime(nowMs - 3 * DAY_MS)}',
            c.last_updated_api = '${sqlTime(nowMs - 3 * DAY_MS)}'
      WHERE r.park_id % 20 = 3 AND r.ride_id % ${rides} = 0`,
  );
}

const dataDir = mkdtempSync(join(tmpdir(), 'sweep-bench-'));
const clock = { nowMs: FIRST_MS, now: () => new Date(clock.nowMs) };
shareConfig(loadConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'error', EMBEDDED_DB_BUFFER_POOL_MB: '1024' }));
const app = await NestFactory.createApplicationContext(BenchModule, { logger: false });
app.get(Clock, { strict: false }).now = clock.now;
try {
  const query = (sql) => app.get(DataSource, { strict: false }).query(sql);
  await app.get(PartitionService, { strict: false }).ensure();
  await query('CREATE TABLE bench_numbers (n INT PRIMARY KEY)');
  await query(`INSERT INTO bench_numbers VALUES ${Array.from({ length: rowsPerDay }, (_, n) => `(${n})`).join(',')}`);
  await loadCatalogue(query);
  for (let day = 0; day <= days; day++) await loadDay(query, day);
  const [{ rows }] = await query('SELECT COUNT(*) AS `rows` FROM ride_status_snapshots');
  const table = new Table({ head: ['sweep', 'suspicious parks', 'seconds', 'stored rows per second'] });
  const lastDayMs = FIRST_MS + days * DAY_MS;
  for (const [name, hour] of [
    ['by day', 17],
    ['by night', 23.5],
  ]) {
    clock.nowMs = lastDayMs + hour * HOUR_MS;
    await setCurrent(query, clock.nowMs);
    for (const which of ['first', 'second']) {
      const startedMs = performance.now();
      const suspicious = await app.get(FeedHealth, { strict: false }).sweep();
      const seconds = (performance.now() - startedMs) / 1000;
      table.push([`${name}, ${which}`, suspicious, seconds.toFixed(2), Math.round(Number(rows) / seconds)]);
    }
  }
  const [{ excluded }] = await query('SELECT COUNT(*) AS excluded FROM data_exclusions');
  console.log(
    `${parks} parks, ${parks * rides} rides, ${rows} rows, load ${loadavg()[0].toFixed(1)}, ${excluded} exclusions`,
  );
  console.log(table.toString());
} finally {
  await app.close();
  rmSync(dataDir, { recursive: true, force: true });
}
