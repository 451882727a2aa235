import request from 'supertest';
import type { CalendarView } from '../../src/modules/analytics/calendar.dto.js';
import type { HeatmapView } from '../../src/modules/analytics/heatmap.dto.js';
import type { RankingView } from '../../src/modules/analytics/ranking.dto.js';
import type { TrendsView } from '../../src/modules/analytics/trend.dto.js';
import type { TypicalDayView } from '../../src/modules/analytics/typical-day.dto.js';
import type { SeveralYearOverYearView, YearOverYearView } from '../../src/modules/analytics/year-over-year.dto.js';
import { daysFromTo } from '../../src/common/time/calendar.js';
import { StatisticsRefreshService } from '../../src/modules/statistics/refresh.service.js';
import type { CatalogParkView } from '../../src/modules/catalog/catalog.dto.js';
import type { RideRollupHistory } from '../../src/modules/analytics/time-series/rollup-points.dto.js';
import { encodeCursor } from '../../src/modules/analytics/time-series/history-page.js';
import { LiveRows } from '../support/live-rows.js';
import { StatRows } from '../support/stat-rows.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { ApiApp, type Json } from './support/api-app.js';

/** It is 11 July, half past midnight in Paris, and still 10 July in Orlando. */
const NOW = new Date('2024-07-10T22:30:00Z');
const [PARIS, ORLANDO, EMPTY] = [1, 2, 3];
const [ALPHA, BETA, BETA_ALIAS, GAMMA, CAFE, GLIMPSE, STEADY, FRESH] = [1, 2, 3, 4, 5, 6, 7, 8];
const OPENS_AT = new Date('2024-07-08T08:00:00Z');

let database: TestDatabase;
let api: ApiApp;
let now = NOW;

const get = <View>(path: string) => api.get<Json<View>>(`/api/analytics/${path}`);
const rank = async (query: string) => (await get<RankingView>(`rankings/${query}`)).body;
const shown = ({ data }: Json<RankingView>) => data.map(({ name, value, from, to }) => [name, value, from, to]);

