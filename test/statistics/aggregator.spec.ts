import { setImmediate } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { DataSource, EntityManager } from 'typeorm';
import { ParkRangeService } from '../../src/modules/statistics/park-range.service.js';
import { StatisticsRebuildService } from '../../src/modules/statistics/rebuild.service.js';
import { InvalidationLogRepository } from '../../src/modules/statistics/queries/invalidation-log.repository.js';
import { RollupRepository } from '../../src/modules/statistics/queries/rollup.sql.js';
import { JobLeaseService } from '../../src/modules/jobs/job-lease.service.js';
import { type OpenDatabase, openMigratedDatabase } from '../support/migrated-database.js';
import { StatisticsApp } from './support/statistics-app.js';
import { type ObservedState, StatsWorld } from './support/stats-world.js';
import { storedRideHours } from '../support/ride-hours.js';

let open: OpenDatabase;
let dataSource: DataSource;
let app: StatisticsApp;
let world: StatsWorld;

beforeAll(async () => {
  open = await openMigratedDatabase('statistics');
  ({ dataSource } = open);
  app = await StatisticsApp.start(dataSource);
  world = new StatsWorld(dataSource);
});
beforeEach(async () => {
  // The failures that are made here are told in the log.
  jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
  await world.clear();
  await world.park(1, 'Europe/Paris', [1, 2]);
});
afterEach(() => jest.restoreAllMocks());
afterAll(async () => {
  await app?.close();
  await open?.database.drop();
});

const refresh = async () => {
  const outcome = await app.aggregator.refresh();
  if (!outcome.ran) throw new Error('the statistics are at work elsewhere');
  return outcome.result;
};

type Write = (manager: EntityManager) => Promise<void>;

/** Of a day of park 1. */
const statisticsOf = async (localDate: string) => {
  const days = app.get(ParkRangeService);
  const loaded = await days.load({ parkId: 1, days: [{ localDate, reason: 'TEST', token: '1' }] });
  return { scope: loaded!.scope, statistics: await days.compute(loaded!) };
};

/** Computes a day of park 1 and gives what writes it. */
const computed = async (localDate: string): Promise<Write> => {
  const { scope, statistics } = await statisticsOf(localDate);
  return (manager) => app.get(RollupRepository).replace(manager, scope, statistics);
};

/** Of the only day of the only park, UTC. */
const openOfDay = async (): Promise<unknown[]> => {
  const [park] = await world.query<Record<string, Date | null>>('SELECT opens_at, closes_at FROM park_daily_stats');
  return Object.values(park!).map((at) => at?.toISOString().slice(11, 16) ?? null);
};

/** Writes both at once, and ends the first transaction when the other one waits for it. */
const writeTogether = async (first: Write, second: Write): Promise<void> => {
  const other = dataSource.createQueryRunner();
  try {
    await other.startTransaction();
    await first(other.manager);
    const own = dataSource.transaction(second);
    while (!(await isAnyWaiting())) await setImmediate();
    await other.commitTransaction();
    await own;
  } finally {
    await other.release();
  }
};

/** Pages of the clustered index that a table occupies. */
const pagesOf = async (table: string): Promise<number> => {
  await world.query(`ANALYZE TABLE ${table}`);
  const [pages] = await world.query<{ pages: number | string }>(
    `SELECT stat_value AS pages FROM mysql.innodb_index_stats
      WHERE database_name = DATABASE() AND table_name = '${table}' AND index_name = 'PRIMARY' AND stat_name = 'n_leaf_pages'`,
  );
  return Number(pages!.pages);
};

const isAnyWaiting = async (): Promise<boolean> => {
  const [waits] = await world.query<{ Value: string }>("SHOW GLOBAL STATUS LIKE 'Innodb_row_lock_current_waits'");
  return Number(waits!.Value) > 0;
};

const on = (time: string, date = '2024-07-01'): string => `${date}T${time}Z`;
const MONTHS_NEWEST_FIRST = Array.from({ length: 24 }, (_, index) =>
  new Date(Date.UTC(2023, 11 - index)).toISOString().slice(0, 7),
);
const MORNING: ObservedState[] = [
  [on('08:00:00'), 'OPERATING', 10],
  [on('08:50:00'), 'OPERATING', 60],
  [on('09:00:00'), 'CLOSED'],
];
const EVENING: ObservedState[] = [
  [on('21:30:00'), 'OPERATING', 30],
  [on('22:30:00'), 'CLOSED'],
];

