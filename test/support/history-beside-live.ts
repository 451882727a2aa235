import { groupBy } from '../../src/common/collections.js';
import { MINUTE_MS } from '../../src/common/time/calendar.js';
import { LocalDays } from '../../src/modules/snapshots/local-days.js';
import { showStartsIn } from '../../src/modules/snapshots/show-times/show-time-list.js';
import { UNMETERED_KEY, UNMETERED_PLAN } from '../../src/tools/api-simulator/accounts/api-plans.js';
import { type ApiSimulator, startApiSimulator } from '../../src/tools/api-simulator/api-simulator.js';
import { CollectorApp, SettableClock } from './collector-app.js';
import { HistoryImportApp } from './history-import-app.js';
import { storedTimeline, type TimelineEntry } from './live-timeline.js';
import { createTestDatabase, type TestDatabase } from './test-database.js';

export interface ComparedWorld {
  seed: number;
  destinations: number;
  rides: number;
  /** UTC, the start of live collection. */
  startMs: number;
  days: number;
  pollEveryMinutes: number;
}

export interface Comparison {
  parks: number;
  /** Park-days that were imported, and the requests for them. */
  parkDays: number;
  historyRequests: number;
  /** Polled states of rides, and those of them that the import knows too. */
  polled: number;
  compared: number;
  queuesCompared: number;
  /** Ends of polled spans of show times at which the import has a list, too. */
  showTimesCompared: number;
  /** Polled states of which the import holds other instants of the same ride, but not these. */
  unknown: number;
  /** Where both know the state and it differs. */
  differences: string[];
}

/** An hour after the last polled day, everything is final. */
const LATER_MS = 6 * 24 * 60 * MINUTE_MS;

interface ImportedRow {
  uuid: string;
  fromMs: number;
  untilMs: number;
  status: string | null;
  wait: number | null;
}

interface ImportedQueue {
  uuid: string;
  type: string;
  fromMs: number;
  state: string | null;
  returnStart: Date | null;
}

/** Collects a simulated world live, imports the same days from its History API into another database, and compares both. */
export class HistoryBesideLive {
  private readonly databases: TestDatabase[] = [];
  private readonly closing: { close(): Promise<void> }[] = [];
  private readonly clock: SettableClock;

  constructor(private readonly world: ComparedWorld) {
    this.clock = new SettableClock(world.startMs);
  }

  async compare(): Promise<Comparison> {
    const simulator = await startApiSimulator({
      ...{ seed: this.world.seed, destinations: this.world.destinations, ridesPerDestination: this.world.rides },
      ...{ clock: () => this.clock.nowMs, limitPerMinute: 1_000_000 },
      plans: { keys: { [UNMETERED_KEY]: UNMETERED_PLAN } },
    });
    this.closing.push(simulator);
    const polled = await this.collect(simulator);
    const { app, ...imported } = await this.import(simulator);
    const states = await compareStates(app, polled.states);
    const shows = await compareShowTimes(app, polled.showTimes);
    const differences = [...states.differences, ...shows.differences];
    return { ...imported, ...states, ...shows, differences };
  }

  async close(): Promise<void> {
    for (const one of this.closing.reverse()) await one.close();
    for (const database of this.databases) await database.drop();
  }

  private async collect(simulator: ApiSimulator) {
    const { startMs, days, pollEveryMinutes } = this.world;
    const settings = {
      ...{ LIVE_API_BASE_URL: simulator.baseUrl, LIVE_REQUESTS_PER_MINUTE: '100000' },
      LIVE_MAX_CARRY_FORWARD_MINUTES: String(2 * pollEveryMinutes),
    };
    const connection = await this.open();
    const collector = await CollectorApp.start({ connection, settings, clock: this.clock });
    this.closing.push(collector);
    await collector.knowDestinations(simulator.destinationIds);
    for (let atMs = startMs; atMs < startMs + days * 24 * 60 * MINUTE_MS; atMs += pollEveryMinutes * MINUTE_MS) {
      this.clock.nowMs = atMs;
      expect(await collector.collection.collect()).toMatchObject({ failures: [] });
    }
    const timelines = await Promise.all(simulator.destinationIds.map((id) => storedTimeline(collector, id)));
    const showTimes = await collector.query<ListRow>(
      `SELECT r.themeparks_wiki_id AS uuid, d.observed_from AS since, d.last_confirmed_at AS until, d.detail
         FROM entity_live_details d JOIN rides r ON r.ride_id = d.ride_id WHERE d.detail_type = 'SHOWTIMES'`,
    );
    return { states: timelines.flat(), showTimes };
  }

