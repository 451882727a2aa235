import fc from 'fast-check';
import { type OpenDatabase, openMigratedDatabase } from '../support/migrated-database.js';
import { StatisticsApp } from './support/statistics-app.js';
import { StatsWorld } from './support/stats-world.js';

const DAYS = ['2024-07-01', '2024-07-02', '2024-07-03', '2024-07-04', '2024-07-05'];
/** Ride 4 is linked to ride 3. */
const RIDES = [1, 2, 3, 4];

type Source = 'NONE' | 'ARCHIVE_OPEN' | 'ARCHIVE_CLOSED' | 'LIVE' | 'BOTH';
interface Exclusion {
  rideId: number | null;
  fromHour: number;
  hours: number;
  scope: 'ALL' | 'WAIT';
}
interface Case {
  /** By ride and day. */
  sources: Source[][];
  /** By day: whether it is polled also where no ride is reported. */
  isPolled: boolean[];
  exclusions: Exclusion[];
  /** Ride 2 is listed from the first hour on, up to the second. */
  listedHours: [number, number] | null;
}

const hourOf = (hour: number) => new Date(Date.parse(`${DAYS[0]}T00:00:00Z`) + hour * 3_600_000);
const source = fc.constantFrom<Source>('NONE', 'NONE', 'ARCHIVE_OPEN', 'ARCHIVE_CLOSED', 'LIVE', 'BOTH');
const hour = fc.integer({ min: 0, max: 24 * DAYS.length });
const cases: fc.Arbitrary<Case> = fc.record({
  sources: fc.array(fc.array(source, { minLength: DAYS.length, maxLength: DAYS.length }), {
    minLength: RIDES.length,
    maxLength: RIDES.length,
  }),
  isPolled: fc.array(fc.boolean(), { minLength: DAYS.length, maxLength: DAYS.length }),
  exclusions: fc.array(
    fc.record({
      rideId: fc.constantFrom(null, 1, 2, 3, 4),
      fromHour: hour,
      hours: fc.integer({ min: 1, max: 30 }),
      scope: fc.constantFrom('ALL' as const, 'WAIT' as const),
    }),
    { maxLength: 3 },
  ),
  listedHours: fc.option(fc.tuple(hour, hour)),
});