describe('an invalidated park-day', () => {
  it('is computed once, and a repeated refresh changes nothing', async () => {
    await world.archive(1, MORNING);
    expect(await world.marks()).toEqual(['1 2024-07-01']);
    expect(await refresh()).toEqual({ parkDays: 1, snapshots: 3, failedParkIds: [] });
    expect(await world.marks()).toEqual([]);
    const [day] = await world.days(1);
    expect(day).toMatchObject({
      operating: 60,
      closed: 60,
      observed: 120,
      noData: 22 * 60,
      min: 10,
      max: 60,
      snapshots: 3,
    });
    expect(day!.average).toBeCloseTo(18.3333, 4);
    const before = await world.everything();
    expect(await refresh()).toEqual({ parkDays: 0, snapshots: 0, failedParkIds: [] });
    await app.get(StatisticsRebuildService).request({ parkId: null, from: null, to: null });
    expect((await refresh()).parkDays).toBe(3);
    expect(await world.everything()).toEqual(before);
  });

  it('also invalidates the next day if a value is carried forward into it', async () => {
    await world.archive(1, EVENING);
    await refresh();
    // until half past midnight in Paris
    expect((await world.days(1)).map(({ date, operating }) => [date, operating])).toEqual([
      ['2024-07-01', 30],
      ['2024-07-02', 30],
    ]);
  });

  it('loses its statistics if its observations no longer belong to the ride', async () => {
    await world.archive(1, MORNING);
    await world.archive(2, EVENING);
    await refresh();
    await world.park(2, 'Europe/Paris', []);
    await world.query('UPDATE rides SET park_id = 2 WHERE ride_id = 1');
    for (const parkId of [1, 2]) await world.mark(parkId, ['2024-07-01', '2024-07-02']);
    await refresh();
    const parks = await world.query(
      'SELECT park_id AS park, SUM(operating_ms) / 60000 AS minutes FROM park_daily_stats GROUP BY 1',
    );
    expect(parks.map((row) => Object.values(row as object).map(Number))).toEqual([[1, 60], [2, 60]]); // prettier-ignore
    await world.mark(1, ['2024-07-01', '2024-07-02']);
    await world.query('UPDATE rides SET park_id = 1 WHERE ride_id = 1');
    await world.query('DELETE FROM ride_status_snapshots WHERE ride_id = 1 AND recorded_at >= ? AND recorded_at < ?', [
      new Date('2024-07-01'),
      new Date('2024-07-02'),
    ]);
    await refresh();
    expect(await world.days(1)).toEqual([]);
    expect(await world.query('SELECT * FROM ride_day_hours WHERE ride_id = 1')).toEqual([]);
    expect(await world.query('SELECT * FROM ride_ten_day_stats WHERE ride_id = 1')).toEqual([]);
    expect(await world.query('SELECT * FROM ride_monthly_stats WHERE ride_id = 1')).toEqual([]);
  });

  it('is removed from its ten-day rollup, which keeps its other days and disappears without any', async () => {
    const dates = ['2024-07-09', '2024-07-10', '2024-07-11'];
    for (const date of dates) {
      await world.archive(1, [[on('08:00:00', date), 'OPERATING', 10], [on('09:00:00', date), 'CLOSED']]); // prettier-ignore
      await world.archive(2, [[on('08:00:00', date), 'OPERATING', 20], [on('09:00:00', date), 'CLOSED']]); // prettier-ignore
    }
    const tenDayPeriods = async () =>
      (
        await world.query<object>(
          `SELECT ride_id AS ride, DAY(first_date) AS day, days, wait_minutes_ms / 60000 AS waited FROM ride_ten_day_stats
            WHERE days > 0 ORDER BY 1, 2`,
        )
      ).map((row) => Object.values(row).map(Number));
    await refresh();
    expect(await tenDayPeriods()).toEqual([[1, 1, 2, 1200], [1, 11, 1, 600], [2, 1, 2, 2400], [2, 11, 1, 1200]]); // prettier-ignore
    await world.query('DELETE FROM ride_status_snapshots WHERE ride_id = 1 AND recorded_at >= ? AND recorded_at < ?', [
      new Date('2024-07-10'),
      new Date('2024-07-12'),
    ]);
    await world.mark(1, ['2024-07-10', '2024-07-11', '2024-07-12']);
    await refresh();
    expect(await tenDayPeriods()).toEqual([[1, 1, 1, 600], [2, 1, 2, 2400], [2, 11, 1, 1200]]); // prettier-ignore
  });

  it('is replaced if the time zone of the park is corrected', async () => {
    await world.archive(1, EVENING);
    await refresh();
    await world.query("UPDATE parks SET timezone = 'America/New_York' WHERE park_id = 1");
    await world.mark(1, ['2024-07-01', '2024-07-02'], 'TIMEZONE');
    await refresh();
    expect((await world.days(1)).map(({ date, operating }) => [date, operating])).toEqual([['2024-07-01', 60]]);
    const hours = await storedRideHours((sql) => world.query(sql), 'ride_id = 1');
    expect(hours.map(({ localHour }) => localHour)).toEqual([17, 18, 19]);
  });
});

