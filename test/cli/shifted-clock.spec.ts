import { tmpdir } from 'node:os';
import { type ApiSimulator, startApiSimulator } from '../../src/tools/api-simulator/api-simulator.js';
import { fileOfDebianPackage } from '../support/debian-package.js';
import { type OpenDatabase, openMigratedDatabase } from '../support/migrated-database.js';
import { type Ended, databaseUrl, runProgram } from '../support/program.js';

const LIBRARY = fileOfDebianPackage('libfaketime', /libfaketime\.so\.1$/, [
  '/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1',
  '/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1',
]);

/** The environment of a process whose clock is shifted; its timers run as ever. */
const shifted = (offset: string): Record<string, string> =>
  LIBRARY === null ? {} : { LD_PRELOAD: LIBRARY, FAKETIME: offset, FAKETIME_DONT_FAKE_MONOTONIC: '1' };

(LIBRARY === null ? describe.skip : describe)('a program whose clock is shifted', () => {
  let open: OpenDatabase;
  let simulator: ApiSimulator;
  const settings = () => ({
    DATABASE_URL: databaseUrl(open.database.connectionOptions),
    LIVE_API_BASE_URL: simulator.baseUrl,
    // The doctor looks for an archive; any folder will do.
    ARCHIVE_SOURCE: tmpdir(),
  });
  const run = (name: string, args: string[], offset?: string): Promise<Ended> =>
    runProgram(name, args, { ...settings(), ...(offset === undefined ? {} : shifted(offset)) });
  const count = async (sql: string): Promise<number> =>
    Number((await open.dataSource.query<{ n: number }[]>(`SELECT COUNT(*) AS n FROM ${sql}`))[0]!.n);
  const snapshots = () => count('ride_status_snapshots');

  beforeAll(async () => {
    open = await openMigratedDatabase('shifted_clock');
    simulator = await startApiSimulator({ clock: () => Date.now(), seed: 2, destinations: 2, ridesPerDestination: 5 });
    for (const id of simulator.destinationIds) {
      await open.dataSource.query('INSERT INTO destinations (themeparks_wiki_id, name) VALUES (?, ?)', [id, id]);
    }
  });
  afterAll(async () => {
    await simulator?.close();
    await open?.close();
  });

  it('three hours ahead, collects nothing, says why, and the next one of a right clock goes on', async () => {
    expect((await run('collect', ['--once', '--json'])).code).toBe(0);
    const before = await snapshots();
    const refused = await run('collect', ['--once', '--json'], '+3h');
    expect(refused.code).toBe(1);
    expect(refused.stdout).toContain('"errorCode":"CLOCK_AHEAD"');
    expect(await snapshots()).toBe(before);
    expect(await count("alerts WHERE alert_key = 'clock.ahead' AND cleared_at IS NULL")).toBe(1);
    expect((await run('collect', ['--once', '--json'])).code).toBe(0);
    expect(await count("alerts WHERE alert_key = 'clock.ahead' AND cleared_at IS NULL")).toBe(0);
  });

  it('is named by the doctor, which repairs nothing while two clocks disagree', async () => {
    const examined = await run('doctor', [], '+3h');
    expect([examined.code, examined.stdout]).toEqual([3, expect.stringContaining('WRONG: 3 h 0 min ahead')]);
    const repair = await run('doctor', ['--repair-clock'], '+3h');
    expect([repair.code, repair.stderr]).toEqual([1, expect.stringContaining('Correct the wrong clock first')]);
  });

  it.each([
    ['catalog sync', []],
    ['metadata sync', []],
    ['quality check', []],
    ['stats refresh', []],
    ['storage measure', []],
    ['import', ['--resume']],
    ['partitions ensure', []],
  ])('three hours ahead, %s stores nothing and says why', async (name, args) => {
    const asked = simulator.stats.requests;
    const { code, stderr } = await run(name, args, '+3h');
    expect([code, stderr]).toEqual([1, expect.stringContaining("3 h 0 min ahead of the database's clock")]);
    expect(simulator.stats.requests).toBe(asked);
  });

  it('leaves rows of a time to come that the doctor sets aside, each kept whole', async () => {
    await open.dataSource.query('UPDATE collection_run_destinations SET observed_at = observed_at + INTERVAL 3 HOUR');
    await open.dataSource.query(
      `UPDATE ride_status_snapshots SET recorded_at = recorded_at + INTERVAL 3 HOUR,
              last_confirmed_at = last_confirmed_at + INTERVAL 3 HOUR WHERE recorded_at BETWEEN '2020-01-01' AND '2100-01-01'`,
    );
    await open.dataSource.query(
      `UPDATE ride_current SET recorded_at = recorded_at + INTERVAL 3 HOUR,
              last_confirmed_at = last_confirmed_at + INTERVAL 3 HOUR`,
    );
    const before = await snapshots();
    expect((await run('collect', ['--once'])).code).toBe(0);
    const added = (await snapshots()) - before;
    const examined = await run('doctor', []);
    expect([examined.code, examined.stdout]).toEqual([3, expect.stringContaining('ahead of the database')]);
    const repaired = await run('doctor', ['--repair-clock']);
    expect([repaired.code, repaired.stdout]).toEqual([0, expect.stringMatching(/Repair 1: \d+ rows .* set aside/)]);
    expect(await snapshots()).toBe(added);
    expect(await count("clock_repair_rows WHERE table_name = 'ride_status_snapshots'")).toBe(before);
    expect((await run('collect', ['--once'])).code).toBe(0);
    expect((await run('doctor', [])).code).toBe(0);
    const collected = await snapshots();
    const restored = await run('doctor', ['--restore-clock-repair', '1']);
    expect([restored.code, restored.stdout]).toEqual([3, expect.stringContaining('Repair 1 undone: ')]);
    expect(await snapshots()).toBe(collected + before);
    expect((await run('doctor', ['--restore-clock-repair', '9'])).stderr).toContain('There is no clock repair 9');
    expect((await run('doctor', ['--restore-clock-repair', 'x'])).code).toBe(2);
  });
});
