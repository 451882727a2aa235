import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Connection } from 'mysql2/promise';
import { type ApiSimulator, startApiSimulator } from '../../../src/tools/api-simulator/api-simulator.js';
import { freePort } from '../../support/free-port.js';
import { listeningOn, PrivateDatabase } from '../../support/private-database.js';
import { type Ended, runProgram } from '../../support/program.js';
import { HealthWatch } from '../cluster/health-watch.js';
import { FragileConnection } from './fragile-connection.js';

const EVERY_MS = 250;
const PATIENCE_MS = 240_000;
const USER = { user: 'warehouse', password: 'harmless' };
export const ADMIN_KEY = 'a-key-of-the-proof-of-faults-0123456789';
const UNLIMITED = '1000000';
/** Raw rows, which nothing may lose, and what was observed with them. When they were last confirmed moves on. */
const RAW = {
  ride_status_snapshots: 'ride_id, recorded_at, status, wait_time, data_source',
  queue_data:
    'ride_id, recorded_at, queue_type, wait_time_minutes, state, return_start, return_end, price_minor, data_source',
};

/** What a fault cost. */
export interface Cost {
  fault: string;
  /** Statuses of /api/health and /api/parks from the fault until service. */
  statuses: string;
  /** From the end of the fault until the health is 200. */
  healthySeconds: number;
  /** From the end of the fault until a cycle stored all destinations. */
  collectingSeconds: number;
  /** Raw rows of before the fault that are gone or changed. */
  lostRows: number;
}

/** Of the server, after it has collected garbage. */
export interface MemoryUse {
  heapMb: number;
  externalMb: number;
  residentMb: number;
}

/** A server that collects every three seconds from a simulator, on a database whose network can be cut. */
export class FragileWarehouse {
  private watch: HealthWatch | undefined;
  private heapProbes = 0;

  private constructor(
    private readonly folder: string,
    private readonly database: PrivateDatabase,
    readonly network: FragileConnection,
    private readonly simulator: ApiSimulator,
  ) {}

  static async start(folder: string): Promise<FragileWarehouse> {
    // The proof may have put an archive there.
    mkdirSync(join(folder, 'archive'), { recursive: true });
    const port = await freePort();
    const options = ['--innodb-log-file-size=16M', '--innodb-flush-log-at-trx-commit=2'];
    const database = await PrivateDatabase.start(folder, [...options, ...listeningOn(port)]);
    const world = { clock: () => Date.now(), seed: 3, destinations: 2, ridesPerDestination: 20 };
    const simulator = await startApiSimulator({ ...world, limitPerMinute: 100_000 });
    const warehouse = new FragileWarehouse(folder, database, await FragileConnection.to(port), simulator);
    try {
      await database.createUser(USER);
      await warehouse.run('catalog sync');
      await warehouse.serve();
    } catch (error) {
      await warehouse.close();
      throw error;
    }
    return warehouse;
  }

  get settings(): Record<string, string> {
    return {
      DATABASE_URL: `mysql://${USER.user}:${USER.password}@127.0.0.1:${this.network.port}/${this.database.database}`,
      DATA_DIR: join(this.folder, 'data'),
      LIVE_API_BASE_URL: this.simulator.baseUrl,
      LIVE_REQUESTS_PER_MINUTE: '100000',
      COLLECT_ENABLED: 'true',
      COLLECT_CRON: '*/3 * * * * *',
      ARCHIVE_SOURCE: join(this.folder, 'archive'),
      ROLE: 'all',
      ADMIN_API_KEY: ADMIN_KEY,
      RATE_LIMIT_ADMIN_PER_MINUTE: UNLIMITED,
      RATE_LIMIT_PUBLIC_PER_MINUTE: UNLIMITED,
      RATE_LIMIT_WRONG_KEYS_PER_MINUTE: UNLIMITED,
    };
  }

  /** The running server: its address, and what it has logged. */
  get server(): Pick<HealthWatch, 'address' | 'log'> {
    return this.watch!;
  }

  /** Runs a command of the program. @throws unless it ends with 0 */
  async run(command: string, args: readonly string[] = []): Promise<void> {
    const { code, stdout, stderr } = await this.attempt(command, args);
    if (code !== 0) throw new Error(`${command} ended with ${code}: ${stdout}${stderr}`);
  }

  attempt(command: string, args: readonly string[] = []): Promise<Ended> {
    return runProgram(command, args, { ...this.settings, COLLECT_ENABLED: 'false' });
  }