describe('statistics refreshed in steps', () => {
  it('equal those of a full recomputation, whatever the steps', async () => {
    const days = ['2024-06-29', '2024-06-30', '2024-07-01'];
    for (const date of days) {
      await world.archive(1, [[on('08:00:00', date), 'OPERATING', 10], [on('21:50:00', date), 'OPERATING', 45]]); // prettier-ignore
      await refresh();
      await world.archive(2, [[on('12:00:00', date), 'DOWN'], [on('13:00:00', date), 'OPERATING', 5], [on('22:40:00', date), 'CLOSED']]); // prettier-ignore
      await world.live(1, on('14:00:00', date), on('15:00:00', date), 'OPERATING', 20);
      await refresh();
    }
    const inSteps = await world.everything();
    for (const table of Object.keys(inSteps)) await world.query(`DELETE FROM ${table}`);
    await app.get(StatisticsRebuildService).request({ parkId: 1, from: null, to: null });
    await refresh();
    expect(await world.everything()).toEqual(inSteps);
    const [july] = await world.query<{ days: number; operating: string }>(
      "SELECT days, operating_ms / 60000 AS operating FROM ride_monthly_stats WHERE ride_id = 1 AND month = '2024-07-01'",
    );
    const ofDays = (await world.days(1)).filter(({ date }) => date >= '2024-07-01');
    // what is carried over from the evening before is no observation of a day
    expect([july!.days, Number(july!.operating)]).toEqual([
      ofDays.filter(({ snapshots }) => snapshots > 0).length,
      ofDays.reduce((sum, { operating }) => sum + operating, 0),
    ]);
  });

  it('include a live span that began days before, and one that an older archive row interrupts', async () => {
    await world.poll(on('10:00:00', '2024-06-20'));
    await world.live(1, on('10:00:00', '2024-06-20'), on('12:00:00'), 'REFURBISHMENT');
    await world.archive(1, [[on('02:00:00'), 'OPERATING', 5]]);
    await world.query('DELETE FROM invalidated_park_days');
    await world.mark(1, ['2024-07-01']);
    await refresh();
    const [day] = await world.days(1);
    // from midnight in Paris, 22:00 UTC, to a quarter past twelve; the run is back a quarter of an hour after the row
    expect(day).toMatchObject({ operating: 15, observed: 14 * 60 + 15 });
  });

  it.each([
    ['begins with the first poll months later', true],
    ['was never polled', false],
  ])('include a state of the History API that began weeks before, in a park that %s', async (_, isPolledLater) => {
    if (isPolledLater) {
      await world.poll(on('10:00:00', '2024-10-01'));
      await world.live(1, on('10:00:00', '2024-10-01'), on('12:00:00', '2024-10-01'), 'OPERATING', 5);
    }
    const days = ['2024-07-01', '2024-07-02'];
    await world.history(1, [on('10:00:00', '2024-06-03'), on('12:00:00')], 'REFURBISHMENT', { days });
    await world.history(1, [on('12:00:00'), on('22:00:00')], 'OPERATING', { days });
    await world.archive(2, [[on('22:30:00', '2024-10-01'), 'CLOSED']]);
    await world.query('DELETE FROM invalidated_park_days');
    await world.mark(1, ['2024-06-29', '2024-06-30', '2024-07-01']);
    await refresh();
    const stored = (await world.days(1)).filter(({ date }) => date < '2024-08-01');
    expect(stored.map(({ date, observed, operating, noData }) => ({ date, observed, operating, noData }))).toEqual([
      { date: '2024-06-29', observed: 24 * 60, operating: 0, noData: 0 },
      { date: '2024-06-30', observed: 24 * 60, operating: 0, noData: 0 },
      // From midnight in Paris, 22:00 UTC.
      { date: '2024-07-01', observed: 24 * 60, operating: 10 * 60, noData: 0 },
    ]);
  });

  it('record whether the feed of a park reports DOWN', async () => {
    const reportsDown = async () =>
      (
        await world.query<{ reported: number | null }>('SELECT reports_down AS reported FROM parks WHERE park_id = 1')
      )[0]!.reported;
    expect(await reportsDown()).toBeNull();
    await world.archive(1, MORNING);
    await refresh();
    expect(await reportsDown()).toBe(0);
    await world.archive(2, [[on('10:00:00'), 'DOWN']]);
    await refresh();
    expect(await reportsDown()).toBe(1);
  });

  it('use published hours, and exclude shows and restaurants from the park', async () => {
    await world.rows.schedule(1, '2024-07-01', new Date(on('08:30:00')), new Date(on('20:30:00')));
    await world.query("UPDATE rides SET entity_type = 'SHOW' WHERE ride_id = 2");
    await world.archive(1, MORNING);
    await world.archive(2, [[on('04:00:00'), 'OPERATING']]);
    await refresh();
    const [park] = await world.query<Record<string, unknown>>(
      `SELECT opens_at AS opensAt, closes_at AS closesAt, rides_tracked AS rides, scheduled_operating_ms / 60000 AS operating,
              coverage FROM park_daily_stats`,
    );
    expect(park).toEqual({ opensAt: new Date(on('08:30:00')), closesAt: new Date(on('20:30:00')), rides: 1, operating: '30.0000', coverage: 0.125 }); // prettier-ignore
    expect(await world.days(2)).toHaveLength(1);
  });
});