  private async import(simulator: ApiSimulator) {
    const lastMs = this.clock.nowMs;
    this.clock.nowMs += LATER_MS;
    const connection = await this.open();
    const app = await HistoryImportApp.start({ connection, simulator, key: UNMETERED_KEY, clock: this.clock });
    this.closing.push(app);
    const parkIds = await app.addParks(simulator);
    const zones = simulator.world.destinations.flatMap(({ parks }) => parks.map(({ clock }) => clock.timezone));
    let parkDays = 0;
    for (const [index, parkId] of parkIds.entries()) {
      const dates = new LocalDays(zones[index]!, 0).datesBetween(this.world.startMs, lastMs);
      const { record } = await app.import(parkId, dates[0]!, dates.at(-1)!);
      expect(record).toMatchObject({ status: 'COMPLETED', filesDone: dates.length, rejected: 0, error: null });
      expect(record.read).toBe(record.stored + record.duplicate);
      parkDays += dates.length;
    }
    const { historyRequests } = simulator.accountStats(UNMETERED_KEY);
    return { app, parks: parkIds.length, parkDays, historyRequests };
  }

  private async open() {
    const database = await createTestDatabase('history_beside_live');
    this.databases.push(database);
    return database.connectionOptions;
  }
}

async function compareStates(app: HistoryImportApp, polled: readonly TimelineEntry[]) {
  const states = groupBy(await importedStates(app), ({ uuid }) => uuid);
  const queues = groupBy(await importedQueues(app), ({ uuid, type }) => `${uuid} ${type}`);
  const counts = { polled: polled.length, compared: 0, queuesCompared: 0, unknown: 0 };
  const differences: string[] = [];
  for (const entry of polled) {
    const { entityId, observedAtMs, status, waitMinutes } = entry;
    const state = states.get(entityId)?.findLast(({ fromMs }) => fromMs <= observedAtMs);
    if (state === undefined || state.untilMs < observedAtMs) {
      if (states.has(entityId)) counts.unknown++;
      continue;
    }
    counts.compared++;
    const describe = (what: string, live: unknown, imported: unknown) =>
      differences.push(
        `${entityId} ${new Date(observedAtMs).toISOString()} ${what}: ${String(live)}, ${String(imported)}`,
      );
    if (status !== state.status) describe('status', status, state.status);
    if (waitMinutes !== state.wait) describe('wait', waitMinutes, state.wait);
    for (const { queueType, state: queueState, returnStartMs } of entry.queues) {
      const queue = queues.get(`${entityId} ${queueType}`)?.findLast(({ fromMs }) => fromMs <= observedAtMs);
      if (queue === undefined) continue;
      counts.queuesCompared++;
      if (queueState !== queue.state) describe(`${queueType} state`, queueState, queue.state);
      const start = queue.returnStart?.getTime() ?? null;
      if (returnStartMs !== start) describe(`${queueType} start`, returnStartMs, start);
    }
  }
  return { ...counts, differences };
}

interface ListRow {
  uuid: string;
  since: Date;
  until: Date;
  detail: string;
}

/** At both ends of each polled span. Between two polls, the API may have lists that no poll saw. */
async function compareShowTimes(app: HistoryImportApp, polled: readonly ListRow[]) {
  const rows = await app.query<ListRow>(
    `SELECT r.themeparks_wiki_id AS uuid, s.observed_from AS since, s.last_confirmed_at AS until, s.show_times AS detail
       FROM imported_show_times s JOIN rides r ON r.ride_id = s.ride_id ORDER BY s.ride_id, s.observed_from`,
  );
  const imported = groupBy(rows, ({ uuid }) => uuid);
  const differences: string[] = [];
  let showTimesCompared = 0;
  for (const { uuid, since, until, detail } of polled) {
    for (const at of since < until ? [since, until] : [since]) {
      const list = imported.get(uuid)?.findLast((one) => one.since <= at);
      if (list === undefined || list.until < at) continue;
      showTimesCompared++;
      const [live, stored] = [startsOf(detail), startsOf(list.detail)];
      if (live !== stored) differences.push(`${uuid} ${at.toISOString()} show times: ${live}, ${stored}`);
    }
  }
  return { showTimesCompared, differences };
}

const startsOf = (json: string): string =>
  showStartsIn(JSON.parse(json))
    .map((ms) => new Date(ms).toISOString())
    .sort()
    .join();

async function importedStates(app: HistoryImportApp): Promise<ImportedRow[]> {
  const rows = await app.query<Omit<ImportedRow, 'fromMs' | 'untilMs'> & Record<'at' | 'until', Date>>(
    `SELECT r.themeparks_wiki_id AS uuid, s.recorded_at AS at, COALESCE(s.last_confirmed_at, s.recorded_at) AS until,
            s.status, s.wait_time AS wait
       FROM ride_status_snapshots s JOIN rides r ON r.ride_id = s.ride_id ORDER BY s.ride_id, s.recorded_at`,
  );
  return rows.map(({ at, until, ...row }) => ({ ...row, fromMs: at.getTime(), untilMs: until.getTime() }));
}

async function importedQueues(app: HistoryImportApp): Promise<ImportedQueue[]> {
  const rows = await app.query<Omit<ImportedQueue, 'fromMs'> & { at: Date }>(
    `SELECT r.themeparks_wiki_id AS uuid, q.queue_type AS type, q.recorded_at AS at, q.state, q.return_start AS returnStart
       FROM queue_data q JOIN rides r ON r.ride_id = q.ride_id ORDER BY q.ride_id, q.recorded_at`,
  );
  return rows.map(({ at, ...row }) => ({ ...row, fromMs: at.getTime() }));
}
