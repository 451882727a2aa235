import { readFileSync } from 'node:fs';
import type { CalendarView } from '../../src/modules/analytics/calendar.dto.js';
import type { AveragesView, DaysView } from '../../src/modules/analytics/days/days.dto.js';
import type { ParkDayView, ParkTodayView } from '../../src/modules/analytics/park-day/park-day.dto.js';
import type { StatusSummaryView } from '../../src/modules/live/status-summary.dto.js';
import { dayAfter } from '../../src/common/time/calendar.js';
import { StatRows } from '../support/stat-rows.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { ApiApp, type Json } from './support/api-app.js';
import { autumnWeekend } from './support/autumn-weekend.js';

/** A Tuesday. */
const NOW = new Date('2024-10-29T11:00:00Z');
const [PARIS, CROWDED, LONG_KNOWN] = [1, 2, 3];
let database: TestDatabase;
let api: ApiApp;

const days = async (of: string, query: string) => {
  const [kind] = of.split('/');
  const route = `/api/${kind}/{${kind === 'parks' ? 'parkId' : 'rideId'}}/days`;
  return (await api.get<Json<DaysView>>(`/api/${of}/days?${query}`, route)).body;
};
const history = async (query: string) =>
  (await api.get<Json<ParkDayView>>(`/api/parks/${PARIS}/history?${query}`, '/api/parks/{parkId}/history')).body;

