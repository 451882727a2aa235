import { execFileSync, spawn } from 'node:child_process';
import { createReadStream, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import mysql from 'mysql2/promise';
import { holdEmbeddedDatabase } from '../../../dist/common/database/embedded/embedded-database.js';
import { BENCH_FOLDER, ROOT } from '../tools/bench-tools.mjs';
import { POLL_MS, POLL_OFFSET_MS } from './month-rows.mjs';
import { END_MS, FIRST_YEAR, LAST_YEAR, LIVE_FROM_MS, worldOf } from './world.mjs';

const LOADERS = 2;
/** A restarted server must begin with nothing in memory, or "cold" would not be cold. */
const COLD_START = ['--innodb-buffer-pool-dump-at-shutdown=OFF', '--innodb-buffer-pool-load-at-startup=OFF'];
/** While loading only: what is lost by a crash is generated again. */
const FAST_LOAD = ['--innodb-flush-log-at-trx-commit=0', '--innodb-log-file-size=1G', '--innodb-doublewrite=OFF'];

/** A database of made-up snapshots of five years, with its server; built once for a folder, and found there again. */
export class Warehouse {
  #servers = 0;

  constructor(size, bufferPoolMb) {
    this.size = size;
    this.bufferPoolMb = bufferPoolMb;
    this.folder = join(BENCH_FOLDER, `warehouse-${size.snapshots}-${size.eventsPerRideDay}`);
    this.parquetFolder = join(this.folder, 'parquet');
    this.world = worldOf(size);
  }

  get #marker() {
    return join(this.folder, 'built.json');
  }

  get isBuilt() {
    return existsSync(this.#marker);
  }

  /** What building it took, by step. */
  get built() {
    return this.isBuilt ? JSON.parse(readFileSync(this.#marker, 'utf8')) : {};
  }

  note(metrics) {
    writeFileSync(this.#marker, JSON.stringify({ ...this.built, ...metrics }, null, 1));
  }

  async start(extraServerOptions = COLD_START) {
    const { folder: dataDir, bufferPoolMb } = this;
    this.hold = await holdEmbeddedDatabase({ dataDir, bufferPoolMb, extraServerOptions });
  }

  async stop() {
    await this.hold?.release();
    this.hold = undefined;
  }

  /** The server begins anew with nothing in memory. Returns whether the files are out of the memory of the system too. */
  async restartCold() {
    await this.stop();
    const isDropped = dropFileCache();
    await this.start();
    return isDropped;
  }

  async query(sql, values) {
    const connection = await this.connect();
    try {
      const [rows] = await connection.query(sql, values);
      return rows;
    } finally {
      await connection.end();
    }
  }

  connect(extra = {}) {
    const { socketPath, user, database } = this.hold;
    return mysql.createConnection({ socketPath, user, database, timezone: 'Z', dateStrings: true, ...extra });
  }

  /** Settings with which a program of the project uses this database. */
  get settings() {
    return {
      PATH: process.env.PATH,
      DATA_DIR: this.folder,
      EMBEDDED_DB_BUFFER_POOL_MB: String(this.bufferPoolMb),
      COLLECT_ENABLED: 'false',
      NODE_ENV: 'production',
      ADMIN_API_KEY: 'only-for-this-benchmark',
    };
  }

  /** Runs a program of `dist` to its end; gives what it wrote. */
  run(program, args) {
    return execFileSync(process.execPath, [join(ROOT, 'dist', `${program}.js`), ...args], {
      ...{ cwd: this.folder, env: this.settings, encoding: 'utf8', maxBuffer: 1 << 28 },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  /** The HTTP server in a process of its own; `on` is the processor that it keeps to. */
  async serve({ on = null, settings = {}, nodeOptions = [] } = {}) {
    const node = [process.execPath, ...nodeOptions, join(ROOT, 'dist', 'main.js')];
    const [command, ...args] = on === null ? node : ['taskset', '-c', String(on), ...node];
    const env = { ...this.settings, ROLE: 'api', PORT: '0', RATE_LIMIT_PUBLIC_PER_MINUTE: '1000000000', ...settings };
    // into a file: reading a line per request would take time from the program that sends the requests
    const log = join(this.folder, `serve-${this.#servers++}.log`);
    const child = spawn(command, args, { cwd: this.folder, env, stdio: ['ignore', openSync(log, 'w'), 'inherit'] });
    const output = await untilListening(child, log);
    const url = /Listening at (http:\/\/[\d.:]+)/.exec(output)[1];
    const stop = async () => {
      child.kill('SIGTERM');
      await once(child, 'exit');
    };
    return { url, pid: child.pid, stop };
  }

  /** Schema, catalogue and snapshots. Gives rows and seconds. */
  async build() {
    rmSync(this.folder, { recursive: true, force: true });
    mkdirSync(join(this.folder, 'tsv'), { recursive: true });
    await this.start([...COLD_START, ...FAST_LOAD]);
    this.run('cli', ['migrate', 'run']);
    await this.#insertCatalog();
    const startedMs = performance.now();
    const rows = await this.#loadMonths();
    const seconds = (performance.now() - startedMs) / 1000;
    await this.#insertPolls();
    await this.#fillCurrent();
    await this.query('ANALYZE TABLE ride_status_snapshots');
    await this.stop();
    this.note({ rows, loadSeconds: seconds });
  }

  async #loadMonths() {
    const { socketPath, user, database } = this.hold;
    const months = [];
    for (let year = FIRST_YEAR; year <= LAST_YEAR; year++) {
      for (let month = 0; month < 12; month++) {
        const [fromMs, toMs] = [Date.UTC(year, month), Date.UTC(year, month + 1)];
        months.push({ month: new Date(fromMs).toISOString().slice(0, 7), fromMs, toMs });
      }
    }
    const workerData = { size: this.size, socketPath, user, database, folder: join(this.folder, 'tsv') };
    let total = 0;
    const load = async () => {
      const worker = new Worker(new URL('load-worker.mjs', import.meta.url), { workerData });
      for (;;) {
        const [{ rows }] = await once(worker, 'message');
        total += rows;
        const next = months.shift();
        worker.postMessage(next ?? null);
        if (next === undefined) break;
        process.stderr.write(`\rloading ${next.month}, ${total.toLocaleString('en')} rows `);
      }
      await once(worker, 'exit');
    };
    await Promise.all(Array.from({ length: LOADERS }, load));
    process.stderr.write('\n');
    return total;
  }

  async #insertCatalog() {
    const uuid = (kind, id) => `0000000${kind}-0000-4000-8000-${String(id).padStart(12, '0')}`;
    const { parks, rides } = this.world;
    const connection = await this.connect();
    await connection.query('INSERT INTO destinations (destination_id, themeparks_wiki_id, name, slug) VALUES ?', [
      parks.map(({ parkId, name }) => [parkId, uuid(1, parkId), `Resort of ${name}`, `resort-${parkId}`]),
    ]);
    await connection.query(
      'INSERT INTO parks (park_id, destination_id, themeparks_wiki_id, name, slug, timezone, reports_down) VALUES ?',
      [
        parks.map(({ parkId, name, timezone, reportsDown }) => [
          ...[parkId, parkId, uuid(2, parkId), name, `park-${parkId}`, timezone, reportsDown],
        ]),
      ],
    );
    await connection.query('INSERT INTO park_down_reports (park_id, from_date) VALUES ?', [
      parks.filter(({ reportsDown }) => reportsDown).map(({ parkId }) => [parkId, '2021-01-01']),
    ]);
    await connection.query(
      'INSERT INTO rides (ride_id, park_id, themeparks_wiki_id, name, normalized_name, entity_type, first_seen_at, last_seen_at) VALUES ?',
      [
        rides.map(({ rideId, park }) => [
          ...[
            rideId,
            park.parkId,
            uuid(3, rideId),
            `Ride ${rideId} of ${park.name}`,
            `ride ${rideId}`,
            'ATTRACTION',
            '2021-01-01',
            '2025-12-31 23:55:00',
          ],
        ]),
      ],
    );
    await connection.end();
  }

  /** The polls that the live rows come from. */
  async #insertPolls() {
    const instantText = (atMs) => new Date(atMs).toISOString().slice(0, 23).replace('T', ' ');
    const [runs, polls] = [join(this.folder, 'runs.tsv'), join(this.folder, 'polls.tsv')];
    let [runText, pollText, runId] = ['', '', 0];
    for (let atMs = LIVE_FROM_MS; atMs < END_MS; atMs += POLL_MS) {
      runId += 1;
      const [started, observed] = [instantText(atMs), instantText(atMs + POLL_OFFSET_MS)];
      runText += `${runId}\t${started}\n`;
      for (const { parkId } of this.world.parks) pollText += `${runId}\t${parkId}\t${started}\t${observed}\n`;
    }
    writeFileSync(runs, runText);
    writeFileSync(polls, pollText);
    const connection = await this.connect({ flags: ['+LOCAL_FILES'], infileStreamFactory: createReadStream });
    await connection.query(`LOAD DATA LOCAL INFILE '${runs}' INTO TABLE collection_runs (run_id, started_at)`);
    await connection.query(
      `LOAD DATA LOCAL INFILE '${polls}' INTO TABLE collection_run_destinations
         (run_id, destination_id, started_at, observed_at)`,
    );
    await connection.end();
    for (const file of [runs, polls]) rmSync(file);
  }

  async #fillCurrent() {
    const connection = await this.connect();
    const columns = 'ride_id, recorded_at, status, wait_time, last_confirmed_at, last_updated_api, data_source';
    for (const { rideId } of this.world.rides) {
      await connection.query(
        `INSERT INTO ride_current (${columns}) SELECT ${columns} FROM ride_status_snapshots
          WHERE ride_id = ${rideId} AND recorded_at >= '2025-12-01' AND recorded_at < '2026-01-01'
          ORDER BY recorded_at DESC LIMIT 1`,
      );
    }
    await connection.end();
  }

  remove() {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** What the server has written until it listens. */
/** Reads what the server writes to the end, because a full pipe would stop it, but looks only at its first lines. */
async function untilListening(child, log) {
  for (;;) {
    const output = readFileSync(log, 'utf8');
    if (output.includes('Listening at')) return output;
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}: ${output}`);
    await delay(50);
  }
}

/** Only root may, and only where the kernel's settings can be written. */
function dropFileCache() {
  try {
    execFileSync('sync');
    writeFileSync('/proc/sys/vm/drop_caches', '3');
    return true;
  } catch {
    return false;
  }
}