describe('the statistics of a day', () => {
  let open: OpenDatabase;
  let app: StatisticsApp;
  let world: StatsWorld;

  beforeAll(async () => {
    open = await openMigratedDatabase('days_together');
    app = await StatisticsApp.start(open.dataSource);
    world = new StatsWorld(open.dataSource);
  });
  afterAll(async () => {
    await app?.close();
    await open?.database.drop();
  });

  const observe = async (rideId: number, date: string, what: Source): Promise<void> => {
    const at = (time: string) => `${date}T${time}:00Z`;
    if (what === 'LIVE' || what === 'BOTH') {
      await world.live(rideId, at('08:00'), at('11:00'), 'OPERATING', 20);
      await world.live(rideId, at('11:00'), at('13:00'), 'DOWN');
    }
    if (what === 'NONE' || what === 'LIVE') return;
    await world.archive(rideId, [
      [at('14:00'), 'OPERATING', 10],
      what === 'ARCHIVE_CLOSED' ? [at('16:00'), 'CLOSED'] : [at('16:00'), 'OPERATING', 15],
    ]);
  };

  const build = async ({ sources, isPolled, exclusions, listedHours }: Case): Promise<void> => {
    await world.query('DELETE FROM data_exclusions');
    await world.clear();
    await world.park(1, 'UTC', RIDES);
    await world.rows.link(4, 3);
    for (const [day, date] of DAYS.entries()) {
      await world.rows.schedule(1, date, new Date(`${date}T08:00:00Z`), new Date(`${date}T18:00:00Z`));
      const today = sources.map((ofRide) => ofRide[day]!);
      if (isPolled[day]! || today.some((what) => what === 'LIVE' || what === 'BOTH')) {
        for (const time of ['08:00', '08:10', '10:50', '11:00', '12:30', '13:00'])
          await world.poll(`${date}T${time}:00Z`);
      }
      for (const [index, what] of today.entries()) await observe(RIDES[index]!, date, what);
    }
    for (const { rideId, fromHour, hours, scope } of exclusions) {
      await world.query(
        `INSERT INTO data_exclusions (park_id, ride_id, from_at, to_at, scope, reason, origin, created_at, updated_at)
         VALUES (1, ?, ?, ?, ?, 'MANUAL', 'PERSON', NOW(3), NOW(3))`,
        [rideId, hourOf(fromHour), hourOf(fromHour + hours), scope],
      );
    }
    const changes = listedHours === null ? [] : [...new Set(listedHours)].sort((a, b) => a - b);
    for (const [index, at] of changes.entries()) {
      await world.query('INSERT INTO ride_listing_changes (ride_id, changed_at, is_listed) VALUES (2, ?, ?)', [
        hourOf(at),
        index === 0 ? 1 : 0,
      ]);
    }
  };

  const stored = () =>
    world.query<object>(
      `SELECT DATE_FORMAT(stat_date, '%Y-%m-%d') AS date, rides_tracked, scheduled_ms, coverage
         FROM park_daily_stats ORDER BY stat_date`,
    );
  const compute = async (dates: readonly string[]): Promise<void> => {
    await world.mark(1, dates);
    await app.aggregator.refresh();
  };

  it('do not depend on the other days computed together with it', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (made) => {
        await build(made);
        await compute(DAYS);
        const together = await stored();
        for (const date of [...DAYS].reverse()) await compute([date]);
        expect(await stored()).toEqual(together);
      }),
      { seed: 20240701, numRuns: 60, endOnFailure: true },
    );
  }, 600_000);

  const july = (day: number, time = '00:00') => `2024-07-${String(day).padStart(2, '0')}T${time}:00Z`;
  const observed = async (date: string) => {
    const [day] = await world.query<{ observed: string; archive: string }>(
      'SELECT observed_ms / 60000 AS observed, archive_ms / 60000 AS archive FROM ride_daily_stats WHERE ride_id = 1 AND stat_date = ?',
      [date],
    );
    return [Number(day?.observed ?? 0), Number(day?.archive ?? 0)];
  };

  it.each<
    [
      string,
      {
        polled?: [string, string];
        archived?: string;
        logged: [string, string];
        imported: number;
        day: number;
        expected: number[];
      },
    ]
  >([
    [
      'opens weeks before the only imported day',
      { logged: [july(1, '12:00'), '2024-08-01T00:00:00Z'], imported: 31, day: 10, expected: [1440, 1440] },
    ],
    [
      'began before the polls of the same state and lasts longer',
      {
        polled: [july(2, '12:00'), july(26, '23:00')],
        logged: [july(1, '08:00'), july(28)],
        imported: 27,
        day: 27,
        expected: [1440, 0],
      },
    ],
    [
      'lasts past polls that ended the day before',
      {
        polled: [july(2, '12:00'), july(25, '08:00')],
        logged: [july(1, '08:00'), july(28)],
        imported: 27,
        day: 27,
        expected: [1440, 0],
      },
    ],
    [
      'begins within the polls of the same state',
      {
        polled: [july(20, '12:00'), july(26, '12:00')],
        logged: [july(20, '12:03'), july(28)],
        imported: 27,
        day: 26,
        expected: [1440, 0],
      },
    ],
    [
      'ended long ago within polls that continue',
      {
        polled: ['2024-05-01T12:00:00Z', july(26, '12:00')],
        logged: ['2024-05-10T12:00:00Z', '2024-05-11T00:00:00Z'],
        imported: 0,
        day: 20,
        expected: [1440, 0],
      },
    ],
    [
      'began before an event of the archive, which ended it days ago',
      {
        archived: july(10, '12:00'),
        logged: [july(1, '08:00'), july(28)],
        imported: 27,
        day: 20,
        expected: [0, 0],
      },
    ],
  ])(
    'do not depend on them with a state of the History API that %s',
    async (_, { polled, archived, logged, imported, day, expected }) => {
      await world.query('DELETE FROM data_exclusions');
      await world.clear();
      await world.park(1, 'UTC', [1]);
      if (polled !== undefined) {
        await world.poll(polled[0]);
        await world.live(1, ...polled, 'REFURBISHMENT');
      }
      await world.history(1, logged, 'REFURBISHMENT', {
        days: imported === 0 ? ['2024-05-10'] : [july(imported).slice(0, 10)],
      });
      if (archived !== undefined) await world.archive(1, [[archived, 'REFURBISHMENT']]);
      await world.query('DELETE FROM invalidated_park_days');
      const dates = Array.from({ length: 30 }, (_day, index) => july(index + 2).slice(0, 10));
      await compute(dates);
      const together = await world.everything();
      const date = july(day).slice(0, 10);
      expect(await observed(date)).toEqual(expected);
      for (const table of ['ride_daily_stats', 'park_daily_stats'])
        await world.query(`DELETE FROM ${table} WHERE stat_date = ?`, [date]);
      await compute([date]);
      expect(await observed(date)).toEqual(expected);
      expect(await world.everything()).toEqual(together);
    },
  );
});