describe('a stored schedule entry with implausible hours', () => {
  it.each([
    ['shorter than five minutes', '10:00:00', '10:03:00'],
    ['that opens days away from its date', '2024-07-05', '2024-07-05'],
  ])('is read as an entry without hours, whichever version stored it: one %s', async (_, opens, closes) => {
    const at = (text: string) => new Date(text.includes('-') ? `${text}T10:00:00Z` : on(text));
    const closesAt = closes === opens ? new Date(at(closes).getTime() + 3_600_000) : at(closes);
    await world.rows.schedule(1, '2024-07-01', at(opens), closesAt);
    await world.archive(1, MORNING);
    await refresh();
    expect(await openOfDay()).toEqual(['08:00', '09:00']);
  });
});

describe('an expected ride without observations', () => {
  const scheduledHours = async () => {
    const rows = await world.query<{ hours: string }>(
      'SELECT scheduled_ms / 3600000 AS hours FROM park_daily_stats ORDER BY stat_date',
    );
    return rows.map(({ hours }) => Number(hours));
  };
  const hoursOf = async (date: string) => {
    await world.rows.schedule(1, date, new Date(on('08:00:00', date)), new Date(on('18:00:00', date)));
    await world.poll(on('12:00:00', date));
    await world.live(1, on('08:00:00', date), on('18:00:00', date), 'OPERATING', 10);
  };
  const change = (at: string, isListed: 0 | 1) =>
    world.query('INSERT INTO ride_listing_changes (ride_id, changed_at, is_listed) VALUES (2, ?, ?)', [at, isListed]);

  it('is missing on the days on which the catalogue listed it, whether or not it is listed today', async () => {
    const dates = ['2024-07-02', '2024-07-03', '2024-07-04'];
    await world.poll(on('12:00:00'));
    await world.live(2, on('08:00:00'), on('18:00:00'), 'OPERATING', 10);
    for (const date of dates) await hoursOf(date);
    const recomputed = async () => {
      await world.mark(1, ['2024-07-01', ...dates]);
      await refresh();
      return (await scheduledHours()).slice(-3);
    };
    expect(await recomputed()).toEqual([20, 20, 20]);
    await world.query('UPDATE rides SET is_active = 0 WHERE ride_id = 2');
    await change('2024-07-03 05:00:00', 0);
    expect(await recomputed()).toEqual([20, 10, 10]);
    await world.query('UPDATE rides SET is_active = 1 WHERE ride_id = 2');
    await change('2024-07-04 05:00:00', 1);
    expect(await recomputed()).toEqual([20, 10, 20]);
  });

  it('is missing while its new UUID was listed, even before the two were linked', async () => {
    const dates = ['2024-07-02', '2024-07-03', '2024-07-04'];
    await world.poll(on('12:00:00'));
    await world.live(2, on('08:00:00'), on('18:00:00'), 'OPERATING', 10);
    for (const date of dates) await hoursOf(date);
    await change('2024-07-02 05:00:00', 0);
    await change('2024-07-04 05:00:00', 1);
    await world.rows.ride(3, 1, 'Ride 3');
    await world.query("UPDATE rides SET first_seen_at = '2024-07-03 05:00:00' WHERE ride_id = 3");
    await world.rows.link(3, 2);
    await world.mark(1, dates);
    await refresh();
    expect((await scheduledHours()).slice(-3)).toEqual([10, 20, 20]);
  });
});

