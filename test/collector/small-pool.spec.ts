import { Clock } from '../../src/common/time/clock.js';
import { startApiSimulator } from '../../src/tools/api-simulator/api-simulator.js';
import { CollectorApp } from '../support/collector-app.js';
import { createTestDatabase } from '../support/test-database.js';

const DESTINATIONS = 6;

it('commits more destinations at once than it has connections: no commit waits for a second connection', async () => {
  const database = await createTestDatabase('small_pool');
  const simulator = await startApiSimulator({
    clock: Date.now,
    seed: 5,
    destinations: DESTINATIONS,
    ridesPerDestination: 4,
    limitPerMinute: 1_000_000,
  });
  const app = await CollectorApp.start({
    connection: database.connectionOptions,
    settings: {
      LIVE_API_BASE_URL: simulator.baseUrl,
      LIVE_REQUESTS_PER_MINUTE: '100000',
      LIVE_CONCURRENCY: String(DESTINATIONS),
    },
    clock: new Clock(),
    databaseClock: 'SERVER',
    poolSize: 1,
  });
  await app.knowDestinations(simulator.destinationIds);
  expect(await app.collection.collect()).toMatchObject({ destinationsTotal: DESTINATIONS, destinationsFailed: 0 });
  await app.close();
  await simulator.close();
  await database.drop();
});
