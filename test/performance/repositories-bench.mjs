/**
 * What TypeORM costs: `npm run bench:repositories` (a minute; wants a quiet machine). The same rows and the same statements,
 * once by the methods of a TypeORM repository and once as raw SQL, in turn, in one transaction each; the median of the rounds
 * counts. Hydration is the reading of rows into instances of their entity.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../dist/common/database/data-source-options.js';
import { selectList } from '../../dist/common/database/columns.js';
import { holdEmbeddedDatabase } from '../../dist/common/database/embedded/embedded-database.js';
import { JobLease } from '../../dist/modules/jobs/job-lease.entity.js';
import { RideStatusSnapshot } from '../../dist/modules/snapshots/entities/observation.entity.js';
import { snapshotInserts } from '../../dist/modules/snapshots/writing/observation.sql.js';
import { ParkHourlyStats } from '../../dist/modules/statistics/entities/park-stats.entity.js';
import { ENTITIES, MIGRATIONS } from '../../dist/schema.js';
import { markdown, median, milliseconds, secondsOf } from './tools/figures.mjs';

const ROUNDS = 5;
const SNAPSHOTS = 20_000;
const ROWS_PER_INSERT = 1_000;
const HOURS = 50_000;
const HOURS_PER_RIDE = 2_400;
const SINGLE_ROWS = 1_000;
const START_MS = Date.parse('2025-03-01T00:00:00.000Z');
const STEP_MS = 60_000;

/** The same observations as typed arrays and as entities. */
const rideOf = (index) => 1 + (index % 50);
const instantOf = (index) => START_MS + Math.floor(index / 50) * STEP_MS;
const set = {
  snapshots: {
    length: SNAPSHOTS,
    rideId: Uint32Array.from({ length: SNAPSHOTS }, (_, index) => rideOf(index)),
    recordedAtMs: Float64Array.from({ length: SNAPSHOTS }, (_, index) => instantOf(index)),
    status: new Uint8Array(SNAPSHOTS).fill(1),
    waitMinutes: Int16Array.from({ length: SNAPSHOTS }, (_, index) => index % 120),
  },
  queues: [],
};
const entities = Array.from({ length: SNAPSHOTS }, (_, index) => ({
  rideId: rideOf(index),
  recordedAt: new Date(instantOf(index)),
  status: 'OPERATING',
  waitTime: index % 120,
  dataSource: 'ARCHIVE',
}));
const batches = Array.from({ length: SNAPSHOTS / ROWS_PER_INSERT }, (_, batch) =>
  entities.slice(batch * ROWS_PER_INSERT, (batch + 1) * ROWS_PER_INSERT),
);

async function fillHours(dataSource) {
  for (let start = 0; start < HOURS; start += HOURS_PER_RIDE) {
    const hours = Array.from({ length: Math.min(HOURS_PER_RIDE, HOURS - start) }, (_, hour) => {
      const date = new Date(START_MS + Math.floor(hour / 24) * 86_400_000).toISOString().slice(0, 10);
      return [1 + start / HOURS_PER_RIDE, date, hour % 24, 3_000_000, 3_600_000, 3_000_000, 90_000_000, 5, 95, 40];
    });
    await dataSource.query(
      `INSERT INTO park_hourly_stats (park_id, local_date, local_hour, operating_ms, observed_ms, wait_known_ms,
              wait_minutes_ms, min_wait, max_wait, snapshot_count) VALUES ?`,
      [hours],
    );
  }
  await dataSource.query('ANALYZE TABLE park_hourly_stats');
}

