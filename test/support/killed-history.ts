import { totalsOf } from '../../src/modules/import/import-record.js';
import { UNMETERED_KEY, UNMETERED_PLAN } from '../../src/tools/api-simulator/accounts/api-plans.js';
import { type ApiSimulator, startApiSimulator } from '../../src/tools/api-simulator/api-simulator.js';
import { SettableClock } from './collector-app.js';
import { HistoryImportApp } from './history-import-app.js';
import { ImportProcess, type KillPoint } from './import-process.js';
import { tableChecksums } from './table-checksum.js';
import { createTestDatabase, type TestDatabase } from './test-database.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** The newest imported day is so many days ago: it is final during the whole test. */
const NEWEST_DAYS_AGO = 8;
/** Not `rides` and `ride_names`, which have the instants of the responses. */
const TABLES = [
  ...['ride_status_snapshots', 'queue_data', 'imported_show_times', 'ride_current', 'invalidated_park_days'],
  'id_mappings',
];
/** The first import also registers the rides: it is killed several times. */
const KILLS_OF_FIRST = 4;

interface Warehouse {
  app: HistoryImportApp;
  connection: TestDatabase['connectionOptions'];
  clock: SettableClock;
  parkId: number;
}

/**
 * Imports days of the History API, one import each, by processes that are killed at chosen SQL statements: before the statement is
 * sent, or when its result arrives. The next process completes the import. After each kill, all tables must equal those of a
 * warehouse that imported the same days without interruption.
 */
export class KilledHistory {
  private readonly databases: TestDatabase[] = [];
  private readonly apps: HistoryImportApp[] = [];
  private readonly processes: ImportProcess[] = [];
  private readonly nowMs = Date.now();
  private simulator: ApiSimulator;
  private attempts = 0;

  /** @returns the kill points, in order */
  async prove({ kills }: { kills: number }): Promise<KillPoint[]> {
    this.simulator = await startApiSimulator({
      ...{ seed: 3, destinations: 1, ridesPerDestination: 8, clock: () => this.nowMs },
      plans: { keys: { [UNMETERED_KEY]: UNMETERED_PLAN } },
    });
    const [calm, stormy] = [await this.open(), await this.open()];
    const first = Math.min(KILLS_OF_FIRST, kills);
    const points = pointsOf(await this.importCalmly(calm, 0), first);
    await this.importUnderKills({ stormy, calm }, 0, points);
    for (let index = first; index < kills; index++) {
      const day = index - first + 1;
      const point = pointsOf(await this.importCalmly(calm, day), kills - first)[index - first]!;
      await this.importUnderKills({ stormy, calm }, day, [point]);
      points.push(point);
    }
    return points;
  }

  async close(): Promise<void> {
    this.processes.forEach((process) => process.end());
    await Promise.all(this.apps.map((app) => app.close()));
    await this.simulator?.close();
    await Promise.all(this.databases.map((database) => database.drop()));
  }

  /** @returns the number of SQL statements of the process */
  private async importCalmly(calm: Warehouse, day: number): Promise<number> {
    const { importId } = await this.startDay(calm, day);
    const process = this.begin(calm, importId);
    expect(await process.run()).toBe('completed');
    return process.statements;
  }

  private async importUnderKills(
    { stormy, calm }: Record<'stormy' | 'calm', Warehouse>,
    day: number,
    points: readonly KillPoint[],
  ): Promise<void> {
    const { importId } = await this.startDay(stormy, day);
    for (const point of points) expect([point, await this.begin(stormy, importId, point).run()]).toEqual([point, null]);
    expect(await this.begin(stormy, importId).run()).toBe('completed');
    const [expected, record] = await Promise.all([calm, stormy].map(({ app }) => app.newest()));
    expect(record!.importId).toBe(importId);
    expect({ points, totals: totalsOf(record!) }).toEqual({ points, totals: totalsOf(expected!) });
    const tables = await tableChecksums(stormy.connection, TABLES);
    expect({ points, tables }).toEqual({ points, tables: await tableChecksums(calm.connection, TABLES) });
    expect(await daysOf(stormy)).toEqual(await daysOf(calm));
    expect(await ridesOf(stormy)).toEqual(await ridesOf(calm));
  }

  private startDay({ app, parkId }: Warehouse, index: number) {
    const day = new Date(this.nowMs - (NEWEST_DAYS_AGO + index) * DAY_MS).toISOString().slice(0, 10);
    return app.start(parkId, { startDate: day, endDate: day });
  }

  /** Each process represents one that was started an hour after the one before: the lease has expired. */
  private begin({ connection }: Warehouse, importId: string, killAt?: KillPoint): ImportProcess {
    const settings = { LIVE_API_BASE_URL: this.simulator.baseUrl, THEMEPARKS_API_KEY: UNMETERED_KEY };
    const clockAheadMs = ++this.attempts * HOUR_MS;
    this.processes.push(new ImportProcess({ connection, settings, importId, clockAheadMs, killAt }));
    return this.processes.at(-1)!;
  }

  private async open(): Promise<Warehouse> {
    const database = await createTestDatabase('killed_history');
    this.databases.push(database);
    const [connection, clock] = [database.connectionOptions, new SettableClock(this.nowMs)];
    const app = await HistoryImportApp.start({ connection, simulator: this.simulator, key: UNMETERED_KEY, clock });
    this.apps.push(app);
    const [parkId] = await app.addParks(this.simulator);
    return { app, connection, clock, parkId: parkId! };
  }
}

/** Spread over all statements, in turn before a statement and after it. */
const pointsOf = (statements: number, kills: number): KillPoint[] =>
  Array.from({ length: kills }, (_, index) => ({
    statement: 1 + Math.floor(((index + 0.5) * (statements - 1)) / kills),
    moment: index % 2 === 0 ? 'BEFORE' : 'AFTER',
  }));

const daysOf = ({ app }: Warehouse) =>
  app.query('SELECT local_date, state, response_hash FROM history_days ORDER BY local_date');

const ridesOf = ({ app }: Warehouse) =>
  app.query(
    `SELECT r.themeparks_wiki_id, p.themeparks_wiki_id AS park, r.name, r.entity_type
       FROM rides r JOIN parks p ON p.park_id = r.park_id ORDER BY 1`,
  );
