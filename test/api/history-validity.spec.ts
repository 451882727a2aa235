import type { RideHistory } from '../../src/modules/analytics/time-series/history.dto.js';
import type { ParkDayView } from '../../src/modules/analytics/park-day/park-day.dto.js';
import { LocalDays } from '../../src/modules/snapshots/local-days.js';
import { type ObservedState, StatsWorld } from '../statistics/support/stats-world.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { ApiApp, type Json } from './support/api-app.js';
import { refreshStatistics } from './support/autumn-weekend.js';

const ZONE = 'Europe/Paris';
const MINUTE_MS = 60_000;

let database: TestDatabase;
let api: ApiApp;
let world: StatsWorld;

beforeAll(async () => {
  database = await createTestDatabase('history_validity');
  api = await ApiApp.start({
    connection: database.connectionOptions,
    // a limit of polls beyond the 60 minutes of the park: else the park never ends a polled value
    settings: { ROLE: 'api', RATE_LIMIT_PUBLIC_PER_MINUTE: '100000', LIVE_MAX_CARRY_FORWARD_MINUTES: '90' },
    clock: { now: () => new Date('2024-12-01T12:00:00Z') },
  });
  world = new StatsWorld(api.dataSource);
});
beforeEach(async () => {
  await world.clear();
  await world.park(1, ZONE, [1, 2]);
});
afterAll(async () => {
  await api?.close();
  await database?.drop();
});

type Point = Json<RideHistory>['data'][number];

const historyOf = async (rideId: number, from: string, to: string): Promise<Json<RideHistory>> =>
  (
    await api.get<Json<RideHistory>>(
      `/api/rides/${rideId}/history?from=${from}&to=${to}&limit=5000`,
      '/api/rides/{rideId}/history',
    )
  ).body;
const at = (time: string, date = '2024-07-02'): string => `${date}T${time}:00.000Z`;
const ends = ({ data }: Json<RideHistory>): (string | null)[] => data.map(({ validUntil }) => validUntil);
const DAY = [at('22:00', '2024-07-01'), at('22:00')] as const;

/** The minutes of a local day for which the history has a valid observation. */
const validMinutes = async (rideId: number, date: string): Promise<number> => {
  const { startMs, endMs } = new LocalDays(ZONE, 0).window(date);
  const { stateAtFrom, data } = await historyOf(rideId, new Date(startMs).toISOString(), new Date(endMs).toISOString());
  const points: Point[] = stateAtFrom === null ? data : [stateAtFrom, ...data];
  return points.reduce((sum, { recordedAt, validUntil }) => {
    const [fromMs, untilMs] = [Math.max(startMs, Date.parse(recordedAt)), Math.min(endMs, Date.parse(validUntil!))];
    return sum + Math.max(0, untilMs - fromMs) / MINUTE_MS;
  }, 0);
};

/** The observed minutes of each day of a ride in the statistics, which the history must have, too. */
const observedMinutes = async (rideId: number): Promise<Record<string, number>> => {
  const days = Object.fromEntries((await world.days(rideId)).map(({ date, observed }) => [date, observed]));
  const valid: Record<string, number> = {};
  for (const date of Object.keys(days)) valid[date] = await validMinutes(rideId, date);
  expect(valid).toEqual(days);
  return days;
};

const intervals = async (): Promise<string[]> => {
  const rows = await world.query<{ parkId: number; fromAt: Date; untilAt: Date }>(
    'SELECT park_id AS parkId, from_at AS fromAt, until_at AS untilAt FROM park_no_data_intervals ORDER BY 1, 2',
  );
  return rows.map(({ parkId, fromAt, untilAt }) =>
    [parkId, ...[fromAt, untilAt].map((instant) => instant.toISOString().slice(5, 16))].join(' '),
  );
};

const OPERATING: ObservedState[] = [
  [at('08:00'), 'OPERATING', 20],
  [at('09:00'), 'OPERATING', 30],
];

