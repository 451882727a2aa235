import { setTimeout as pause } from 'node:timers/promises';
import { type ApiSimulator, startApiSimulator } from '../../src/tools/api-simulator/api-simulator.js';
import { type CycleEnd, CollectProcess } from './collect-process.js';
import { CollectorApp, SettableClock } from './collector-app.js';
import { CYCLE_MS } from './collected-days.js';
import { SeededRandom } from './seeded-random.js';
import { type TimelineEntry, shownTimeline, storedTimeline } from './live-timeline.js';
import { type TestDatabase, createTestDatabase } from './test-database.js';

const DESTINATIONS = 6;
const CONCURRENCY = 2;

/** When to kill the process: a delay after a number of requests of the cycle; with 0, after its start. */
export interface KillInCycle {
  requests: number;
  thenMs: number;
}

export function killMoments(seed: number, kills: number): KillInCycle[] {
  const random = new SeededRandom(seed);
  return Array.from({ length: kills }, () => ({ requests: random.below(DESTINATIONS + 1), thenMs: random.below(45) }));
}

/** A destination of a run, as recorded in the database. */
interface PolledRow {
  runId: number;
  startedAt: Date;
  uuid: string;
  observedAt: Date | null;
  finishedAt: Date | null;
  errorCode: string | null;
}

/** Processes that collect one world into one database. The test starts their cycles, and can kill them during a cycle. */
export class KilledCollection {
  readonly clock: SettableClock;
  private readonly processes: CollectProcess[] = [];

  private constructor(
    private readonly startMs: number,
    readonly database: TestDatabase,
    readonly simulator: ApiSimulator,
    /** In the process of the test, only for reading. */
    readonly app: CollectorApp,
    clock: SettableClock,
  ) {
    this.clock = clock;
  }

  static async start(label: string): Promise<KilledCollection> {
    const startMs = Date.parse('2026-04-15T15:00:00.000Z');
    const clock = new SettableClock(startMs);
    const database = await createTestDatabase(label);
    const world = { seed: 8, destinations: DESTINATIONS, ridesPerDestination: 10, latencyMs: 4 };
    const simulator = await startApiSimulator({ clock: () => clock.nowMs, limitPerMinute: 1_000_000, ...world });
    const app = await CollectorApp.start({ connection: database.connectionOptions, settings: {}, clock });
    await app.knowDestinations(simulator.destinationIds);
    return new KilledCollection(startMs, database, simulator, app, clock);
  }

  begin(): CollectProcess {
    const settings = {
      LIVE_API_BASE_URL: this.simulator.baseUrl,
      LIVE_CONCURRENCY: String(CONCURRENCY),
      LIVE_REQUESTS_PER_MINUTE: '100000',
    };
    const process = new CollectProcess({ connection: this.database.connectionOptions, settings });
    this.processes.push(process);
    return process;
  }

  /** The instant of the next cycle, to which the world advances. After some cycles, many entities have new ids. */
  instantOf(cycle: number): number {
    this.clock.nowMs = this.startMs + cycle * CYCLE_MS;
    const idChanged = { kind: 'ID_CHANGED', share: 0.3, fromMs: this.startMs + 4 * CYCLE_MS } as const;
    this.simulator.setFaults({ feed: [idChanged] });
    return this.clock.nowMs;
  }

  /** Runs the cycle in one process, and kills it at the given moment unless it has ended before. */
  async cycleOf(process: CollectProcess, nowMs: number, kill?: KillInCycle): Promise<CycleEnd> {
    const firstRequest = this.simulator.stats.requests;
    let isOver = false;
    const end = process.cycle(nowMs, (killNow) => {
      if (kill === undefined) return;
      void this.untilRequests(firstRequest + kill.requests, () => isOver).then(async () => {
        await pause(kill.thenMs);
        killNow();
      });
    });
    const ended = await end;
    isOver = true;
    return ended;
  }

  private async untilRequests(requests: number, isOver: () => boolean): Promise<void> {
    while (this.simulator.stats.requests < requests && !isOver()) await pause(1);
  }

  ledger(): Promise<PolledRow[]> {
    return this.app.query<PolledRow>(
      `SELECT c.run_id AS runId, r.started_at AS startedAt, d.themeparks_wiki_id AS uuid, c.observed_at AS observedAt,
              c.finished_at AS finishedAt, c.error_code AS errorCode
         FROM collection_run_destinations c JOIN collection_runs r ON r.run_id = c.run_id
         JOIN destinations d ON d.destination_id = c.destination_id ORDER BY c.run_id, c.destination_id`,
    );
  }

  /** For a destination: the stored observations, and the API's responses at exactly the recorded polls. */
  async timelines(uuid: string): Promise<{ stored: TimelineEntry[]; shown: TimelineEntry[] }> {
    const taken = (await this.ledger()).filter((row) => row.uuid === uuid && row.observedAt !== null);
    const shown = taken.flatMap(({ observedAt }) => this.simulator.truth(uuid, observedAt!.getTime()));
    return { stored: await storedTimeline(this.app, uuid), shown: shownTimeline(shown) };
  }

  /** Rows of `ride_current` that are not the newest rows of the history. */
  differingStates(): Promise<unknown[]> {
    return this.app.query(
      `SELECT c.ride_id FROM ride_current c LEFT JOIN ride_status_snapshots s
           ON s.ride_id = c.ride_id AND s.recorded_at = c.recorded_at AND s.status <=> c.status
          AND s.wait_time <=> c.wait_time AND s.last_confirmed_at <=> c.last_confirmed_at
          AND s.last_updated_api <=> c.last_updated_api AND s.data_source = c.data_source
        WHERE s.ride_id IS NULL OR EXISTS (SELECT 1 FROM ride_status_snapshots n
                                            WHERE n.ride_id = c.ride_id AND n.recorded_at > c.recorded_at)`,
    );
  }

  async close(): Promise<void> {
    this.processes.forEach((process) => process.end());
    await this.app.close();
    await this.simulator.close();
    await this.database.drop();
  }
}
