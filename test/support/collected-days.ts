import { type ApiSimulator, startApiSimulator } from '../../src/tools/api-simulator/api-simulator.js';
import type { VisibleObservation } from '../../src/tools/api-simulator/visible-entities.js';
import { CollectorApp, SettableClock } from './collector-app.js';
import { createTestDatabase } from './test-database.js';

export const CYCLE_MS = 300_000;

export interface DaysToCollect {
  label: string;
  startMs: number;
  cycles: number;
  seed: number;
  ridesPerDestination: number;
}

/** The columns of a snapshot that later cycles must not change. */
export interface WrittenRow {
  ride_id: number;
  recorded_at: Date;
  status: string | null;
  wait_time: number | null;
  last_updated_api: Date | null;
  last_confirmed_at: Date;
}

export interface CollectedDays {
  app: CollectorApp;
  destinationId: string;
  /** Everything that the API returned at the instants of the polls. */
  shown: VisibleObservation[];
  rowsWritten: number;
  rowsExtended: number;
  /** All snapshots after half of the cycles. */
  atHalf: WrittenRow[];
  close(): Promise<void>;
}

/** Collects a whole destination every five minutes of simulated time. @throws if a cycle fails */
export async function collectDays(days: DaysToCollect): Promise<CollectedDays> {
  const { startMs, cycles, seed, ridesPerDestination } = days;
  const clock = new SettableClock(startMs);
  const database = await createTestDatabase(days.label);
  const world = { seed, ridesPerDestination, destinations: 1, limitPerMinute: 1_000_000 };
  const simulator = await startApiSimulator({ clock: () => clock.nowMs, ...world });
  const settings = { LIVE_API_BASE_URL: simulator.baseUrl, LIVE_REQUESTS_PER_MINUTE: '100000' };
  const app = await CollectorApp.start({ connection: database.connectionOptions, settings, clock });
  await app.knowDestinations(simulator.destinationIds);
  const collected = { shown: [], rowsWritten: 0, rowsExtended: 0, atHalf: [] as WrittenRow[] };
  for (let cycle = 0; cycle < cycles; cycle++) {
    clock.nowMs = startMs + cycle * CYCLE_MS;
    await collectOnce(app, simulator, clock.nowMs, collected);
    if (cycle === Math.floor(cycles / 2)) collected.atHalf = await snapshotRows(app);
  }
  const close = async () => {
    await app.close();
    await simulator.close();
    await database.drop();
  };
  return { app, destinationId: simulator.destinationIds[0]!, ...collected, close };
}

type Totals = Pick<CollectedDays, 'shown' | 'rowsWritten' | 'rowsExtended'>;

async function collectOnce(app: CollectorApp, simulator: ApiSimulator, nowMs: number, totals: Totals): Promise<void> {
  const report = await app.collection.collect();
  if (report.destinationsFailed > 0) throw new Error(`a cycle failed: ${JSON.stringify(report.failures)}`);
  totals.rowsWritten += report.rowsWritten;
  totals.rowsExtended += report.rowsExtended;
  totals.shown.push(...simulator.truth(simulator.destinationIds[0]!, nowMs));
}

export function snapshotRows(app: CollectorApp): Promise<WrittenRow[]> {
  return app.query<WrittenRow>(
    `SELECT ride_id, recorded_at, status, wait_time, last_updated_api, last_confirmed_at
       FROM ride_status_snapshots ORDER BY ride_id, recorded_at`,
  );
}

/** Earlier rows that are missing, have changed, or have a shorter confirmed interval; there must be none. */
export function lostRows(before: readonly WrittenRow[], after: readonly WrittenRow[]): WrittenRow[] {
  const identity = ({ last_confirmed_at: _, ...row }: WrittenRow) => JSON.stringify(row);
  const now = new Map(after.map((row) => [identity(row), row]));
  return before.filter((row) => !((now.get(identity(row))?.last_confirmed_at ?? new Date(0)) >= row.last_confirmed_at));
}
