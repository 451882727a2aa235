import { dayAfter } from '../../src/common/time/calendar.js';
import { UNMETERED_KEY } from '../../src/tools/api-simulator/accounts/api-plans.js';
import { type ApiSimulator, startApiSimulator } from '../../src/tools/api-simulator/api-simulator.js';
import { type OpenDatabase, openMigratedDatabase } from '../support/migrated-database.js';
import { databaseUrl, type Ended } from '../support/program.js';
import { runHere } from '../support/program-here.js';

const TODAY = new Date().toISOString().slice(0, 10);
const inDays = (days: number): string => dayAfter(TODAY, days);
const NOBODY = '00000000-0000-4000-8000-000000000001';
const RANGE = ['--start', inDays(-9), '--end', inDays(-8)];

interface Summary {
  imports: {
    destinationName: string;
    status: string;
    filesDone: number;
    read: number;
    stored: number;
    requestedEndDate: string | null;
  }[];
}

describe('the programs of the History API', () => {
  let open: OpenDatabase;
  let api: ApiSimulator;

  beforeAll(async () => {
    open = await openMigratedDatabase('history_import_cli');
    api = await startApiSimulator({ seed: 5, destinations: 2, ridesPerDestination: 8, clock: () => Date.now() });
  });
  afterAll(async () => {
    await api?.close();
    await open?.close();
  });

  const run = (key: string | null, ...args: string[]): Promise<Ended> =>
    runHere(args, {
      DATABASE_URL: databaseUrl(open.database.connectionOptions),
      LIVE_API_BASE_URL: api.baseUrl,
      LIVE_REQUESTS_PER_MINUTE: '100000',
      ...(key === null ? {} : { THEMEPARKS_API_KEY: key }),
    });
  const importHistory = (key: string | null, ...args: string[]) => run(key, 'import', '--source', 'history', ...args);
  const importsOf = ({ stdout }: Ended): Summary['imports'] => (JSON.parse(stdout) as Summary).imports;
  const parksOf = (destination: number): number => api.world.destinations[destination]!.parks.length;

  it('refuse to import all parks while the catalogue is empty', async () => {
    const { code, stderr } = await importHistory(UNMETERED_KEY, '--all-parks', ...RANGE);
    expect([code, stderr]).toEqual([1, 'The catalogue has no destination: sync the catalogue first\n']);
  });

  it('find no drift while no worker has sampled a response, and say so', async () => {
    const { code, stdout } = await run(null, 'drift');
    expect([code, stdout]).toEqual([0, expect.stringContaining('No responses have been sampled yet')]);
  });

  describe('with a catalogue', () => {
    beforeAll(() => run(UNMETERED_KEY, 'catalog', 'sync'));

    it('import a whole destination: every park and day', async () => {
      const ended = await importHistory(UNMETERED_KEY, '--destination', api.destinationIds[0]!, ...RANGE, '--json');
      expect(ended.code).toBe(0);
      const [only, ...others] = importsOf(ended);
      expect(others).toEqual([]);
      expect(only).toMatchObject({ status: 'COMPLETED', filesDone: 2 * parksOf(0) });
      expect(only!.stored).toBeGreaterThan(500);
    });

    it('import all parks of all destinations, and store nothing twice', async () => {
      const ended = await importHistory(UNMETERED_KEY, '--all-parks', ...RANGE, '--json');
      expect(ended.code).toBe(0);
      const imports = importsOf(ended);
      expect(imports.map(({ filesDone }) => filesDone).sort()).toEqual([2 * parksOf(0), 2 * parksOf(1)].sort());
      expect(imports.map(({ stored }) => stored > 0).sort()).toEqual([false, true]);
    });

    it('import without a key what needs none, and say which days need one', async () => {
      const destination = ['--destination', api.destinationIds[0]!];
      const recent = await importHistory(null, ...destination, '--start', inDays(-5), '--end', inDays(-5), '--json');
      expect([recent.code, importsOf(recent)[0]!.stored > 0]).toEqual([0, true]);
      const old = await importHistory(null, ...destination, '--start', inDays(-20), '--end', inDays(-20));
      expect(old.code).toBe(3);
      expect(old.stdout).toContain(
        `${parksOf(0)} park-days before those that the account may read: HISTORY_WINDOW_EXCEEDED`,
      );
      expect(old.stdout).not.toContain('could not be read');
      expect(old.stdout).not.toContain('file');
    });

    it.each<[what: string, args: string[], code: number, message: string]>([
      ['an unknown destination', ['--destination', NOBODY, ...RANGE], 1, `The catalogue has no destination ${NOBODY}`],
      ['an unknown park', ['--park', NOBODY, ...RANGE], 1, `The catalogue has no park ${NOBODY}`],
      ['an unknown park id', ['--park-id', '4000', ...RANGE], 1, 'Park 4000 does not exist'],
      ['a park without its UUID', ['--park', 'epcot', ...RANGE], 2, 'the UUID of a park (see /api/parks), not "epcot"'],
      ['days to come', ['--all-parks', '--start', inDays(5)], 1, `startDate ${inDays(5)} is in the future`],
      ['a range from tomorrow', ['--all-parks', '--start', inDays(2), '--end', inDays(3)], 1, 'is in the future'],
      ['a reversed range', ['--all-parks', '--start', inDays(-2), '--end', inDays(-4)], 2, 'is after --end-date'],
      ['no first day', ['--all-parks'], 2, '--source history requires --start-date'],
      ['a day that does not exist', ['--all-parks', '--start', '2026-02-30'], 2, 'must be a calendar day'],
    ])('refuse %s', async (_, args, code, message) => {
      const ended = await importHistory(UNMETERED_KEY, ...args);
      expect([ended.code, ended.stdout]).toEqual([code, '']);
      expect(ended.stderr).toContain(message);
    });

    it('say how many days are provisional, and what completes them', async () => {
      const destination = ['--destination', api.destinationIds[1]!];
      const recent = await importHistory(UNMETERED_KEY, ...destination, '--start', inDays(-1), '--end', inDays(-1));
      expect(recent.code).toBe(0);
      expect(recent.stdout).toContain(
        `${parksOf(1)} park-day${parksOf(1) === 1 ? '' : 's'} not yet recorded completely: import again in three days`,
      );
      const final = await importHistory(UNMETERED_KEY, ...destination, ...RANGE);
      expect(final.stdout).not.toContain('not yet recorded');
    });

    it('leave out days to come after others, and say so', async () => {
      const args = ['--destination', api.destinationIds[0]!, '--start', inDays(-2), '--end', inDays(5), '--json'];
      const ended = await importHistory(UNMETERED_KEY, ...args);
      expect(ended.stderr).toContain(`--end-date ${inDays(5)} is in the future: the import ends with 20`);
      const [only] = importsOf(ended);
      expect(only).toMatchObject({ requestedEndDate: inDays(5) });
      // In a zone west of UTC, today may be yesterday.
      expect(only).toMatchObject({ status: 'COMPLETED' });
      expect(only!.filesDone).toBeLessThanOrEqual(4 * parksOf(0));
      expect(only!.filesDone).toBeGreaterThanOrEqual(2 * parksOf(0));
    });

    it('store nothing of days before the archive begins', async () => {
      const range = ['--start', '2015-01-01', '--end', '2015-01-01', '--json'];
      const [only] = importsOf(await importHistory(UNMETERED_KEY, '--destination', api.destinationIds[0]!, ...range));
      expect(only).toMatchObject({ status: 'COMPLETED', read: 0, stored: 0 });
    });

    it('fail with a key that the API does not accept', async () => {
      const ended = await importHistory('nobody-has-this-key', '--destination', api.destinationIds[0]!, ...RANGE);
      expect(ended.code).toBe(1);
      expect(ended.stdout).toContain('The live API does not accept THEMEPARKS_API_KEY');
      // An expected failure has no stack.
      expect(ended.stderr).not.toMatch(/^ +at /m);
      await run(UNMETERED_KEY, 'import', '--resume');
    });

    it('compare the imported days with the published rows', async () => {
      const ended = await run(UNMETERED_KEY, 'history', 'reconcile', ...RANGE, '--json');
      expect(ended.code).toBe(0);
      const report = JSON.parse(ended.stdout) as Record<string, number>;
      expect(report).toMatchObject({ parks: parksOf(0) + parksOf(1), unexplained: 0, failed: 0, rejected: 0 });
      expect(report.agreeing! + report.explained!).toBeGreaterThan(20);
      await open.dataSource.query(
        'UPDATE ride_status_snapshots SET wait_time = wait_time + 40 WHERE wait_time > 0 ORDER BY ride_id, recorded_at LIMIT 5000',
      );
      const wrong = await run(UNMETERED_KEY, 'history', 'reconcile', ...RANGE);
      expect(wrong.code).toBe(3);
      expect(wrong.stdout).toMatch(/[1-9]\d* without\.\n/);
    });

    it.each<[what: string, key: string | null, args: string[], code: number, message: string]>([
      ['without a key', null, RANGE, 1, 'set THEMEPARKS_API_KEY'],
      ['with a refused key', 'nobody-has-this-key', RANGE, 1, 'does not accept THEMEPARKS_API_KEY'],
      ['an unknown park', UNMETERED_KEY, ['--park-id', '4000'], 1, 'Park 4000 does not exist'],
      ['a reversed range', UNMETERED_KEY, ['--start', inDays(-2), '--end', inDays(-4)], 2, 'lies after --end-date'],
      ['an unknown option', UNMETERED_KEY, ['--bogus'], 2, 'history:reconcile'],
    ])('refuse to compare %s', async (_, key, args, code, message) => {
      const ended = await run(key, 'history', 'reconcile', ...args);
      expect([ended.code, ended.stdout]).toEqual([code, '']);
      expect(ended.stderr).toContain(message);
    });
  });
});