describe('a valid observation', () => {
  it('of the archive ends 60 minutes after the last observation of its park, as in statistics', async () => {
    await world.archive(1, OPERATING);
    await world.archive(2, [
      [at('09:30'), 'CLOSED'],
      [at('16:00'), 'CLOSED'],
    ]);
    // without statistics, only the limit of its source ends it
    expect(ends(await historyOf(1, ...DAY))).toEqual([at('09:00'), at('15:00')]);
    await refreshStatistics(api);
    expect(ends(await historyOf(1, ...DAY))).toEqual([at('09:00'), at('10:30')]);
    expect(ends(await historyOf(2, ...DAY))).toEqual([at('10:30'), at('17:00')]);
    expect(await observedMinutes(1)).toEqual({ '2024-07-02': 150 });
    expect(await observedMinutes(2)).toEqual({ '2024-07-02': 120 });
  });

  it('ends there too in a day of the whole park', async () => {
    await world.archive(1, OPERATING);
    await refreshStatistics(api);
    const path = '/api/parks/1/history?date=2024-07-02';
    const { body } = await api.get<Json<ParkDayView>>(path, '/api/parks/{parkId}/history');
    expect(body.data[0]!.observations.map(({ validUntil }) => validUntil)).toEqual([at('09:00'), at('10:00')]);
  });

  it('of polls ends there if their own limit is later', async () => {
    await world.live(1, at('08:00'), at('09:00'), 'OPERATING', 20);
    await refreshStatistics(api);
    expect(ends(await historyOf(1, ...DAY))).toEqual([at('10:00')]);
    await world.live(2, at('08:00'), at('09:20'), 'CLOSED');
    await refreshStatistics(api);
    expect(ends(await historyOf(1, ...DAY))).toEqual([at('10:20')]);
    expect(await observedMinutes(1)).toEqual({ '2024-07-02': 140 });
  });

  it('of the archive ends hours before the live data that follows it', async () => {
    await world.archive(1, OPERATING);
    await world.live(1, at('13:30'), at('15:00'), 'OPERATING', 50);
    await world.live(2, at('13:30'), at('15:00'), 'CLOSED');
    await refreshStatistics(api);
    expect(ends(await historyOf(1, ...DAY))).toEqual([at('09:00'), at('10:00'), at('16:00')]);
    expect(await observedMinutes(1)).toEqual({ '2024-07-02': 120 + 150 });
  });

  it('is no state at the start of a later range, and the last one of a page ends as well', async () => {
    await world.archive(1, [...OPERATING, [at('14:00'), 'CLOSED']]);
    await refreshStatistics(api);
    expect((await historyOf(1, at('09:59'), at('10:30'))).stateAtFrom).toMatchObject({ validUntil: at('10:00') });
    expect((await historyOf(1, at('10:00'), at('10:30'))).stateAtFrom).toBeNull();
    const path = `/api/rides/1/history?from=${DAY[0]}&to=${DAY[1]}&limit=2`;
    const { body } = await api.get<Json<RideHistory>>(path, '/api/rides/{rideId}/history');
    expect(ends(body)).toEqual([at('09:00'), at('10:00')]);
  });

  it('lasts again if an import fills the time without data', async () => {
    await world.archive(1, OPERATING);
    await refreshStatistics(api);
    await world.archive(2, [
      [at('10:00'), 'CLOSED'],
      [at('11:00'), 'CLOSED'],
      [at('12:00'), 'CLOSED'],
      [at('14:30'), 'CLOSED'],
    ]);
    await refreshStatistics(api);
    expect(ends(await historyOf(1, ...DAY))).toEqual([at('09:00'), at('13:00')]);
    expect(await observedMinutes(1)).toEqual({ '2024-07-02': 300 });
    await world.archive(2, [
      [at('13:00'), 'CLOSED'],
      [at('13:45'), 'CLOSED'],
    ]);
    await refreshStatistics(api);
    // now only its own limit ends it
    expect(ends(await historyOf(1, ...DAY))).toEqual([at('09:00'), at('15:00')]);
    expect(await intervals()).toEqual(['1 07-02T15:30 07-02T20:30']);
  });

  it('of a linked ride in another park ends with the data of the park as whose ride it counts', async () => {
    await world.park(2, ZONE, [3, 4]);
    await world.archive(3, OPERATING);
    await world.archive(4, [
      [at('09:50'), 'CLOSED'],
      [at('10:40'), 'CLOSED'],
    ]);
    await refreshStatistics(api);
    expect(ends(await historyOf(3, ...DAY))).toEqual([at('09:00'), at('11:40')]);
    await world.query('INSERT INTO ride_aliases VALUES (3, 1, ?, ?)', [
      '00000000-0000-4000-8000-000000000003',
      new Date(at('12:00')),
    ]);
    for (const parkId of [1, 2]) await world.mark(parkId, ['2024-07-02']);
    await refreshStatistics(api);
    expect(ends(await historyOf(3, ...DAY))).toEqual([at('09:00'), at('10:00')]);
    expect(await observedMinutes(1)).toEqual({ '2024-07-02': 120 });
  });

  it('of a ride that moved ends with the data of its park, and the park that it left has none', async () => {
    await world.park(2, ZONE, [3]);
    await world.archive(1, OPERATING);
    await world.archive(3, [[at('09:50'), 'CLOSED']]);
    await refreshStatistics(api);
    expect(ends(await historyOf(1, ...DAY))).toEqual([at('09:00'), at('10:00')]);
    await world.query('UPDATE rides SET park_id = 2 WHERE ride_id = 1');
    for (const parkId of [1, 2]) await world.mark(parkId, ['2024-07-02']);
    await refreshStatistics(api);
    expect(ends(await historyOf(1, ...DAY))).toEqual([at('09:00'), at('10:50')]);
    expect(await intervals()).toEqual(['2 07-02T10:50 07-02T15:50']);
  });
});

