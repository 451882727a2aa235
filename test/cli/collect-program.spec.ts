import { DataSource } from 'typeorm';
import { type ApiSimulator, startApiSimulator } from '../../src/tools/api-simulator/api-simulator.js';
import { type OpenDatabase, openMigratedDatabase } from '../support/migrated-database.js';
import { type Ended, databaseUrl, runProgram } from '../support/program.js';
import { runHere } from '../support/program-here.js';

describe('the program that collects', () => {
  let open: OpenDatabase;
  let simulator: ApiSimulator;
  const settings = () => ({
    DATABASE_URL: databaseUrl(open.database.connectionOptions),
    LIVE_API_BASE_URL: simulator.baseUrl,
  });
  const run = (...args: string[]): Promise<Ended> => runHere(['collect', ...args], settings());
  const know = (dataSource: DataSource, id: string) =>
    dataSource.query('INSERT INTO destinations (themeparks_wiki_id, name) VALUES (?, ?)', [
      id,
      `Resort ${id.slice(0, 4)}`,
    ]);

  beforeAll(async () => {
    open = await openMigratedDatabase('collect_cli');
    simulator = await startApiSimulator({ clock: () => Date.now(), seed: 2, destinations: 2, ridesPerDestination: 5 });
  });
  afterAll(async () => {
    await simulator.close();
    await open.close();
  });

  it('says what is missing while the catalogue is empty', async () => {
    expect(await run('--once')).toMatchObject({ code: 1, stdout: expect.stringContaining('catalog:sync') as string });
  });

  it('collects every destination once, and one of them alone', async () => {
    for (const id of simulator.destinationIds) await know(open.dataSource, id);
    const all = await runProgram('collect', ['--once'], settings());
    expect(all).toMatchObject({ code: 0, stderr: '' });
    expect(all.stdout).toContain('2 of 2 destinations');
    const one = await run('--once', '--json', '--destination', simulator.destinationIds[0]!);
    expect(one.code).toBe(0);
    expect(JSON.parse(one.stdout)).toMatchObject({
      exitCode: 0,
      destinationsTotal: 1,
      destinationsFailed: 0,
      failures: [],
    });
  });

  it('ends with 3 where one destination failed, with 1 where all did or one is not known, and says why', async () => {
    await know(open.dataSource, '00000000-0000-4000-8000-000000000001');
    const some = await run('--once');
    expect(some.code).toBe(3);
    expect(some.stdout).toContain('failed: Resort 0000: NOT_FOUND');
    expect((await run('--once', '--destination', '00000000-0000-4000-8000-000000000001')).code).toBe(1);
    const unknown = await run('--once', '--destination', '00000000-0000-4000-8000-000000000002');
    expect(unknown).toMatchObject({ code: 1, stderr: expect.stringContaining('no destination') as string });
  });

  it('names why entities were refused, in text and as JSON', async () => {
    simulator.setFaults({ requests: [{ fault: { kind: 'DAMAGED', damage: 'WITHOUT_ID' }, url: '/live' }] });
    const text = await run('--once');
    expect([text.code, text.stdout]).toEqual([3, expect.stringMatching(/refused: \d+ of Resort \w{4}: \w+ in id/)]);
    const [id] = simulator.destinationIds;
    const { refused, entitiesRejected } = JSON.parse((await run('--once', '--json', '--destination', id!)).stdout) as {
      refused: { destinationId: string; entities: number }[];
      entitiesRejected: number;
    };
    expect(refused).toMatchObject([{ destinationId: id, field: 'id', entities: entitiesRejected }]);
    simulator.setFaults({});
  });

  it('ends with 2 where it is used wrongly', async () => {
    for (const args of [[], ['--destination', 'x', '--once'], ['--bogus']]) expect((await run(...args)).code).toBe(2);
    expect((await run('--help')).code).toBe(0);
  });
});
