import { FREE_KEY, FREE_PLAN } from '../../src/tools/api-simulator/accounts/api-plans.js';
import { startApiSimulator } from '../../src/tools/api-simulator/api-simulator.js';
import { SettableClock } from './collector-app.js';
import { HistoryImportApp } from './history-import-app.js';
import { ImportProcess } from './import-process.js';
import { createTestDatabase } from './test-database.js';

const DAY_MS = 24 * 3_600_000;

export interface SharedPlan {
  requestsPerMinute: number;
  historyPerHour: number;
  /** Days of each import. */
  days: number;
}

/** Two processes with one database import two destinations at once; the API counts their requests. */
export async function importTwice({ days, ...budgets }: SharedPlan) {
  const nowMs = Date.now();
  const simulator = await startApiSimulator({
    ...{ seed: 6, destinations: 2, ridesPerDestination: 6, clock: () => nowMs, limitClock: Date.now },
    plans: { keys: { [FREE_KEY]: { ...FREE_PLAN, ...budgets } } },
  });
  const database = await createTestDatabase('two_history_imports');
  const connection = database.connectionOptions;
  const app = await HistoryImportApp.start({ connection, simulator, key: FREE_KEY, clock: new SettableClock(nowMs) });
  const processes: ImportProcess[] = [];
  try {
    await app.addParks(simulator);
    const parks = await app.query<{ id: number }>('SELECT MIN(park_id) AS id FROM parks GROUP BY destination_id');
    const dayOf = (daysAgo: number) => new Date(nowMs - daysAgo * DAY_MS).toISOString().slice(0, 10);
    const range = { startDate: dayOf(4 + days), endDate: dayOf(5) };
    const settings = { LIVE_API_BASE_URL: simulator.baseUrl, THEMEPARKS_API_KEY: FREE_KEY };
    const ids: string[] = [];
    for (const { id } of parks) ids.push((await app.start(id, range)).importId);
    for (const importId of ids) processes.push(new ImportProcess({ connection, settings, importId, clockAheadMs: 0 }));
    const results = await Promise.all(processes.map((process) => process.run()));
    const imports = await app.query<{ status: string; files: number; resumesAt: Date | null }>(
      'SELECT status, files_done AS files, resumes_at AS resumesAt FROM import_checkpoints ORDER BY checkpoint_id',
    );
    return { results, imports, counted: simulator.accountStats(FREE_KEY) };
  } finally {
    processes.forEach((process) => process.end());
    await app.close();
    await simulator.close();
    await database.drop();
  }
}