  async serve(): Promise<void> {
    const NODE_OPTIONS = `--import=${new URL('heap-probe.mjs', import.meta.url).href}`;
    this.watch = await HealthWatch.start({ ...this.settings, NODE_OPTIONS });
    this.heapProbes = 0;
  }

  /** What the server has in use, in MB, after it has collected garbage. */
  async memoryUse(): Promise<MemoryUse> {
    const answer = `heap probe ${++this.heapProbes}\n`;
    await this.watch!.signal('SIGUSR2', answer);
    const line = this.watch!.log.split(answer)[0]!.split('\n').at(-1)!;
    const { heapUsed, external, rss } = JSON.parse(line) as Record<'heapUsed' | 'external' | 'rss', number>;
    const mb = (bytes: number): number => Math.round(bytes / 104_857.6) / 10;
    return { heapMb: mb(heapUsed), externalMb: mb(external), residentMb: mb(rss) };
  }

  /** Ends the server with SIGKILL. */
  async killServer(): Promise<void> {
    await this.watch?.kill();
    this.watch = undefined;
  }

  signalDatabase(name: NodeJS.Signals): void {
    this.database.signal(name);
  }

  /** As the owner of the server, past the network. */
  query<Row>(sql: string): Promise<Row[]> {
    return this.database.query<Row>(sql);
  }

  /** A connection of the owner of the server, past the network, which the caller ends. */
  connectAsOwner(): Promise<Connection> {
    return this.database.connect();
  }

  /** @param strike begins the fault, lasts as long as it does, and ends it */
  async suffer(fault: string, strike: () => Promise<void>): Promise<Cost> {
    await this.untilCollected(Date.now());
    for (const [table, columns] of Object.entries(RAW)) {
      // a fault before, which failed, may have left it
      await this.query(`DROP TABLE IF EXISTS kept_${table}`);
      await this.query(`CREATE TABLE kept_${table} AS SELECT ${columns} FROM ${table}`);
    }
    const watched = this.watch?.counts() ?? {};
    await strike();
    const endedAtMs = Date.now();
    const endedMs = performance.now();
    const healthyMs = await this.watch!.until(200, endedMs);
    const collectedMs = await this.untilCollected(endedAtMs);
    let lostRows = 0;
    for (const [table, columns] of Object.entries(RAW)) {
      const sql = `SELECT COUNT(*) AS n FROM (SELECT * FROM kept_${table} EXCEPT SELECT ${columns} FROM ${table}) lost`;
      lostRows += Number((await this.query<{ n: number }>(sql))[0]!.n);
      await this.query(`DROP TABLE kept_${table}`);
    }
    const seconds = (ms: number): number => Math.round((ms - endedMs) / 100) / 10;
    const statuses = statusesSince(this.watch!.counts(), watched);
    return { fault, statuses, healthySeconds: seconds(healthyMs), collectingSeconds: seconds(collectedMs), lostRows };
  }

  async close(): Promise<void> {
    await this.watch?.close();
    await this.simulator.close();
    await this.network.close();
    await this.database.release();
  }

  /** Waits for a cycle that began after an instant and stored all destinations of the live API. @returns when it was seen */
  private async untilCollected(afterMs: number): Promise<number> {
    const after = new Date(afterMs).toISOString().slice(0, -1).replace('T', ' ');
    const sql = `SELECT COUNT(*) AS n FROM collection_runs
      WHERE started_at > '${after}' AND finished_at IS NOT NULL AND error IS NULL
        AND destinations_total - destinations_failed >= ${this.simulator.destinationIds.length}`;
    for (const deadlineMs = Date.now() + PATIENCE_MS; Date.now() < deadlineMs; await pause(EVERY_MS)) {
      const rows = await this.query<{ n: number }>(sql).catch(() => []);
      if (Number(rows[0]?.n ?? 0) > 0) return performance.now();
    }
    throw new Error(`no cycle stored all destinations within ${PATIENCE_MS / 1_000} s`);
  }
}

/** Nothing lost, no 500, and service again within a time. */
export function expectRecovery(cost: Cost, fault: string, withinSeconds: number): void {
  expect(cost).toMatchObject({ fault, lostRows: 0 });
  expect(cost.statuses).not.toContain('500');
  expect(cost.healthySeconds).toBeLessThan(withinSeconds);
  expect(cost.collectingSeconds).toBeLessThan(withinSeconds);
}

/** "503: 12, 200: 40" */
function statusesSince(now: Record<number, number>, before: Record<number, number>): string {
  return Object.entries(now)
    .map(([status, count]) => [status, count - (before[Number(status)] ?? 0)] as const)
    .filter(([, count]) => count > 0)
    .map(([status, count]) => `${status}: ${count}`)
    .join(', ');
}