describe('a ride with a linked UUID', () => {
  it('has the statistics of both, and the linked ride has none', async () => {
    await world.archive(1, MORNING);
    await world.archive(2, [[on('09:10:00'), 'OPERATING', 5], [on('09:40:00'), 'CLOSED']]); // prettier-ignore
    await refresh();
    expect(await world.days(2)).toHaveLength(1);
    await world.rows.link(2, 1);
    await world.mark(1, ['2024-07-01'], 'MAPPING');
    await refresh();
    expect(await world.days(2)).toEqual([]);
    expect((await world.days(1))[0]).toMatchObject({ operating: 90, waitKnown: 90, snapshots: 5 });
  });

  it('of another park is refreshed together with its target', async () => {
    await world.park(2, 'Europe/Paris', [3]);
    await world.rows.link(3, 1);
    await world.archive(3, MORNING);
    expect(await world.marks()).toEqual(['2 2024-07-01']);
    await refresh();
    expect((await world.days(1))[0]).toMatchObject({ operating: 60 });
    expect(await world.days(3)).toEqual([]);
    expect(await world.marks()).toEqual([]);
  });

  it('is refreshed although linked rides invalidate its park again', async () => {
    // 5 counts as 4, and 3, of the same park as 4, as 1
    await world.park(2, 'Europe/Paris', [5]);
    await world.park(3, 'Europe/Paris', [3, 4]);
    await world.rows.link(3, 1);
    await world.rows.link(5, 4);
    await world.archive(3, MORNING);
    await world.archive(5, MORNING);
    await refresh();
    expect((await world.days(1))[0]).toMatchObject({ operating: 60 });
    expect((await world.days(4))[0]).toMatchObject({ operating: 60 });
    expect(await world.marks()).toEqual([]);
  });
});

