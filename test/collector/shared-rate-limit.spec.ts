import { jest } from '@jest/globals';
import { CatalogSyncJob } from '../../src/modules/catalog/sync/catalog-jobs.js';
import { startApiSimulator } from '../../src/tools/api-simulator/api-simulator.js';
import { CollectorApp, SettableClock } from '../support/collector-app.js';
import { createTestDatabase } from '../support/test-database.js';
import { VirtualTimer } from '../support/virtual-timer.js';

const BUDGET = 8;

it('a cycle and a synchronisation at once share one budget, and a 429 stops both', async () => {
  const clock = new SettableClock(Date.parse('2026-04-15T15:00:00Z'));
  // Its sleeps overlap; sleeps in turn would take the time of the cycle twice.
  const timer = new VirtualTimer();
  const { fetch } = globalThis;
  jest.spyOn(globalThis, 'fetch').mockImplementation(timer.countingFetch(fetch));
  const database = await createTestDatabase('shared_budget');
  const simulator = await startApiSimulator({
    clock: () => clock.nowMs,
    limitClock: () => timer.nowMs(),
    limitPerMinute: BUDGET,
    seed: 5,
    destinations: 3,
    ridesPerDestination: 4,
    faults: {
      requests: [{ fault: { kind: 'RATE_LIMITED', retryAfter: 'seconds', seconds: 20 }, everyNth: 6, count: 2 }],
    },
  });
  const settings = { LIVE_API_BASE_URL: simulator.baseUrl, LIVE_REQUESTS_PER_MINUTE: String(BUDGET) };
  const app = await CollectorApp.start({ connection: database.connectionOptions, settings, clock, timer });
  await app.knowDestinations(simulator.destinationIds);
  const [report, outcome] = await Promise.all([app.collection.collect(), app.get(CatalogSyncJob).run()]);
  expect(report.destinationsFailed).toBe(0);
  expect(outcome).toMatchObject({ ran: true, result: { destinations: 3, failures: [] } });
  expect(simulator.stats.peakPerMinute).toBeLessThanOrEqual(BUDGET);
  expect(simulator.stats.faults.RATE_LIMITED).toBe(2);
  await app.close();
  await simulator.close();
  await database.drop();
  jest.restoreAllMocks();
});