/** For each kind of access: how many rows or statements one turn has, and its two ways. */
function comparisonsOf(dataSource) {
  const columnsOf = (entity) =>
    selectList(
      entity,
      dataSource.getMetadata(entity).columns.map(({ propertyName }) => propertyName),
    );
  const hourSql = `SELECT ${columnsOf(ParkHourlyStats)} FROM park_hourly_stats`;
  const leaseColumns = columnsOf(JobLease);
  const each = async (work) => {
    for (let row = 0; row < SINGLE_ROWS; row++) await work(`job-${row % 20}`, row);
  };
  return [
    {
      what: 'INSERT of snapshots, per 1,000 rows',
      units: SNAPSHOTS / ROWS_PER_INSERT,
      typeOrm: async (manager) => {
        for (const batch of batches) await manager.getRepository(RideStatusSnapshot).insert(batch);
      },
      raw: async (manager) => {
        for (const sql of snapshotInserts(set, 'ARCHIVE', ROWS_PER_INSERT)) await manager.query(sql);
      },
    },
    {
      what: 'reading 50,000 rows of hourly statistics',
      units: 1,
      typeOrm: async (manager) => (await manager.getRepository(ParkHourlyStats).find()).length,
      raw: async (manager) => (await manager.query(hourSql)).length,
      result: HOURS,
    },
    {
      what: 'UPDATE of one row by its key',
      units: SINGLE_ROWS,
      typeOrm: (manager) =>
        each((name, run) => manager.getRepository(JobLease).update({ name }, { lastResult: `run ${run}` })),
      raw: (manager) =>
        each((name, run) =>
          manager.query('UPDATE job_leases SET last_result = ? WHERE name = ?', [`raw ${run}`, name]),
        ),
    },
    {
      what: 'SELECT of one row by its key',
      units: SINGLE_ROWS,
      typeOrm: (manager) => each((name) => manager.getRepository(JobLease).findOneByOrFail({ name })),
      raw: (manager) => each((name) => manager.query(`SELECT ${leaseColumns} FROM job_leases WHERE name = ?`, [name])),
    },
  ];
}

/** Milliseconds per unit of one turn, which is rolled back, so that every turn finds the same rows. */
async function turn(dataSource, { units, result }, way) {
  const runner = dataSource.createQueryRunner();
  await runner.startTransaction();
  try {
    const measured = await secondsOf(() => way(runner.manager));
    if (result !== undefined) assert.equal(measured.result, result);
    return (measured.seconds * 1_000) / units;
  } finally {
    await runner.rollbackTransaction();
    await runner.release();
  }
}

async function compare(dataSource, comparison) {
  const [typeOrm, raw] = [[], []];
  // One round to warm up.
  for (let round = 0; round <= ROUNDS; round++) {
    const times = [
      await turn(dataSource, comparison, comparison.typeOrm),
      await turn(dataSource, comparison, comparison.raw),
    ];
    if (round > 0) [typeOrm, raw].forEach((list, way) => list.push(times[way]));
  }
  const [slow, fast] = [median(typeOrm), median(raw)];
  return [comparison.what, `${milliseconds(slow)} ms`, `${milliseconds(fast)} ms`, (slow / fast).toFixed(1)];
}

const work = mkdtempSync(join(tmpdir(), 'repositories-bench-'));
const database = await holdEmbeddedDatabase({ dataDir: work, bufferPoolMb: 256 });
try {
  const target = { socketPath: database.socketPath, user: database.user, database: database.database };
  const options = await dataSourceOptions(target, { entities: ENTITIES, migrations: MIGRATIONS }, 2);
  const dataSource = await new DataSource(options).initialize();
  await dataSource.runMigrations();
  await fillHours(dataSource);
  await dataSource.getRepository(JobLease).insert(Array.from({ length: 20 }, (_, job) => ({ name: `job-${job}` })));
  const rows = [];
  for (const comparison of comparisonsOf(dataSource)) rows.push(await compare(dataSource, comparison));
  console.log(markdown(['access', 'TypeORM repository', 'raw SQL', 'ratio'], rows));
  console.log(`median of ${ROUNDS} rounds; load ${loadavg()[0].toFixed(1)}`);
  await dataSource.destroy();
} finally {
  await database.release();
  rmSync(work, { recursive: true, force: true });
}