beforeAll(async () => {
  database = await createTestDatabase('api_park_days');
  api = await ApiApp.start({
    connection: database.connectionOptions,
    settings: { ROLE: 'api', RATE_LIMIT_PUBLIC_PER_MINUTE: '100000' },
    clock: { now: () => NOW },
  });
  const world = await autumnWeekend(api);
  await world.park(CROWDED, 'UTC', []);
  await world.park(LONG_KNOWN, 'UTC', [31]);
  const rows = new StatRows(api.query.bind(api));
  for (let day = 0; day < 40; day++) await rows.parkDay(CROWDED, dayAfter('2024-09-01', day), { average: 10 + day });
  await rows.parkDay(CROWDED, '2024-10-11', { average: 29.5 });
  // it is 11:00: three of ten hours are over, and all three were observed
  const open = { opens_at: new Date('2024-10-29T08:00:00Z'), closes_at: new Date('2024-10-29T18:00:00Z') };
  await rows.parkDay(CROWDED, '2024-10-29', { average: 500, observed: 3 }, { ...open, rides_tracked: 1 });
  await rows.parkDay(LONG_KNOWN, '2023-07-01', { average: 10, posted: 5 });
  await rows.parkDay(LONG_KNOWN, '2024-07-01', { average: 40 });
  await rows.parkDay(LONG_KNOWN, '2024-07-02', { average: 40 });
  await rows.parkDay(LONG_KNOWN, '2024-02-29', { average: 8 });
  for (const [date, average] of [
    ['2024-10-08', 40],
    ['2024-10-15', 30],
    ['2024-10-22', 20],
    ['2024-10-29', 36],
  ] as const) {
    await rows.parkHour(LONG_KNOWN, date, 9, { average });
  }
  await rows.parkHour(LONG_KNOWN, '2024-10-22', 10, { average: 50 });
  await rows.parkHour(LONG_KNOWN, '2024-10-29', 10, { average: 48 });
  await rows.parkHour(LONG_KNOWN, '2024-10-22', 11, { average: 50 });
  await rows.parkHour(LONG_KNOWN, '2024-10-29', 11, { average: 90 });
  for (const [date, average] of [
    ['2024-10-08', 40],
    ['2024-10-15', 30],
    ['2024-10-22', 50],
    ['2024-10-28', 998],
  ] as const) {
    await rows.rideHour(31, date, 9, { average: average / 2 });
    await rows.rideHour(31, date, 11, { average });
  }
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

describe('the days of a ride', () => {
  it('have percentiles, opening times, and minutes in and out of park hours that add up to the day', async () => {
    const { days: found } = await days('rides/1', 'from=2024-10-26&to=2024-10-28');
    expect(found).toMatchObject([
      { date: '2024-10-26', weekday: 6, from: '2024-10-25T22:00:00.000Z', to: '2024-10-26T22:00:00.000Z' },
      { date: '2024-10-27', weekday: 7, from: '2024-10-26T22:00:00.000Z', to: '2024-10-27T23:00:00.000Z' },
      { date: '2024-10-28', crowdLevel: null, statistics: null },
    ]);
    // 20 for 240 minutes and 30 for 285: the average is 13,350 / 525
    expect(found[0]!.statistics).toEqual({
      waits: { min: 20, p50: 30, mean: 25.43, p90: 30, max: 30, postedMinutes: 525 },
      firstOpenAt: '2024-10-26T08:00:00.000Z',
      lastCloseAt: '2024-10-26T17:30:00.000Z',
      inHours: { scheduled: 600, operating: 525, down: 75, unknown: 0 },
      outOfHours: { operating: 0, down: 240, unknown: 600 },
      uptimePercent: 87.5,
      coveragePercent: 100,
      longestDownMinutes: 45,
      statusChanges: 3,
    });
    // the day has 1,500 minutes, 45 of them closed
    expect(found[1]!.statistics).toMatchObject({
      inHours: { scheduled: 600, operating: 570, down: 30, unknown: 0 },
      outOfHours: { operating: 0, down: 660, unknown: 195 },
    });
  });

  it('have unknown minutes in park hours', async () => {
    const { days: found } = await days('rides/2', 'from=2024-10-28&to=2024-10-28');
    expect(found[0]!.statistics).toMatchObject({
      inHours: { scheduled: 600, operating: 255, down: 35, unknown: 310 },
      outOfHours: { operating: 0, down: 0, unknown: 840 },
      coveragePercent: 48.33,
    });
  });
});

describe('the days of a park', () => {
  it('have its opening times and the sums of its rides', async () => {
    const { days: found } = await days(`parks/${PARIS}`, 'from=2024-10-27&to=2024-10-27');
    expect(found[0]!.statistics).toMatchObject({
      firstOpenAt: '2024-10-27T09:00:00.000Z',
      lastCloseAt: '2024-10-27T19:00:00.000Z',
      inHours: { operating: 570, down: 30 },
      waits: { mean: 10 },
    });
  });

  it('have a crowd level: 20 of 40 earlier days below is level 6', async () => {
    const { days: found } = await days(`parks/${CROWDED}`, 'from=2024-09-30&to=2024-10-29');
    const levels = new Map(found.map(({ date, crowdLevel }) => [date, crowdLevel]));
    // the 30th day has only 29 before it; each later one is above all others; today is not over
    expect(
      ['2024-09-30', '2024-10-01', '2024-10-10', '2024-10-11', '2024-10-29'].map((date) => levels.get(date)),
    ).toEqual([null, 10, 10, 6, null]);
  });

  it('have the crowd level that the SQL of the data dictionary gives', async () => {
    const [, sql] = /```sql\n(SELECT LEAST[^`]*)```/.exec(readFileSync('docs/data-dictionary.md', 'utf8'))!;
    const { days: found } = await days(`parks/${CROWDED}`, 'from=2024-09-25&to=2024-10-12');
    for (const { date, crowdLevel } of found) {
      const own = sql!.replaceAll('park_id = 7', `park_id = ${CROWDED}`).replace('2024-07-04', date);
      const rows = await api.query<{ crowd_level: string }>(own);
      expect([date, rows.map((row) => Number(row.crowd_level))]).toEqual([
        date,
        crowdLevel === null ? [] : [crowdLevel],
      ]);
    }
  });

  it('have a coverage of what could be observed until now, like the calendar', async () => {
    const query = 'from=2024-10-29&to=2024-10-29';
    const { days: [today] } = await days(`parks/${CROWDED}`, query); // prettier-ignore
    const full = { inHours: { scheduled: 600, unknown: 420 }, coveragePercent: 100 };
    expect(today!.statistics).toMatchObject(full);
    const route = '/api/parks/{parkId}/today';
    const { statistics } = (await api.get<Json<ParkTodayView>>(`/api/parks/${CROWDED}/today`, route)).body;
    expect(statistics).toMatchObject(full);
    const averages = await api.get<Json<AveragesView>>(`/api/analytics/averages?parkId=${CROWDED}`);
    const calendar = await api.get<Json<CalendarView>>(`/api/analytics/calendar?parkId=${CROWDED}&year=2024`);
    const october = calendar.body.days.filter(({ date, metrics }) => date >= '2024-10-01' && metrics.observedDays > 0);
    // every observed day counts whole, so the coverage of October is the share of its 29 days
    expect(averages.body.months.find(({ month }) => month === 10)!.metrics.coveragePercent).toBe(
      Math.round((october.length / 29) * 10_000) / 100,
    );
  });

  it('are thirty that end today by default, and at most 400', async () => {
    expect((await days(`parks/${PARIS}`, '')).period).toMatchObject({ from: '2024-09-30', to: '2024-10-29' });
    for (const query of [
      'from=2023-01-01&to=2024-10-29',
      'from=2024-10-02&to=2024-10-01',
      'from=2025-01-01&to=2025-01-02',
    ]) {
      expect(await days(`parks/${PARIS}`, query)).toMatchObject({ error: { code: 'DATE_OUT_OF_RANGE' } });
    }
  });
});

describe('averages over all years', () => {
  it('are weighted by time, by calendar month and by year', async () => {
    const { body } = await api.get<Json<AveragesView>>(`/api/analytics/averages?parkId=${LONG_KNOWN}`);
    const average = ({ metrics }: { metrics: { averageWaitMinutes: number | null } }) => metrics.averageWaitMinutes;
    expect(body.months.map((month) => [month.month, month.years, average(month), month.metrics.days])).toEqual([
      [2, 1, 8, 29],
      // (10 × 5 + 40 × 10 + 40 × 10) / 25
      [7, 2, 34, 62],
    ]);
    expect(
      body.years.map((year) => [year.year, average(year), year.months.map((month) => [month.month, average(month)])]),
    ).toEqual([
      [2023, 10, [[7, 10]]],
      // (8 × 10 + 40 × 20) / 30
      [
        2024,
        29.33,
        [
          [2, 8],
          [7, 40],
        ],
      ],
    ]);
    expect(body.period).toMatchObject({ from: '2023-07-01', to: '2024-10-29' });
  });

  it('of a ride without data are empty', async () => {
    const { body } = await api.get<Json<AveragesView>>('/api/analytics/averages?rideId=31');
    expect(body).toMatchObject({ period: null, months: [], years: [], metrics: { averageWaitMinutes: null, days: 0 } });
  });
});

describe('a whole park in one call', () => {
  const valid = (recordedAt: string, validUntil: string) => ({ recordedAt, validUntil });

  it('has the states, statistics and downtimes of every ride on a local day', async () => {
    const { data, from, to } = await history('date=2024-10-27');
    expect([from, to]).toEqual(['2024-10-26T22:00:00.000Z', '2024-10-27T23:00:00.000Z']);
    expect(data).toMatchObject([
      {
        name: 'Ride 1',
        stateAtStart: { status: 'DOWN', ...valid('2024-10-26T17:30:00.000Z', '2024-10-27T09:30:00.000Z') },
        observations: [
          { status: 'OPERATING', waitMinutes: 10, ...valid('2024-10-27T09:30:00.000Z', '2024-10-27T19:00:00.000Z') },
          // last confirmed at 19:30, and carried forward for 15 minutes
          { status: 'CLOSED', waitMinutes: null, ...valid('2024-10-27T19:00:00.000Z', '2024-10-27T19:45:00.000Z') },
        ],
        statistics: { inHours: { operating: 570 } },
        downtimes: [
          {
            ...{ from: '2024-10-26T22:00:00.000Z', to: '2024-10-27T09:30:00.000Z', minutes: 690, inUseMinutes: 30 },
            ...{ isContinued: true, endedBy: 'OPERATING' },
          },
        ],
      },
      { name: 'Ride 2', stateAtStart: null, observations: [], statistics: null, downtimes: [] },
    ]);
  });

  it('has the validity of the last observation of a day beyond its end', async () => {
    const { data } = await history('date=2024-10-26');
    expect(data[0]!.observations.at(-1)).toMatchObject(valid('2024-10-26T17:30:00.000Z', '2024-10-27T09:30:00.000Z'));
  });

  it('has the observations of a linked ride under the ride as which it counts', async () => {
    await api.query('INSERT INTO ride_aliases VALUES (2, 1, ?, ?)', ['00000000-0000-4000-8000-000000000002', NOW]);
    const { data } = await history('date=2024-10-28');
    await api.query('DELETE FROM ride_aliases');
    expect(data.map(({ rideId, observations }) => [rideId, observations.map((one) => one.rideId)])).toEqual([
      [1, [2, 2]],
    ]);
  });

  it('comes in pages of rides', async () => {
    const first = await history('date=2024-10-26&limit=1');
    const second = await history(`date=2024-10-26&limit=1&cursor=${first.page.nextCursor}`);
    expect([first, second].map(({ data }) => data.map(({ rideId }) => rideId))).toEqual([[1], [2]]);
    expect(second.page.nextCursor).toBeNull();
  });

  it.each([
    ['date=2024-10-30', 'DATE_OUT_OF_RANGE'],
    ['date=2024-02-30', 'VALIDATION_FAILED'],
    ['', 'VALIDATION_FAILED'],
    ['date=2024-10-26&cursor=x', 'VALIDATION_FAILED'],
  ])('with %s is refused: %s', async (query, code) => {
    expect(await history(query)).toMatchObject({ error: { code } });
  });
});

describe('today of a park', () => {
  it('is compared by the hour with the same weekday, and so far by whole hours', async () => {
    const { body } = await api.get<Json<ParkTodayView>>(`/api/parks/${LONG_KNOWN}/today`, '/api/parks/{parkId}/today');
    const hour = (wanted: number) => body.hours.find((one) => one.hour === wanted);
    expect(body.date).toBe('2024-10-29');
    expect(hour(9)).toMatchObject({ averageWaitMinutes: 36, p25: 25, p50: 30, p75: 35, days: 3, difference: 6 });
    expect(hour(10)).toMatchObject({ averageWaitMinutes: 48, p50: 50, difference: -2 });
    expect(hour(11)).toMatchObject({ averageWaitMinutes: 90, difference: 40 });
    expect(hour(12)).toMatchObject({ averageWaitMinutes: null, p50: null, difference: null });
    // the hour from 11:00 is going on
    expect(body.differenceSoFar).toBe(2);
  });

  it('has its typical wait of the present hour in the summary of all parks, too', async () => {
    const { body } = await api.get<Json<StatusSummaryView>>('/api/live/status-summary');
    const typical = new Map(body.parks.map(({ parkId, waits }) => [parkId, waits.typicalWaitMinutes]));
    // the one Tuesday with a wait from 11:00; today does not count
    expect([typical.get(LONG_KNOWN), typical.get(CROWDED)]).toEqual([50, null]);
  });

  it('says what is typical of each ride in the present hour, and when its wait is the shortest', async () => {
    const { body } = await api.get<Json<ParkTodayView>>(`/api/parks/${LONG_KNOWN}/today`, '/api/parks/{parkId}/today');
    const shortest = { shortestHour: 9, shortestWaitMinutes: 20 };
    expect(body.rides).toEqual([{ rideId: 31, hour: 11, p25: 35, p50: 40, p75: 45, p90: 48, days: 3, ...shortest }]);
  });
});