describe('an interrupted refresh', () => {
  it('leaves complete days, and the invalidations of the others, when it is killed', async () => {
    for (const date of ['2024-05-10', '2024-06-10', '2024-07-01']) {
      await world.archive(1, [[on('08:00:00', date), 'OPERATING', 10], [on('09:00:00', date), 'CLOSED']]); // prettier-ignore
    }
    let intervals = 0;
    const repository = app.get(InvalidationLogRepository);
    const settle = repository.settle.bind(repository);
    jest.spyOn(repository, 'settle').mockImplementation((...args) => {
      // after its figures are written, and before the transaction that they are written in is over
      if (++intervals >= 2) throw new Error('killed');
      return settle(...args);
    });
    expect((await refresh()).failedParkIds).toEqual([1]);
    expect((await world.days(1)).map(({ date }) => date)).toEqual(['2024-07-01']);
    expect(await world.marks()).toEqual(['1 2024-05-10', '1 2024-06-10']);
    jest.restoreAllMocks();
    expect(await refresh()).toMatchObject({ parkDays: 2, failedParkIds: [] });
    expect((await world.days(1)).map(({ date }) => date)).toEqual(['2024-05-10', '2024-06-10', '2024-07-01']);
  });

  it('computes a day again if observations are written meanwhile', async () => {
    await world.archive(1, MORNING);
    const repository = app.get(RollupRepository);
    const replace = repository.replace.bind(repository);
    let calls = 0;
    jest.spyOn(repository, 'replace').mockImplementation(async (...args) => {
      if (++calls === 1) await world.archive(2, MORNING);
      return replace(...args);
    });
    expect(await refresh()).toMatchObject({ parkDays: 2 });
    expect(calls).toBe(2);
    expect(await world.days(2)).toHaveLength(1);
    expect(await world.marks()).toEqual([]);
  });

  it('does not overwrite what another process has computed meanwhile', async () => {
    await world.archive(1, MORNING);
    const repository = app.get(RollupRepository);
    const replace = repository.replace.bind(repository);
    jest.spyOn(repository, 'replace').mockImplementation(async (...args) => {
      await world.query('DELETE FROM invalidated_park_days');
      return replace(...args);
    });
    expect(await refresh()).toEqual({ parkDays: 0, snapshots: 0, failedParkIds: [] });
    expect(await world.days(1)).toEqual([]);
  });

  it('includes days that another process is writing in the sum of the month', async () => {
    await world.archive(1, [[on('08:00:00'), 'OPERATING', 10], [on('09:00:00'), 'CLOSED']]); // prettier-ignore
    await world.archive(1, [[on('08:00:00', '2024-07-20'), 'OPERATING'], [on('09:00:00', '2024-07-20'), 'CLOSED']]); // prettier-ignore
    const [first, second] = await Promise.all(['2024-07-01', '2024-07-20'].map(computed));
    await writeTogether(first!, second!);
    const totals = await world.query('SELECT days, operating_ms FROM ride_monthly_stats WHERE ride_id = 1');
    expect(totals.map((row) => Object.values(row as object).map(Number))).toEqual([[2, 7_200_000]]);
  });

  it('keeps the range of DOWN reports while another process writes the day with the DOWN', async () => {
    await world.archive(1, [[on('08:00:00'), 'OPERATING', 10], [on('09:00:00'), 'CLOSED']]); // prettier-ignore
    await world.archive(1, [[on('08:00:00', '2024-06-20'), 'DOWN'], [on('09:00:00', '2024-06-20'), 'CLOSED']]); // prettier-ignore
    const [withDown, without] = await Promise.all(['2024-06-20', '2024-07-01'].map(computed));
    await writeTogether(withDown!, without!);
    expect(await world.query('SELECT reports_down AS reported FROM parks')).toEqual([{ reported: 1 }]);
  });

  it('leaves no half-empty pages where the newest month is written first', async () => {
    await world.archive(1, MORNING);
    const { scope: ofDay, statistics } = await statisticsOf('2024-07-01');
    const rideIds = Array.from({ length: 40 }, (_, index) => 1_000 + index);
    for (const month of MONTHS_NEWEST_FIRST) {
      const dates = Array.from({ length: 28 }, (_, index) => `${month}-${String(index + 1).padStart(2, '0')}`);
      const [firstDate, lastDate] = [dates[0]!, dates.at(-1)!];
      const ofMonth = <Row extends object>(row: Row): Row[] =>
        rideIds.flatMap((rideId) => dates.map((localDate) => ({ ...row, rideId, localDate })));
      const [days, hours] = [ofMonth(statistics.days[0]!), ofMonth(statistics.hours[0]!)];
      const written = { ...statistics, days, hours, downtimes: [], parkDays: [], parkHours: [], noData: [] };
      const scope = { ...ofDay, rideIds, firstDate, lastDate };
      await dataSource.transaction((manager) => app.get(RollupRepository).replace(manager, scope, written));
    }
    for (const table of ['ride_daily_stats', 'ride_day_hours']) {
      const stored = await pagesOf(table);
      // In the order of the key, with full pages.
      await world.query(`ALTER TABLE ${table} FORCE`);
      expect(stored / (await pagesOf(table))).toBeLessThan(1.5);
    }
  });

  it('never shows readers a day without its statistics', async () => {
    await world.archive(1, MORNING);
    await refresh();
    await app.get(StatisticsRebuildService).request({ parkId: 1, from: null, to: null });
    const repository = app.get(InvalidationLogRepository);
    const settle = repository.settle.bind(repository);
    const observed: number[] = [];
    jest.spyOn(repository, 'settle').mockImplementation(async (...args) => {
      observed.push((await world.days(1)).length);
      return settle(...args);
    });
    await refresh();
    expect(observed.every((days) => days === 1)).toBe(true);
  });

  it('does not start while another process is refreshing', async () => {
    await world.archive(1, MORNING);
    const leases = app.get(JobLeaseService);
    await leases.runExclusive({
      name: 'statistics',
      ttlMs: 60_000,
      work: async () => expect(await app.aggregator.refresh()).toEqual({ ran: false }),
    });
    expect(await world.marks()).toEqual(['1 2024-07-01']);
  });

  it('stops between two ranges of days on request', async () => {
    await world.archive(1, MORNING);
    const outcome = await app.aggregator.refresh({ signal: AbortSignal.abort() });
    expect(outcome).toMatchObject({ ran: true, result: { parkDays: 0 } });
    expect(await world.marks()).toEqual(['1 2024-07-01']);
  });

  it('reads nothing after it has ended', async () => {
    await world.archive(1, MORNING);
    const days = app.get(InvalidationLogRepository);
    const findNext = days.findNext.bind(days);
    const happened: string[] = [];
    let response: () => void = () => undefined;
    const isAnswered = new Promise<void>((resolve) => (response = resolve));
    jest.spyOn(days, 'findNext').mockImplementation(async (...given) => {
      await isAnswered;
      happened.push('read');
      return findNext(...given);
    });
    const ended = app.aggregator.refresh({ signal: AbortSignal.abort() }).then(() => happened.push('ended'));
    // Long enough for one that does not wait to be over.
    for (let turn = 0; turn < 20; turn++) await dataSource.query('SELECT 1');
    response();
    await ended;
    expect(happened).toEqual(['read', 'ended']);
  });

  it('does not start in a process that is ending', async () => {
    await world.archive(1, MORNING);
    const ending = await StatisticsApp.start(await open.connect());
    await ending.close();
    expect(await ending.aggregator.refresh()).toEqual({ ran: false });
    expect(await world.marks()).toEqual(['1 2024-07-01']);
  });

  it('continues with other parks if one park cannot be computed', async () => {
    await world.park(2, 'Europe/Paris', [3]);
    await world.archive(1, MORNING);
    await world.archive(3, MORNING);
    const intervals = app.get(ParkRangeService);
    const load = intervals.load.bind(intervals);
    jest.spyOn(intervals, 'load').mockImplementation(async (interval) => {
      if (interval.parkId === 1) throw new Error('cannot be computed');
      return load(interval);
    });
    expect(await refresh()).toMatchObject({ parkDays: 1, failedParkIds: [1] });
    expect(await world.marks()).toEqual(['1 2024-07-01']);
  });

  it('computes the days of a park with an unknown time zone in UTC', async () => {
    await world.archive(1, MORNING);
    await world.query("UPDATE parks SET timezone = 'No/Where' WHERE park_id = 1");
    expect(await refresh()).toMatchObject({ parkDays: 1, failedParkIds: [] });
    expect(await world.days(1)).toHaveLength(1);
  });
});

describe('a rebuild', () => {
  it('can be limited to a park and a range of days', async () => {
    await world.park(2, 'Europe/Paris', [3]);
    for (const rideId of [1, 3]) await world.archive(rideId, [...MORNING, ...EVENING]);
    await refresh();
    const rebuild = app.get(StatisticsRebuildService);
    const record = await rebuild.request({ parkId: 2, from: '2024-07-02', to: '2024-07-02' });
    expect(record).toMatchObject({ parkDaysTotal: 1, parkId: 2, from: '2024-07-02', to: '2024-07-02' });
    expect(await world.marks()).toEqual(['2 2024-07-02']);
    expect(await rebuild.left(record)).toBe(1);
    await refresh();
    expect(await rebuild.left(record)).toBe(0);
  });
});
