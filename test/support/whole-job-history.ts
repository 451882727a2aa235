import type { SettableClock } from './collector-app.js';
import { DriftService } from '../../src/modules/drift/drift.service.js';
import { GapFilling } from '../../src/modules/history-upkeep/gap-filling.service.js';
import { HistoryRecheck } from '../../src/modules/history-upkeep/recheck.service.js';
import { ReconciliationRun } from '../../src/modules/history-api/reconciliation/reconciliation-job.js';
import { PastSchedules } from '../../src/modules/catalog/schedule/past-schedules.service.js';
import type { ImportRecord } from '../../src/modules/import/import-record.js';
import { ImportService } from '../../src/modules/import/import.service.js';
import { ImportWorker } from '../../src/modules/import/run/import-worker.js';
import { EntityRegistry } from '../../src/modules/catalog/registry/entity-registry.service.js';

const DAY_MS = 86_400_000;
const MONTH_MS = 31 * DAY_MS;
/** Days before the live cycles, of which the last ones are not final yet. */
const DAYS = 5;
/** After so much time, days are requested again. */
const NEXT_DAY_MS = 21 * 3_600_000;
const FILLED_DAYS = 20;
const EXAMINED_AGAIN = { origin: 'api', maxProvisional: 20, sample: 4 } as const;

type Get = <T>(token: abstract new (...args: never[]) => T) => T;

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

async function runAll(get: Get, records: readonly ImportRecord[]): Promise<void> {
  // One after the other: internal ids depend on the order of writes.
  for (const { importId } of records) {
    const result = await get(ImportWorker).run(importId);
    if (result !== 'completed') throw new Error(`the import of the history ended as ${String(result)}`);
  }
}

/** Imports the days before the live cycles from the History API. */
export async function importHistory(get: Get, liveStartMs: number): Promise<void> {
  // Not the day of the live cycles: its history would fill their gap before it is found.
  const range = { startDate: dayOf(liveStartMs - DAYS * DAY_MS), endDate: dayOf(liveStartMs - DAY_MS) };
  const options = { onConflict: 'archive', replaceLive: false, origin: 'cli', source: 'HISTORY_API' } as const;
  for (const { themeparksWikiId } of await get(EntityRegistry).findDestinations()) {
    await runAll(get, [await get(ImportService).startDestination(themeparksWikiId, range, options)]);
  }
}

/**
 * Fills the gaps of live collection. On the next day, examines days again, reads past schedules, and compares the days with the
 * published daily rows and the shape of the responses with the known one.
 */
export async function keepUpHistory(get: Get, clock: SettableClock): Promise<void> {
  const filling = get(GapFilling);
  await runAll(get, await filling.begin({ origin: 'api', parkIds: null, maxDays: FILLED_DAYS, isUrgent: false }));
  await filling.assess();
  clock.nowMs += NEXT_DAY_MS;
  await runAll(get, (await get(HistoryRecheck).begin(EXAMINED_AGAIN)).imports);
  await filling.assess();
  await get(PastSchedules).fill({ fromMonth: dayOf(clock.nowMs - MONTH_MS).slice(0, 7) });
  await get(ReconciliationRun).run({});
  await get(DriftService).check();
}