beforeAll(async () => {
  database = await createTestDatabase('api_analytics');
  api = await ApiApp.start({
    connection: database.connectionOptions,
    settings: { ROLE: 'api', RATE_LIMIT_PUBLIC_PER_MINUTE: '100000' },
    clock: { now: () => now },
  });
  await insertCatalogue(new LiveRows(api.query.bind(api)));
  await insertStatistics(new StatRows(api.query.bind(api)));
  await insertHours(new StatRows(api.query.bind(api)));
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

async function insertCatalogue(rows: LiveRows): Promise<void> {
  await rows.destination(1, 'Resort');
  for (const [parkId, name] of [
    [PARIS, 'Paris Park'],
    [ORLANDO, 'Orlando Park'],
    [EMPTY, 'Empty Park'],
  ] as const) {
    await rows.park(parkId, 1, name);
  }
  await api.query("UPDATE parks SET timezone = 'America/New_York' WHERE park_id = ?", [ORLANDO]);
  await api.query('UPDATE parks SET reports_down = (park_id = ?) WHERE park_id <> ?', [PARIS, EMPTY]);
  await reportDown('2020-01-01');
  await rows.ride(ALPHA, PARIS, 'Alpha');
  await rows.ride(BETA, PARIS, 'Beta');
  await rows.ride(BETA_ALIAS, PARIS, 'Beta (new)');
  await rows.ride(GAMMA, ORLANDO, 'Gamma');
  await rows.ride(CAFE, PARIS, 'Café', 'RESTAURANT');
  await rows.ride(GLIMPSE, PARIS, 'Glimpse');
  await rows.ride(STEADY, ORLANDO, 'Steady');
  await rows.ride(FRESH, EMPTY, 'Fresh');
  await rows.link(BETA_ALIAS, BETA);
}

/** The feed of the park in Paris reports DOWN in this range of days and in no other. */
async function reportDown(from: string, until: string | null = null): Promise<void> {
  await api.query('DELETE FROM park_down_reports WHERE park_id = ?', [PARIS]);
  await api.query('INSERT INTO park_down_reports VALUES (?,?,?)', [PARIS, from, until]);
}

async function insertStatistics(rows: StatRows): Promise<void> {
  await rows.rideDay(ALPHA, '2024-07-11', { average: 15 });
  // the park in Orlando is open from ten to ten there: it is half past six, and five of the hours were observed
  const open = { opens_at: new Date('2024-07-10T14:00:00Z'), closes_at: new Date('2024-07-11T02:00:00Z') };
  await rows.rideDay(GAMMA, '2024-07-10', { average: 70, open: 12, observed: 5 });
  await rows.parkDay(ORLANDO, '2024-07-10', { average: 45, open: 12, observed: 5 }, { ...open, rides_tracked: 1 });
  for (const day of ['04', '05', '06', '07', '08', '09', '10']) {
    await rows.rideDay(ALPHA, `2024-07-${day}`, { average: 30, down: 2 });
    await rows.rideDay(BETA, `2024-07-${day}`, { average: 50, down: 0.5 });
    await rows.rideDay(CAFE, `2024-07-${day}`, { average: 120 });
    if (day !== '10') await rows.rideDay(GAMMA, `2024-07-${day}`, { average: 25 });
    await rows.parkDay(PARIS, `2024-07-${day}`, { average: 35, down: 3 }, { opens_at: OPENS_AT, rides_operated: 2 });
    if (day !== '10') await rows.parkDay(ORLANDO, `2024-07-${day}`, { average: 45 });
  }
  for (const day of ['27', '28', '29', '30']) {
    await rows.rideDay(ALPHA, `2024-06-${day}`, { average: 40, down: 1 });
    await rows.parkDay(PARIS, `2024-06-${day}`, { average: 25, down: 1 });
  }
  await rows.rideDay(GLIMPSE, '2024-07-09', { average: 240, observed: 1 / 12 });
  for (const day of daysFromTo('2024-04-29', '2024-06-02')) {
    await rows.rideDay(STEADY, day, { average: Number(day.slice(8)) });
  }
  await api.query(
    `UPDATE ride_daily_stats SET min_wait = 5 + DAY(stat_date), longest_down_ms = 60000 * DAY(stat_date),
            status_changes = DAY(stat_date), p50_wait = 20 + ride_id, p90_wait = 40 + ride_id`,
  );
  await rows.summarise();
  await rows.parkDay(PARIS, '2023-07-07', { average: 100 });
  await rows.parkDay(PARIS, '2023-07-08', { average: 25, peak: 50 });
  await rows.parkDay(PARIS, '2022-07-09', { average: 12 });
}

async function insertHours(rows: StatRows): Promise<void> {
  for (const [date, average, down] of [
    ['2024-06-17', 10, 0],
    ['2024-06-24', 20, 0.25],
    ['2024-07-08', 60, 0],
  ] as const) {
    await rows.rideHour(ALPHA, date, 14, { average, posted: 0.5, down, archive: 1 });
    await rows.parkHour(PARIS, date, 14, { average: average + 5 });
  }
  await rows.rideHour(ALPHA, '2024-07-08', 15, { average: 30, posted: 1, observed: 0.5 });
  await rows.rideHour(ALPHA, '2024-07-09', 3, { open: 0, observed: 1, archive: 0.5 });
}

describe('a day without observations', () => {
  it('does not count as observed because values of the previous evening are carried forward into it', async () => {
    const rows = new StatRows(api.query.bind(api));
    for (const date of ['2024-02-05', '2024-02-07']) {
      await rows.rideDay(STEADY, date, { average: 20 });
      await rows.parkDay(ORLANDO, date, { average: 20 }, { rides_tracked: 20 });
    }
    for (const date of ['2024-02-06', '2024-02-08']) {
      await rows.rideDay(STEADY, date, { open: 0, observed: 5 / 6 });
      await rows.parkDay(ORLANDO, date, { open: 0, observed: (5 / 6) * 20, length: 480 }, { rides_tracked: 20 });
    }
    await rows.summarise();
    const half = { observedDays: 2, coveragePercent: 50, lowCoverage: false };
    for (const scope of ['parks', 'rides']) {
      const { data } = await rank(`wait-times?scope=${scope}&period=custom&from=2024-02-05&to=2024-02-08`);
      expect(data.map(({ metrics }) => metrics)).toEqual([expect.objectContaining(half)]);
    }
    const february = await rank('wait-times?scope=rides&period=custom&from=2024-02-01&to=2024-02-29');
    expect([february.total, february.excluded.lowCoverage]).toEqual([0, 1]);
    for (const entity of [`parkId=${ORLANDO}`, `rideId=${STEADY}`]) {
      const ask = `year-over-year?${entity}&from=2024-02-05&to=2024-02-08&years=1`;
      expect((await get<YearOverYearView>(ask)).body.years[0]!.metrics).toMatchObject(half);
    }
    const { days } = (await get<CalendarView>(`calendar?parkId=${ORLANDO}&year=2024`)).body;
    expect(days[36]).toMatchObject({ date: '2024-02-06', metrics: { observedDays: 0, lowCoverage: true } });
  });

  it('differs from a day on which the park was observed closed', async () => {
    const rows = new StatRows(api.query.bind(api));
    await rows.parkDay(EMPTY, '2024-02-05', { average: 20 }, { rides_tracked: 20 });
    await rows.parkDay(EMPTY, '2024-02-06', { open: 0, observed: 480, length: 480 }, { rides_tracked: 20 });
    const ask = `year-over-year?parkId=${EMPTY}&from=2024-02-05&to=2024-02-06&years=1`;
    expect((await get<YearOverYearView>(ask)).body.years[0]!.metrics).toMatchObject({
      observedDays: 2,
      coveragePercent: 100,
    });
  });
});

describe('a ranking by waits', () => {
  it('of today uses each park’s own local day', async () => {
    const body = await rank('wait-times?scope=rides&period=today');
    expect(shown(body)).toEqual([
      ['Gamma', 70, '2024-07-10', '2024-07-10'],
      ['Alpha', 15, '2024-07-11', '2024-07-11'],
    ]);
    expect(body.period).toEqual({ from: '2024-07-10', to: '2024-07-11', days: 2, isFinal: false });
    // five of the eight and a half hours that are over: what is still to come is not missing
    expect(body.data[0]!.metrics).toMatchObject({ coveragePercent: 58.82, lowCoverage: false });
  });

  it('of the last seven days sums complete days, without restaurants, and lists excluded rides', async () => {
    const body = await rank('wait-times?scope=rides&period=last_7d');
    // in Orlando the last whole day is the 9th, and nothing was observed on the 3rd
    expect(shown(body)).toEqual([
      ['Beta', 50, '2024-07-04', '2024-07-10'],
      ['Alpha', 30, '2024-07-04', '2024-07-10'],
      ['Gamma', 25, '2024-07-03', '2024-07-09'],
    ]);
    expect(body.data[2]!.metrics).toMatchObject({
      observedDays: 6,
      days: 7,
      coveragePercent: 85.71,
      lowCoverage: false,
    });
    expect([body.total, body.excluded]).toEqual([
      3,
      { lowCoverage: 1, fewWaits: 0, parksWithoutDownReports: [], excludedParks: [] },
    ]);
  });

  it('of a custom period sums months and the days at its ends exactly once', async () => {
    const body = await rank('wait-times?scope=rides&period=custom&from=2024-04-30&to=2024-06-01');
    // (30 + the days of May, 496, + 1) / 33 days
    expect(shown(body)).toEqual([['Steady', 15.97, '2024-04-30', '2024-06-01']]);
    expect(body.data[0]!.metrics).toMatchObject({
      peakWaitMinutes: 31,
      observedDays: 33,
      days: 33,
      observedMinutes: 19_800,
    });
    expect(body.period.isFinal).toBe(true);
  });

  it('can be of parks, with the requested length', async () => {
    const body = await rank('wait-times?scope=parks&period=yesterday&limit=1');
    expect(body.data.map(({ name, value, rideId, rank }) => [name, value, rideId, rank])).toEqual([
      ['Orlando Park', 45, null, 1],
    ]);
    expect(body.total).toBe(2);
  });
});

describe('a ranking within a park, a destination or a country', () => {
  it.each([
    [`parkId=${PARIS}`, ['Beta', 'Alpha']],
    [`parkId=${ORLANDO}`, ['Gamma']],
    ['destinationId=1', ['Beta', 'Alpha', 'Gamma']],
    ['destinationId=2', []],
    ['country=US', ['Gamma']],
    ['country=fr', ['Beta', 'Alpha']],
    ['country=JP', []],
    [`country=US&parkId=${PARIS}`, []],
  ])('with %s has only what lies in it', async (within, names) => {
    const body = await rank(`wait-times?scope=rides&period=last_7d&${within}`);
    expect([body.data.map(({ name }) => name), body.total]).toEqual([names, names.length]);
  });

  it('is by any metric, in either order', async () => {
    const body = (await get<RankingView>('rankings?metric=downMinutes&period=last_7d&order=asc')).body;
    expect([body.rankedBy, shown(body).map(([name, value]) => [name, value])]).toEqual([
      'downMinutes',
      [
        ['Beta', 210],
        ['Alpha', 840],
      ],
    ]);
    const byWait = await rank('wait-times?period=last_7d');
    expect((await get<RankingView>('rankings?period=last_7d')).body).toEqual(byWait);
  });

  const valuesOf = async (query: string) => {
    const { body } = await get<RankingView>(`rankings?${query}`);
    return shown(body).map(([name, value]) => [name, value]);
  };

  it.each([
    // seven days: the 4th to the 10th in Paris, the 3rd to the 9th in Orlando, which was observed from the 4th on
    [
      'metric=lowestWaitMinutes&period=last_7d&order=asc',
      [
        ['Alpha', 9],
        ['Beta', 9],
        ['Gamma', 9],
      ],
    ],
    [
      'metric=longestDownMinutes&period=last_7d',
      [
        ['Alpha', 10],
        ['Beta', 10],
      ],
    ],
    [
      'metric=statusChanges&period=last_7d&order=asc',
      [
        ['Gamma', 39],
        ['Alpha', 49],
        ['Beta', 49],
      ],
    ],
    // a whole month and a day at each of its ends
    ['metric=lowestWaitMinutes&period=custom&from=2024-04-30&to=2024-06-01', [['Steady', 6]]],
    ['metric=statusChanges&period=custom&from=2024-04-30&to=2024-06-01', [['Steady', 30 + 496 + 1]]],
    [
      'metric=p90WaitMinutes&period=yesterday',
      [
        ['Gamma', 44],
        ['Beta', 42],
        ['Alpha', 41],
      ],
    ],
    [
      'metric=p50WaitMinutes&period=custom&from=2024-07-08&to=2024-07-08&order=asc',
      [
        ['Alpha', 21],
        ['Beta', 22],
        ['Gamma', 24],
      ],
    ],
  ])('has %s, which only days and months hold', async (query, expected) => {
    expect(await valuesOf(query)).toEqual(expected);
  });

  it('of percentiles, rankings and trends exist only for one day', async () => {
    const error = {
      code: 'VALIDATION_FAILED',
      details: { metric: ['metric p90WaitMinutes exists only for a period of one day'] },
    };
    for (const list of ['rankings', 'trends']) {
      const { status, body } = await get<unknown>(`${list}?metric=p90WaitMinutes&period=last_7d`);
      expect([status, body]).toMatchObject([400, { error }]);
      expect((await get<unknown>(`${list}?metric=p90WaitMinutes&period=yesterday`)).status).toBe(200);
    }
  });

  it('may be of a calendar month, which ends today', async () => {
    const { data, period } = await rank(`wait-times?period=this_month&parkId=${PARIS}`);
    expect([period.from, period.to]).toEqual(['2024-07-01', '2024-07-11']);
    expect(data[0]).toMatchObject({ from: '2024-07-01', to: '2024-07-11' });
  });

  it.each(['country=USA', 'country=1', 'metric=wait', 'order=up', 'period=week', 'parkId=0'])(
    'with %s is refused',
    async (query) => {
      const { status, body } = await get<RankingView>(`rankings?${query}`);
      expect([status, body]).toMatchObject([400, { error: { code: 'VALIDATION_FAILED' } }]);
    },
  );

  it('limits trends too', async () => {
    const trendsIn = async (within: string) =>
      (await get<TrendsView>(`trends?scope=rides&period=last_7d&direction=improving&${within}`)).body.data;
    expect((await trendsIn('country=FR')).map(({ parkId }) => parkId)).toEqual([PARIS]);
    expect(await trendsIn('country=JP')).toEqual([]);
  });
});

describe('a ranking by downtime', () => {
  it('uses the share of running time, and lists parks whose feed never reports DOWN separately', async () => {
    const body = await rank('downtime?scope=rides&period=last_7d');
    expect(shown(body).map(([name, value]) => [name, value])).toEqual([
      ['Alpha', 20],
      ['Beta', 5],
    ]);
    expect(body.data[0]!.metrics).toMatchObject({ uptimePercent: 80, downMinutes: 7 * 120 });
    expect(body.excluded.parksWithoutDownReports).toEqual([
      { parkId: ORLANDO, name: 'Orlando Park', reportsDown: false, downReportedFrom: null },
    ]);
  });

  it('of parks includes those that report DOWN', async () => {
    const body = await rank('downtime?scope=parks&period=last_7d');
    expect(shown(body).map(([name, value]) => [name, value])).toEqual([['Paris Park', 30]]);
  });
});

describe('a park whose feed begins to report DOWN', () => {
  const metricsOn = async (query: string) =>
    (await get<YearOverYearView>(`year-over-year?${query}`)).body.years.map(({ metrics, change }) => ({
      ...{ uptime: metrics.uptimePercent, down: metrics.downMinutes, change: change?.uptimePoints },
    }));
  /** Answers about many parks are remembered for a minute. */
  const later = () => (now = new Date(now.getTime() + 61_000));

  beforeEach(later);
  afterEach(async () => {
    await reportDown('2020-01-01');
    later();
  });

  it('has no uptime, no downtime and no change before that day', async () => {
    await reportDown('2024-07-08');
    const day = (date: string) => metricsOn(`parkId=${PARIS}&from=${date}&to=${date}&years=1`);
    expect(await day('2024-07-07')).toEqual([
      { uptime: null, down: null, change: undefined },
      { uptime: null, down: null, change: null },
    ]);
    expect(await day('2024-07-08')).toEqual([
      { uptime: 70, down: 180, change: undefined },
      { uptime: null, down: null, change: null },
    ]);
    const calendar = await get<CalendarView>(`calendar?parkId=${PARIS}&year=2024`);
    const known = calendar.body.days.filter(({ metrics }) => metrics.uptimePercent !== null);
    expect(known.map(({ date }) => date)).toEqual(['2024-07-08', '2024-07-09', '2024-07-10']);
    expect(calendar.body.metrics).toMatchObject({ uptimePercent: 70, downMinutes: 3 * 180 });
  });

  it('has the uptime of the days from then on in a period that begins before', async () => {
    await reportDown('2024-07-06');
    const week = 'from=2024-07-04&to=2024-07-10&years=1';
    expect((await metricsOn(`rideId=${ALPHA}&${week}`))[0]).toMatchObject({ uptime: 80, down: 5 * 120 });
    const body = await rank('downtime?scope=rides&period=last_7d');
    expect(body.data.map(({ name, metrics }) => [name, metrics.uptimePercent, metrics.downMinutes])).toEqual([
      ['Alpha', 80, 5 * 120],
      ['Beta', 95, 5 * 30],
    ]);
    expect(body.data[0]).toMatchObject({ reportsDown: true, downReportedFrom: '2024-07-06' });
  });

  it('has minutes operating on all days: a feed that hides outages does not hide operation', async () => {
    const operating = async (scope: string) =>
      shown((await get<RankingView>(`rankings?metric=operatingMinutes&scope=${scope}&period=last_7d`)).body).map(
        ([name, value]) => [name, value],
      );
    const [parks, rides] = [await operating('parks'), await operating('rides')];
    await reportDown('2024-07-06');
    expect([await operating('parks'), await operating('rides')]).toEqual([parks, rides]);
    // Orlando never reports DOWN: six days of ten hours; Paris: seven days, of which three hours each are DOWN.
    expect(parks).toEqual([
      ['Orlando Park', 6 * 600],
      ['Paris Park', 7 * 420],
    ]);
    expect(rides).toContainEqual(['Gamma', 6 * 600]);
  });

  it('is listed without a rank and a trend if it reported in less than half of the period', async () => {
    await reportDown('2024-07-08');
    for (const scope of ['rides', 'parks']) {
      const body = await rank(`downtime?scope=${scope}&period=last_7d`);
      expect(body.data).toEqual([]);
      expect(body.excluded.parksWithoutDownReports).toContainEqual(
        { parkId: PARIS, name: 'Paris Park', reportsDown: true, downReportedFrom: '2024-07-08' }, // prettier-ignore
      );
      const trends = await get<TrendsView>(`trends?scope=${scope}&metric=uptime&direction=declining`);
      expect(trends.body.data).toEqual([]);
    }
  });

  it('has hours without uptime before that day', async () => {
    await reportDown('2024-07-01');
    const ask = `heatmap?rideId=${ALPHA}&from=2024-06-17&to=2024-07-10&metric=uptime`;
    const [monday] = (await get<HeatmapView>(ask)).body.weekdays;
    // only the hour of 8 July counts; that of 24 June was DOWN for a quarter of an hour
    expect(monday!.hours[14]).toMatchObject({ value: 100, observedDays: 3 });
  });

  it('has unknown uptime again after the last range', async () => {
    await reportDown('2024-06-01', '2024-07-07');
    const body = await rank('downtime?scope=parks&period=yesterday');
    expect([body.data, body.excluded.parksWithoutDownReports.map(({ name }) => name)]).toEqual([
      [],
      ['Orlando Park', 'Paris Park'],
    ]);
  });
});

describe('trends', () => {
  const trends = async (query: string) => {
    const { data } = (await get<TrendsView>(`trends?${query}`)).body;
    return data.map(({ name, change, current, previous }) => [name, change, current.from, previous.from, previous.to]);
  };

  it('compare with as many days before, and treat shorter waits as better', async () => {
    const alpha = ['Alpha', -25, '2024-07-04', '2024-06-27', '2024-07-03'];
    expect(await trends('scope=rides&period=last_7d&direction=improving')).toEqual([alpha]);
    expect(await trends('scope=rides&period=last_7d&direction=declining')).toEqual([]);
    const paris = ['Paris Park', 40, '2024-07-04', '2024-06-27', '2024-07-03'];
    expect(await trends('scope=parks&period=last_7d&direction=declining')).toEqual([paris]);
  });

  it('can compare uptime, in points: 80 % after 90 %', async () => {
    const declining = await trends('scope=rides&direction=declining&metric=uptime');
    expect(declining.map(([name, change]) => [name, change])).toEqual([['Alpha', -10]]);
  });

  it('can compare any metric of rankings', async () => {
    const of = async (query: string) => (await trends(query)).map(([name, change]) => [name, change]);
    // two hours DOWN a day instead of one, over seven days instead of four
    expect(await of('scope=rides&direction=declining&metric=downMinutes')).toEqual([['Alpha', 250]]);
    expect(await of('scope=rides&direction=declining&metric=downtimePercent')).toEqual([['Alpha', 10]]);
    expect(await of('scope=rides&direction=improving&metric=peakWaitMinutes')).toEqual([['Alpha', -25]]);
    // 49 changes in seven days after 27 + 28 + 29 + 30 in four
    expect(await of('scope=rides&direction=improving&metric=statusChanges&parkId=1')).toEqual([['Alpha', -57.02]]);
    expect((await get<TrendsView>('trends?metric=wait')).status).toBe(400);
  });
});

describe('year over year', () => {
  const compare = async (query: string) =>
    (await get<YearOverYearView>(`year-over-year?from=2024-07-06&to=2024-07-08&${query}`)).body;

  it('by date has the same days of earlier years, with the change against each', async () => {
    const { entity, period, years } = await compare(`parkId=${PARIS}&years=2`);
    expect(entity).toEqual({
      ...{
        kind: 'PARK',
        parkId: PARIS,
        rideId: null,
        name: 'Paris Park',
        parkName: 'Paris Park',
        timezone: 'Europe/Paris',
      },
      ...{ reportsDown: true, downReportedFrom: '2020-01-01' },
    });
    expect(period).toEqual({ from: '2024-07-06', to: '2024-07-08', days: 3, isFinal: true });
    expect(years.map(({ yearsBefore, from, metrics }) => [yearsBefore, from, metrics.averageWaitMinutes])).toEqual([
      [0, '2024-07-06', 35],
      [1, '2023-07-06', 62.5],
      [2, '2022-07-06', null],
    ]);
    // peak 35 against 100; uptime 70 % against 100 %
    expect(years[1]!.change).toEqual({
      ...{ averageWaitPercent: -44, peakWaitPercent: -65, uptimePercent: -30, uptimePoints: -30 },
    });
    expect(years[1]!.daily.map(({ date, metrics }) => [date, metrics.averageWaitMinutes])).toEqual([
      ['2023-07-06', null],
      ['2023-07-07', 100],
      ['2023-07-08', 25],
    ]);
    expect(years[2]).toMatchObject({ change: { averageWaitPercent: null }, metrics: { lowCoverage: true } });
  });

  it('by weekday has the days 364 and 728 days before', async () => {
    const { years } = await compare(`parkId=${PARIS}&years=2&align=weekday`);
    expect(years.map(({ from, to, metrics }) => [from, to, metrics.averageWaitMinutes])).toEqual([
      ['2024-07-06', '2024-07-08', 35],
      ['2023-07-08', '2023-07-10', 25],
      ['2022-07-09', '2022-07-11', 12],
    ]);
    expect(years[1]).toMatchObject({ change: { averageWaitPercent: 40 }, metrics: { lowCoverage: true } });
  });

  it('of several parks and rides is that of each of them', async () => {
    const path = `year-over-year/several?from=2024-07-06&to=2024-07-08&parkIds=${ORLANDO},${PARIS}&rideIds=${BETA_ALIAS}&years=2`;
    const { data } = (await get<SeveralYearOverYearView>(path)).body;
    const single = [`parkId=${ORLANDO}`, `parkId=${PARIS}`, `rideId=${BETA}`].map((of) => compare(`${of}&years=2`));
    expect(data).toEqual(await Promise.all(single));
  });

  it('of a linked ride is that of its target', async () => {
    const { entity, years } = await compare(`rideId=${BETA_ALIAS}`);
    expect([entity.rideId, entity.name, years[0]!.metrics.averageWaitMinutes]).toEqual([BETA, 'Beta', 50]);
    expect(years).toHaveLength(4);
  });

  it('ends today on both sides if the period extends into the future', async () => {
    const path = `year-over-year?rideId=${ALPHA}&from=2024-07-10&to=2024-07-20&years=1`;
    const { period, years } = (await get<YearOverYearView>(path)).body;
    expect([period.to, years[1]!.to, period.isFinal]).toEqual(['2024-07-11', '2023-07-11', false]);
  });

  it('may be cached for longer once it is over, and returns 304 if unchanged', async () => {
    const ask = (to: string) =>
      request(api.app.getHttpServer()).get(
        `/api/analytics/year-over-year?parkId=${PARIS}&from=2024-07-01&to=${to}&years=1`,
      );
    const settled = await ask('2024-07-08');
    expect(settled.get('Cache-Control')).toBe('public, max-age=3600');
    expect((await ask('2024-07-10')).get('Cache-Control')).toBe('public, max-age=60');
    expect((await ask('2024-07-08').set('If-None-Match', settled.get('ETag')!)).status).toBe(304);
  });
});

describe('a heatmap', () => {
  it('counts the days on which an hour was observed, not those on which only the park was open', async () => {
    const rows = new StatRows(api.query.bind(api));
    await rows.rideHour(STEADY, '2024-05-06', 14, { average: 10 });
    await rows.rideHour(STEADY, '2024-05-13', 14, { observed: 0 });
    const { weekdays } = (await get<HeatmapView>(`heatmap?rideId=${STEADY}&from=2024-05-01&to=2024-05-31`)).body;
    expect(weekdays[0]!.hours[14]).toMatchObject({ observedDays: 1, coveragePercent: 50 });
  });

  const draw = async (query: string) =>
    (await get<HeatmapView>(`heatmap?from=2024-06-10&to=2024-07-09&${query}`)).body.weekdays;

  it('has exact sums by weekday and local hour, and null without data', async () => {
    const [monday, tuesday] = await draw(`rideId=${ALPHA}`);
    expect([monday!.weekday, monday!.days, monday!.hours.length]).toEqual([1, 5, 24]);
    expect(monday!.hours[14]).toEqual({
      ...{ hour: 14, value: 30, observedMinutes: 180, coveragePercent: 100, observedDays: 3 },
    });
    expect(monday!.hours[15]).toMatchObject({ value: 30, coveragePercent: 50 });
    expect(tuesday!.hours[3]).toMatchObject({ value: null, observedMinutes: 60, coveragePercent: null });
    expect(tuesday!.hours[4]).toMatchObject({ value: null, observedMinutes: 0, observedDays: 0 });
  });

  it('of uptime is in percent, and of a park covers all its rides', async () => {
    const [monday] = await draw(`rideId=${ALPHA}&metric=uptime`);
    expect(monday!.hours[14]!.value).toBe(91.67);
    const [ofPark] = await draw(`parkId=${PARIS}`);
    expect(ofPark!.hours[14]!.value).toBe(35);
  });
});

describe('a typical day', () => {
  const typical = async (query: string) => (await get<TypicalDayView>(`typical-day?${query}`)).body;

  it('has percentiles over the days of the weekday, with the number of days', async () => {
    const { weekday, days, observedDays, period, hours } = await typical(`rideId=${ALPHA}&weekday=1`);
    expect([weekday, days, observedDays, period.from, period.to]).toEqual([1, 52, 3, '2023-07-17', '2024-07-08']);
    expect(hours[14]).toEqual({
      ...{ hour: 14, p25: 15, p50: 20, p75: 40, p90: 52, days: 3, postedMinutes: 90, observedDays: 3 },
    });
    expect(hours[4]).toMatchObject({ p50: null, days: 0 });
  });

  it('of a date uses only earlier days', async () => {
    expect((await typical(`rideId=${ALPHA}&date=2024-07-08`)).hours[14]).toMatchObject({ p50: 15, days: 2 });
    expect((await typical(`parkId=${PARIS}&date=2024-12-30`)).hours[14]).toMatchObject({ p50: 25, days: 3 });
  });
});

describe('the calendar of a park', () => {
  it('has every day of a year, and of the current year until today', async () => {
    const { days, metrics, period } = (await get<CalendarView>(`calendar?parkId=${PARIS}&year=2024`)).body;
    expect([days.length, period.to]).toEqual([193, '2024-07-11']);
    const [day] = days.filter(({ date }) => date === '2024-07-08');
    expect(day).toMatchObject({
      ...{ weekday: 1, opensAt: OPENS_AT.toISOString(), ridesOperated: 2 },
      metrics: { averageWaitMinutes: 35, uptimePercent: 70, coveragePercent: 100 },
    });
    expect(days.at(-1)).toMatchObject({ ridesOperated: null, metrics: { averageWaitMinutes: null, observedDays: 0 } });
    expect(metrics).toMatchObject({ observedDays: 11, days: 193, lowCoverage: true });
    expect((await get<CalendarView>(`calendar?parkId=${PARIS}&year=2023`)).body.days).toHaveLength(365);
  });
});

describe('the history of a ride by hours or days', () => {
  const history = async (query: string, rideId = ALPHA) =>
    (await api.get<Json<RideRollupHistory>>(`/api/rides/${rideId}/history?${query}`, '/api/rides/{rideId}/history'))
      .body;
  const WINDOW = 'from=2024-07-08T12:30:00Z&to=2024-07-09T02:00:00Z';

  it('has every local hour of the window, with its instants, source and status minutes', async () => {
    const { data, interval, isFinal } = await history(`${WINDOW}&interval=hour`);
    expect([interval, isFinal]).toEqual(['hour', false]);
    expect(data.map(({ from, localHour, dataSource }) => [from, localHour, dataSource])).toEqual([
      ['2024-07-08T12:00:00.000Z', 14, 'ARCHIVE'],
      ['2024-07-08T13:00:00.000Z', 15, 'LIVE'],
      ['2024-07-09T01:00:00.000Z', 3, 'BOTH'],
    ]);
    expect(data[1]).toMatchObject({
      ...{ averageWaitMinutes: 30, observedPercent: 50, coveragePercent: 50, uptimePercent: 100 },
      minutes: { operating: 30, down: 0, closed: 0, refurbishment: 0, unrecognised: 0, unknown: 30 },
    });
  });

  it('is paged, with every point once', async () => {
    const paged: string[] = [];
    for (let query = `${WINDOW}&interval=hour&limit=1`; query !== '';) {
      const { data, page }: Json<RideRollupHistory> = await history(query);
      paged.push(...data.map(({ from }) => from));
      query = page.nextCursor === null ? '' : `interval=hour&limit=1&cursor=${page.nextCursor}`;
    }
    expect(paged.map((from) => from.slice(11, 16))).toEqual(['12:00', '13:00', '01:00']);
  });

  it('has local days, even over years, including those of linked rides', async () => {
    const body = await history('from=2020-01-01T00:00:00Z&to=2024-07-04T22:00:00Z&interval=day', BETA_ALIAS);
    expect([body.requestedRideId, body.canonicalRideId]).toEqual([BETA_ALIAS, BETA]);
    expect(body.data.map(({ from, to, localHour }) => [from, to, localHour])).toEqual([
      ['2024-07-03T22:00:00.000Z', '2024-07-04T22:00:00.000Z', null],
    ]);
    expect(body.data[0]).toMatchObject({ averageWaitMinutes: 50, coveragePercent: 100, observedPercent: 41.67 });
  });
});

describe('an observation', () => {
  it('is weighted by time: 50 minutes of 10 and then 10 of 60 average 18.33', async () => {
    const at = (time: string) => new Date(`2024-07-02T${time}:00Z`);
    for (const [recordedAt, status, wait] of [
      [at('10:00'), 'OPERATING', 10],
      [at('10:50'), 'OPERATING', 60],
      [at('11:00'), 'CLOSED', null],
    ]) {
      await api.query(
        `INSERT INTO ride_status_snapshots (ride_id, recorded_at, status, wait_time, data_source)
         VALUES (?, ?, ?, ?, 'ARCHIVE')`,
        [FRESH, recordedAt, status, wait],
      );
    }
    await api.query(
      "INSERT INTO invalidated_park_days (park_id, local_date, reason, invalidated_at) VALUES (?, '2024-07-02', 'IMPORT', ?)",
      [EMPTY, NOW],
    );
    await api.app.get(StatisticsRefreshService, { strict: false }).refresh();
    const ask = `year-over-year?rideId=${FRESH}&from=2024-07-02&to=2024-07-02&years=1`;
    expect((await get<YearOverYearView>(ask)).body.years[0]!.metrics).toMatchObject({
      ...{
        averageWaitMinutes: 18.33,
        peakWaitMinutes: 60,
        uptimePercent: null,
        downMinutes: null,
        coveragePercent: 100,
      },
    });
    const park = await api.get<Json<CatalogParkView>>(`/api/parks/${EMPTY}`, '/api/parks/{parkId}');
    expect(park.body).toMatchObject({ reportsDown: false, downReportedFrom: null });
  });
});

/** A cursor as nobody gave it out, of the day until the instant. */
const cursorAt = (instant: string): string =>
  encodeCursor({ recordedAtMs: Date.parse(instant) - 1_000, rideId: 1, fromMs: Date.parse(instant) - 86_400_000, toMs: Date.parse(instant) }); // prettier-ignore

describe('an invalid request', () => {
  it.each([
    ['year-over-year?parkId=99&from=2024-07-01&to=2024-07-02', 404, 'PARK_NOT_FOUND'],
    ['year-over-year?rideId=99&from=2024-07-01&to=2024-07-02', 404, 'RIDE_NOT_FOUND'],
    ['year-over-year?parkId=1&rideId=1&from=2024-07-01&to=2024-07-02', 400, 'VALIDATION_FAILED'],
    ['year-over-year?from=2024-07-01&to=2024-07-02', 400, 'VALIDATION_FAILED'],
    ['year-over-year/several?from=2024-07-01&to=2024-07-02', 400, 'VALIDATION_FAILED'],
    ['year-over-year/several?from=2024-07-01&to=2024-07-02&parkIds=1,x', 400, 'VALIDATION_FAILED'],
    [
      'year-over-year/several?from=2024-07-01&to=2024-07-02&parkIds=1&rideIds=1,2,3,4,5,6,7,8,9,1',
      400,
      'VALIDATION_FAILED',
    ],
    ['year-over-year/several?from=2024-07-01&to=2024-07-02&parkIds=1,99', 404, 'PARK_NOT_FOUND'],
    ['year-over-year/several?from=2024-07-03&to=2024-07-02&parkIds=1', 400, 'DATE_OUT_OF_RANGE'],
    ['year-over-year?parkId=1&from=2024-07-03&to=2024-07-02', 400, 'DATE_OUT_OF_RANGE'],
    ['year-over-year?parkId=1&from=2023-01-01&to=2024-07-02', 400, 'DATE_OUT_OF_RANGE'],
    ['year-over-year?parkId=1&from=2024-07-12&to=2024-07-13', 400, 'DATE_OUT_OF_RANGE'],
    ['year-over-year?parkId=1&from=2023-02-29&to=2024-07-02', 400, 'VALIDATION_FAILED'],
    ['year-over-year?parkId=1&from=2024-07-01&to=2024-07-02&years=11', 400, 'VALIDATION_FAILED'],
    ['heatmap?parkId=1&from=2024-07-01&to=2024-07-02&metric=queue', 400, 'VALIDATION_FAILED'],
    ['heatmap?rideId=99&from=2024-07-01&to=2024-07-02', 404, 'RIDE_NOT_FOUND'],
    ['calendar?parkId=1&year=2025', 400, 'DATE_OUT_OF_RANGE'],
    ['calendar?parkId=99&year=2024', 404, 'PARK_NOT_FOUND'],
    ['calendar?parkId=1', 400, 'VALIDATION_FAILED'],
    ['typical-day?rideId=1', 400, 'VALIDATION_FAILED'],
    ['typical-day?rideId=1&weekday=8', 400, 'VALIDATION_FAILED'],
    ['rankings/wait-times?period=custom&from=2024-07-01', 400, 'VALIDATION_FAILED'],
    ['rankings/wait-times?period=last_7d&from=2024-07-01', 400, 'VALIDATION_FAILED'],
    ['rankings/wait-times?period=custom&from=2024-08-01&to=2024-08-02', 400, 'DATE_OUT_OF_RANGE'],
    ['rankings/downtime?limit=101', 400, 'VALIDATION_FAILED'],
    ['rankings/downtime?scope=hotels', 400, 'VALIDATION_FAILED'],
    ['trends?direction=sideways', 400, 'VALIDATION_FAILED'],
    ['trends?park=1', 400, 'VALIDATION_FAILED'],
    ['trends?period=custom&from=0000-01-01&to=0000-01-05', 400, 'VALIDATION_FAILED'],
    ['typical-day?parkId=1&date=0000-01-01', 400, 'VALIDATION_FAILED'],
    ['typical-day?parkId=1&date=9999-12-31', 400, 'VALIDATION_FAILED'],
    ['year-over-year?parkId=1&from=9999-12-30&to=9999-12-31', 400, 'VALIDATION_FAILED'],
    ['../rides/1/history?interval=day&from=9999-12-30T00:00:00Z&to=9999-12-31T23:59:59Z', 400, 'VALIDATION_FAILED'],
    ['../rides/1/history?interval=raw&from=0000-01-01T00:00:00Z&to=0000-01-02T00:00:00Z', 400, 'VALIDATION_FAILED'],
    [`../rides/1/history?interval=day&cursor=${cursorAt('9999-12-31T00:00:00Z')}`, 400, 'VALIDATION_FAILED'],
    ['../export/snapshots?rideId=1&from=0000-01-01T00:00:00Z&to=2024-01-01T00:00:00Z', 400, 'VALIDATION_FAILED'],
  ])('%s is %i %s', async (path, status, code) => {
    const response = path.startsWith('../rides/1/history')
      ? await api.get<never>(`/api/${path.slice(3)}`, '/api/rides/{rideId}/history')
      : await api.get<never>(path.startsWith('../') ? `/api/${path.slice(3)}` : `/api/analytics/${path}`);
    const { error } = response.body as unknown as { error: { code: string } };
    expect([response.status, error.code]).toEqual([status, code]);
  });
});
