import { runCatalogSyncProgram } from '../../src/cli/catalog-sync/catalog-sync-program.js';
import { type ApiSimulator, startApiSimulator } from '../../src/tools/api-simulator/api-simulator.js';
import { type OpenDatabase, openMigratedDatabase } from '../support/migrated-database.js';
import { databaseUrl, type Ended, runProgram } from '../support/program.js';
import { runHere } from '../support/program-here.js';

describe('npm run catalog:sync', () => {
  let open: OpenDatabase;
  let api: ApiSimulator;
  const settings = () => ({
    DATABASE_URL: databaseUrl(open.database.connectionOptions),
    LIVE_API_BASE_URL: api.baseUrl,
    LIVE_REQUESTS_PER_MINUTE: '100000',
  });
  const run = (...args: string[]): Promise<Ended> =>
    runHere(({ terminal }) => runCatalogSyncProgram(args, terminal), settings());

  beforeAll(async () => {
    open = await openMigratedDatabase('catalog_cli');
    api = await startApiSimulator({
      clock: () => Date.UTC(2026, 3, 15, 16),
      seed: 5,
      destinations: 2,
      ridesPerDestination: 4,
    });
  });
  afterAll(async () => {
    await api.close();
    await open.close();
  });

  it('brings the catalogue in step and says what it did', async () => {
    const { code, stdout, stderr } = await runProgram('catalog-sync', [], settings());
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^2 destinations: \d+ rides new, .* 0 failed\n$/);
    const one = await run('--destination', api.destinationIds[0]!, '--json');
    expect(JSON.parse(one.stdout)).toMatchObject({ destinations: 1, ridesCreated: 0, failures: [] });
  });

  it('ends with 3 where a destination failed, with 1 where nothing can be had, with 2 for a wrong word', async () => {
    api.setFaults({ requests: [{ fault: { kind: 'HTML' }, url: `${api.destinationIds[0]}/children` }] });
    expect((await run()).code).toBe(3);
    api.setFaults({ requests: [{ fault: { kind: 'HTML' }, url: '/destinations' }] });
    expect((await run()).code).toBe(1);
    for (const args of [['--destination', 'x'], ['--bogus'], ['all']]) {
      const { code, stderr } = await run(...args);
      expect([code, stderr]).toEqual([2, expect.stringContaining('catalog:sync')]);
    }
    expect((await run('--help')).code).toBe(0);
  });
});
