import { startApiSimulator } from '../../src/tools/api-simulator/api-simulator.js';
import { CollectorApp, SettableClock } from '../support/collector-app.js';
import { createTestDatabase } from '../support/test-database.js';

describe('the end of the process', () => {
  it('stops a cycle between destinations, and records the result of each', async () => {
    const clock = new SettableClock(Date.parse('2026-04-15T15:00:00Z'));
    const database = await createTestDatabase('collection_end');
    const simulator = await startApiSimulator({
      clock: () => clock.nowMs,
      seed: 4,
      destinations: 5,
      ridesPerDestination: 4,
      faults: { requests: [{ fault: { kind: 'HANG' }, everyNth: 3 }] },
    });
    const settings = { LIVE_API_BASE_URL: simulator.baseUrl, LIVE_CONCURRENCY: '1' };
    const app = await CollectorApp.start({ connection: database.connectionOptions, settings, clock });
    await app.knowDestinations(simulator.destinationIds);
    const ended = app.collection.collect();
    while (simulator.stats.requests < 3) await new Promise((resolve) => setTimeout(resolve, 5));
    await app.collection.onModuleDestroy();
    expect(await ended).toMatchObject({ wasAborted: true, destinationsTotal: 5, destinationsFailed: 3, requests: 3 });
    const rows = await app.query(
      `SELECT error_code AS code, COUNT(*) AS n FROM collection_run_destinations
        WHERE finished_at IS NOT NULL GROUP BY error_code ORDER BY error_code`,
    );
    expect(rows).toEqual([
      { code: null, n: 2 },
      { code: 'ABORTED', n: 3 },
    ]);
    await app.close();
    await simulator.close();
    await database.drop();
  });
});
