import { type ApiSimulator, startApiSimulator } from '../../src/tools/api-simulator/api-simulator.js';
import { type OpenDatabase, openMigratedDatabase } from '../support/migrated-database.js';
import { databaseUrl, type Ended, Program, runProgram } from '../support/program.js';
import { runHere } from '../support/program-here.js';

describe('npm run catalog:sync', () => {
  let open: OpenDatabase;
  let api: ApiSimulator;
  const settings = () => ({
    DATABASE_URL: databaseUrl(open.database.connectionOptions),
    LIVE_API_BASE_URL: api.baseUrl,
    LIVE_REQUESTS_PER_MINUTE: '100000',
  });
  const run = (...args: string[]): Promise<Ended> => runHere(['catalog', 'sync', ...args], settings());

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
    const { code, stdout, stderr } = await runProgram('catalog sync', [], settings());
    expect(code).toBe(0);
    expect(stderr).toContain('destinations 2/2: ');
    expect(stdout).toMatch(/^2 destinations: \d+ rides created, .* 0 failed\n$/);
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

  it('ends with 1 and says so where the API does not list the destination that is asked for', async () => {
    api.setFaults({});
    const unlisted = '00000000-0000-4000-8000-00000000000f';
    const { code, stdout, stderr } = await run('--destination', unlisted);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(new RegExp(`The live API lists no destination ${unlisted}$`, 'm'));
  });

  it('names what is missing from the catalogue, and how to say that it is true', async () => {
    api.setFaults({});
    await open.dataSource.query(
      `INSERT INTO destinations (themeparks_wiki_id, name) VALUES ('00000000-0000-4000-8000-000000000001', 'Lost Land')`,
    );
    expect((await run()).stderr).toContain('Missing from the catalogue and deactivated: Lost Land');
    await open.dataSource.query(
      `INSERT INTO destinations (themeparks_wiki_id, name) VALUES
        ('00000000-0000-4000-8000-000000000002', 'Lost Lake'), ('00000000-0000-4000-8000-000000000003', 'Lost Hill'),
        ('00000000-0000-4000-8000-000000000004', 'Lost Dale')`,
    );
    const { stderr } = await run();
    expect(stderr).toContain('--allow-deactivation');
    expect(stderr).toMatch(/Lost Lake, Lost Hill, Lost Dale$/m);
  });

  it('says which host does not answer', async () => {
    const { code, stderr } = await runHere(['catalog', 'sync'], {
      ...settings(),
      LIVE_API_BASE_URL: 'http://127.0.0.1:9/v1',
    });
    expect([code, stderr]).toEqual([1, expect.stringContaining('127.0.0.1:9')]);
  });

  it('ends with 130 at SIGTERM, leaves its lease free, and says to a second one since when the first is at work', async () => {
    api.setFaults({ requests: [{ fault: { kind: 'HANG' }, url: '/children' }] });
    const first = new Program('catalog sync', [], settings());
    const asked = api.stats.requests;
    while (api.stats.requests < asked + 2) await new Promise((resolve) => setTimeout(resolve, 10));
    const second = await run();
    expect(second.code).toBe(1);
    expect(second.stderr).toMatch(
      /synchronising the catalogue since \d{4}-\S+Z \(if its process has died, .* at \S+Z\)/,
    );
    first.kill('SIGTERM');
    const { code, stderr } = await first.end();
    expect([code, stderr]).toEqual([130, expect.stringContaining('Stopped')]);
    api.setFaults({});
    expect((await run()).code).toBe(0);
  });
});
