import { UNMETERED_KEY } from '../../src/tools/api-simulator/accounts/api-plans.js';
import { collectWithOutage, OUTAGE_MODULES, OUTAGE_SETTINGS } from '../support/collection-outage.js';
import { HistoryWarehouse } from '../support/history-warehouse.js';
import { databaseUrl, type Ended } from '../support/program.js';
import { runHere } from '../support/program-here.js';

const DAY_MS = 86_400_000;
/** Noon in Florida, long enough ago for the day to be final now. */
const START_MS = Math.floor(Date.now() / DAY_MS) * DAY_MS - 6 * DAY_MS + (DAY_MS / 3) * 2;
const NOBODY = '00000000-0000-4000-8000-000000000001';

describe('import --source history --fill-gaps', () => {
  let warehouse: HistoryWarehouse;

  beforeAll(async () => {
    warehouse = await HistoryWarehouse.open({
      ...{ label: 'fill_gaps_cli', nowMs: START_MS, modules: OUTAGE_MODULES, settings: OUTAGE_SETTINGS },
    });
    await collectWithOutage(warehouse, START_MS);
    warehouse.clock.nowMs = Date.now();
  });
  afterAll(() => warehouse?.close());

  const fill = (...args: string[]): Promise<Ended> =>
    runHere(['import', '--source', 'history', '--fill-gaps', ...args], {
      DATABASE_URL: databaseUrl(warehouse.database.connectionOptions),
      LIVE_API_BASE_URL: warehouse.simulator.baseUrl,
      LIVE_REQUESTS_PER_MINUTE: '100000',
      THEMEPARKS_API_KEY: UNMETERED_KEY,
    });
  const gaps = () =>
    warehouse.app.query<{ state: string | null; status: string; notes: string | null }>(
      `SELECT f.state, g.resolution_status AS status, g.resolution_notes AS notes
         FROM data_quality_log g LEFT JOIN gap_fills f ON f.log_id = g.log_id
        WHERE g.reason = 'COLLECTION_FAILURE' AND g.entity_type = 'PARK'`,
    );
  const stored = async () => {
    const [row] = await warehouse.app.query<{ n: string }>(
      "SELECT COUNT(*) AS n FROM ride_status_snapshots WHERE data_source = 'HISTORY_API'",
    );
    return Number(row!.n);
  };

  it('refuses an unknown park and changes nothing', async () => {
    const { code, stderr } = await fill('--park', NOBODY);
    expect([code, stderr]).toEqual([1, expect.stringContaining(`The catalogue has no park ${NOBODY}`)]);
    expect((await gaps()).map(({ state }) => state)).toEqual((await gaps()).map(() => null));
  });

  it('imports the days of the gaps, fills them, and reports it', async () => {
    const before = await gaps();
    expect(before.length).toBeGreaterThan(0);
    const { code, stdout, stderr } = await fill();
    expect([code, stderr]).toEqual([0, expect.stringContaining('Statistics:')]);
    const count = before.length;
    expect(stdout).toMatch(new RegExp(`${count} gaps? examined: ${count} filled, 0 partly filled, 0 not held`));
    const after = await gaps();
    expect(after.map(({ state, status }) => [state, status])).toEqual(before.map(() => ['FILLED', 'RESOLVED']));
    expect(after.every(({ notes }) => notes!.includes('filled by HISTORY_API'))).toBe(true);
    expect(await stored()).toBeGreaterThan(0);
  });

  it('requests nothing when no gap is left', async () => {
    const [rows, requests] = [await stored(), warehouse.simulator.accountStats(UNMETERED_KEY).historyRequests];
    const { code, stdout } = await fill();
    expect(code).toBe(0);
    expect(stdout).toContain('0 gaps examined');
    expect(await stored()).toBe(rows);
    expect(warehouse.simulator.accountStats(UNMETERED_KEY).historyRequests).toBe(requests);
  });
});
