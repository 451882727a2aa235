import { join } from 'node:path';
import { ExportFolderService } from '../../src/modules/export/folder/export-folder.service.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { AnalystWarehouse } from './support/analyst-warehouse.js';
import { DuckDb } from './support/duckdb.js';

interface Averages {
  metrics: { averageWaitMinutes: number | null; peakWaitMinutes: number | null };
}

let warehouse: AnalystWarehouse;
let duckDb: DuckDb;
const folder = temporaryFolder('questions');

beforeAll(async () => {
  warehouse = await AnalystWarehouse.start('folder_questions');
  const service = warehouse.api.app.get(ExportFolderService, { strict: false });
  await service.write(folder.path, { written: () => undefined }, new AbortController().signal);
  duckDb = await DuckDb.open();
});
afterAll(async () => {
  duckDb.close();
  folder.remove();
  await warehouse.close();
});

const files = (dataset: string): string =>
  `read_parquet('${join(folder.path, dataset)}/**/*.parquet', hive_partitioning = true)`;
const AVERAGE = 'round(sum(waitMinutesMs) / nullif(sum(waitKnownMs), 0), 2)';
const answer = async <Body>(path: string): Promise<Body> =>
  (await warehouse.api.get(`/api/analytics/${path}`)).body as Body;
const peak = (average: unknown, most: unknown) => ({ average, peak: most });

// The questions of the benchmark, answered by the statistics in the folder and by the API.
describe('DuckDB over the exported folder answers as the API does', () => {
  it('year over year of a park', async () => {
    type Answer = { years: (Averages & { from: string; to: string })[] };
    const { years } = await answer<Answer>('year-over-year?parkId=1&from=2024-07-01&to=2024-07-25&years=1');
    expect(years).toHaveLength(2);
    for (const { from, to, metrics } of years) {
      const [row] = await duckDb.query(
        `SELECT ${AVERAGE} AS average, max(maxWaitMinutes) AS peak FROM ${files('park-days')}
          WHERE parkId = 1 AND localDate BETWEEN '${from}' AND '${to}'`,
      );
      expect(row).toEqual(peak(metrics.averageWaitMinutes, metrics.peakWaitMinutes));
      expect(metrics.averageWaitMinutes).toBeGreaterThan(5);
    }
  });

  it.each([
    ['a month', '2024-07-01', '2024-07-31'],
    ['a year', '2023-08-01', '2024-07-31'],
  ])('ranking of rides by wait, %s', async (_, from, to) => {
    type Answer = { data: { rideId: number; value: number }[] };
    const path = `rankings/wait-times?scope=rides&limit=100&period=custom&from=${from}&to=${to}`;
    const body = (await warehouse.api.get(`/api/analytics/${path}`)).body as Record<string, unknown>;
    const ranked = (body as unknown as Answer).data.map((one) => [rideIdOf(one), averageOf(one)]);
    const rows = await duckDb.query(
      `SELECT r.name, s.rideId, ${AVERAGE} AS average FROM ${files('ride-days')} s JOIN ${files('rides')} r USING (rideId)
        WHERE localDate BETWEEN '${from}' AND '${to}' GROUP BY ALL ORDER BY average DESC, r.name LIMIT 100`,
    );
    // of a year, less than half is observed, so the API ranks nothing: the folder still has the averages
    if (ranked.length > 0) expect(rows.map(({ rideId, average }) => [rideId, average])).toEqual(ranked);
    expect(rows).toHaveLength(5);
  });

  it('heatmap of a ride', async () => {
    type Answer = { weekdays: { weekday: number; hours: { hour: number; value: number | null }[] }[] };
    const { weekdays } = await answer<Answer>('heatmap?rideId=1&from=2024-06-20&to=2024-07-31');
    const ours = weekdays.flatMap(({ weekday, hours }) =>
      hours.filter(({ value }) => value !== null).map(({ hour, value }) => [weekday, hour, value]),
    );
    const theirs = await duckDb.query(
      `SELECT isodow(localDate) AS weekday, localHour AS hour, ${AVERAGE} AS average FROM ${files('ride-hours')}
        WHERE rideId = 1 AND localDate BETWEEN '2024-06-20' AND '2024-07-31'
        GROUP BY ALL HAVING sum(waitKnownMs) > 0 ORDER BY ALL`,
    );
    expect(ours.length).toBeGreaterThan(70);
    expect(theirs.map(({ weekday, hour, average }) => [weekday, hour, average])).toEqual(sorted(ours));
  });

  it('calendar of a park', async () => {
    type Answer = { days: (Averages & { date: string })[] };
    const { days } = await answer<Answer>('calendar?parkId=2&year=2024');
    const ours = days
      .filter(({ metrics }) => metrics.averageWaitMinutes !== null)
      .map(({ date, metrics }) => [date, metrics.averageWaitMinutes, metrics.peakWaitMinutes]);
    const theirs = await duckDb.query(
      `SELECT localDate, ${AVERAGE} AS average, max(maxWaitMinutes) AS peak FROM ${files('park-days')}
        WHERE parkId = 2 AND year = 2024 GROUP BY ALL HAVING sum(waitKnownMs) > 0 ORDER BY localDate`,
    );
    expect(ours.length).toBeGreaterThan(30);
    expect(theirs.map(({ localDate, average, peak: most }) => [localDate, average, most])).toEqual(ours);
  });

  it('typical day of a ride', async () => {
    type Answer = { hours: { hour: number; p25: number; p50: number; p75: number; p90: number; days: number }[] };
    const { hours } = await answer<Answer>('typical-day?rideId=2&date=2024-07-27');
    const ours = hours
      .filter(({ days }) => days > 0)
      .map((one) => [one.hour, one.p25, one.p50, one.p75, one.p90, one.days]);
    const theirs = await duckDb.query(
      `SELECT localHour, ${[0.25, 0.5, 0.75, 0.9].map((share) => `round(quantile_cont(wait, ${share}), 2)`).join(', ')}, count(*)
         FROM (SELECT localHour, waitMinutesMs / waitKnownMs AS wait FROM ${files('ride-hours')}
                WHERE rideId = 2 AND waitKnownMs > 0 AND isodow(localDate) = 6
                  AND localDate >= DATE '2024-07-27' - INTERVAL 364 DAYS AND localDate < '2024-07-27')
        GROUP BY localHour ORDER BY localHour`,
    );
    expect(ours.length).toBeGreaterThan(8);
    expect(theirs.map((row) => Object.values(row))).toEqual(ours);
  });
});

const sorted = (rows: (number | null)[][]) => rows.sort(([a, b], [c, d]) => a! - c! || b! - d!);
const rideIdOf = (one: object): unknown => (one as { entity?: { rideId: number }; rideId?: number }).rideId;
const averageOf = (one: object): unknown =>
  (one as { metrics: { averageWaitMinutes: number } }).metrics.averageWaitMinutes;
