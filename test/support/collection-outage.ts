import { CollectionService } from '../../src/modules/collector/collection.service.js';
import { CollectorModule } from '../../src/modules/collector/collector.module.js';
import { HistoryUpkeepModule } from '../../src/modules/history-upkeep/history-upkeep.module.js';
import { QualityCheckService } from '../../src/modules/quality/detection/quality-check.service.js';
import { QualityModule } from '../../src/modules/quality/quality.module.js';
import type { HistoryWarehouse } from './history-warehouse.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** What a warehouse needs to collect live data with an outage. */
export const OUTAGE_MODULES = [CollectorModule, QualityModule, HistoryUpkeepModule];
export const OUTAGE_SETTINGS = { LIVE_REQUESTS_PER_MINUTE: '100000' };

/** The outage of a collection that begins at the instant: the second and third of four hours. */
export const outageFrom = (startMs: number) => ({
  startMs: startMs + HOUR_MS,
  endMs: startMs + 3 * HOUR_MS,
  collectedUntilMs: startMs + 4 * HOUR_MS,
});

/** Collects every five minutes, except in the outage; an hour after its end, a check finds the gap. */
export async function collectWithOutage({ app, clock }: HistoryWarehouse, startMs: number): Promise<void> {
  const outage = outageFrom(startMs);
  for (let atMs = startMs; atMs < outage.collectedUntilMs; atMs += 5 * MINUTE_MS) {
    if (atMs >= outage.startMs && atMs < outage.endMs) continue;
    clock.nowMs = atMs;
    const { failures } = await app.get(CollectionService).collect();
    if (failures.length > 0) throw new Error(`a poll failed: ${JSON.stringify(failures)}`);
  }
  clock.nowMs = outage.collectedUntilMs;
  await app.get(QualityCheckService).check();
}