describe('a time without data over midnight', () => {
  /** The clock goes back on 27 October: the 26th ends at 22:00 UTC, and the 27th, which has 25 hours, at 23:00. */
  const NIGHT: ObservedState[] = [
    [at('20:30', '2024-10-26'), 'OPERATING', 20],
    [at('21:30', '2024-10-26'), 'OPERATING', 30],
    [at('08:00', '2024-10-27'), 'OPERATING', 10],
    [at('22:30', '2024-10-27'), 'OPERATING', 15],
    [at('07:00', '2024-10-28'), 'CLOSED'],
  ];
  const STORED = [
    '1 10-26T22:30 10-27T03:30',
    '1 10-27T09:00 10-27T14:00',
    '1 10-27T23:30 10-28T04:30',
    '1 10-28T08:00 10-28T13:00',
  ];

  it('begins on the later day, and is the same if either day is computed alone', async () => {
    await world.archive(1, NIGHT);
    await refreshStatistics(api);
    expect(await intervals()).toEqual(STORED);
    const range = [at('22:00', '2024-10-25'), at('23:00', '2024-10-28')] as const;
    const valid = ends(await historyOf(1, ...range));
    expect(valid).toEqual([
      at('21:30', '2024-10-26'),
      at('22:30', '2024-10-26'),
      at('09:00', '2024-10-27'),
      at('23:30', '2024-10-27'),
      at('08:00', '2024-10-28'),
    ]);
    expect(await observedMinutes(1)).toEqual({ '2024-10-26': 90, '2024-10-27': 30 + 60 + 30, '2024-10-28': 90 });
    for (const date of ['2024-10-26', '2024-10-27', '2024-10-28']) {
      await world.mark(1, [date]);
      await refreshStatistics(api);
      expect([date, await intervals()]).toEqual([date, STORED]);
    }
  });

  it('that lasts over both days is divided between them, and joined in what it means', async () => {
    await world.archive(1, [
      [at('19:30', '2024-10-26'), 'OPERATING', 20],
      [at('22:15', '2024-10-27'), 'OPERATING', 10],
    ]);
    await refreshStatistics(api);
    const divided = ['1 10-26T20:30 10-26T22:00', '1 10-26T22:00 10-27T01:30', '1 10-27T23:15 10-28T04:15'];
    expect(await intervals()).toEqual(divided);
    expect(await observedMinutes(1)).toMatchObject({ '2024-10-26': 60, '2024-10-27': 45, '2024-10-28': 15 });
    // an observation of the later day changes only what it ends there
    await world.archive(2, [[at('23:30', '2024-10-26'), 'CLOSED']]);
    await refreshStatistics(api);
    expect(await intervals()).toEqual([
      divided[0],
      '1 10-26T22:00 10-26T23:30',
      '1 10-27T00:30 10-27T05:30',
      divided[2],
    ]);
    expect(await observedMinutes(1)).toMatchObject({ '2024-10-26': 60 });
  });
});
