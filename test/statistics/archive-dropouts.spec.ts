import { loadConfig } from '../../src/common/config/app-config.js';
import { Clock } from '../../src/common/time/clock.js';
import { RideDays } from '../../src/modules/catalog/registry/entity-changes.service.js';
import { RideDaysRepository } from '../../src/modules/catalog/registry/entity-changes.sql.js';
import { ObservationWriter } from '../../src/modules/snapshots/writing/observation-writer.js';
import { ObservationRepository } from '../../src/modules/snapshots/writing/observation.repository.sql.js';
import { type OpenDatabase, openMigratedDatabase } from '../support/migrated-database.js';
import { StatisticsApp } from './support/statistics-app.js';
import { type ObservedState, StatsWorld } from './support/stats-world.js';

const DAYS = ['2024-07-01', '2024-07-02', '2024-07-03'];
const opening = (date: string) => [date, new Date(`${date}T08:00:00Z`), new Date(`${date}T18:00:00Z`)] as const;
/** Operating at moving waits from 08:00 to 18:00 UTC, or to `lastHour` without a word after that. */
const day = (date: string, lastHour = 18): ObservedState[] =>
  Array.from({ length: lastHour - 7 }, (_, index): ObservedState => {
    const at = `${date}T${String(8 + index).padStart(2, '0')}:00:00Z`;
    return index + 8 === 18 ? [at, 'CLOSED'] : [at, 'OPERATING', 10 + index];
  });

/** Ride 1 is told of every day. The archive stops telling of ride 2 at 12:00 of 1 July, of ride 3 after its closing. */
describe('rides that disappear from an archive', () => {
  let open: OpenDatabase;
  let app: StatisticsApp;
  let world: StatsWorld;

  beforeAll(async () => {
    open = await openMigratedDatabase('archive_dropouts');
    app = await StatisticsApp.start(open.dataSource);
    world = new StatsWorld(open.dataSource);
    await world.park(1, 'UTC', [1, 2, 3]);
    for (const date of DAYS) await world.rows.schedule(1, ...opening(date));
    for (const date of DAYS) await world.archive(1, day(date));
    await world.archive(2, day(DAYS[0]!, 12));
    await world.archive(3, day(DAYS[0]!));
  });
  afterAll(async () => {
    await app?.close();
    await open?.database.drop();
  });

  const coverage = async () => {
    const rows = await world.query<{ coverage: string; rides: number }>(
      `SELECT coverage, rides_tracked AS rides FROM park_daily_stats
        WHERE park_id = 1 AND stat_date BETWEEN ? AND ? ORDER BY stat_date`,
      [DAYS[0], DAYS[2]],
    );
    return rows.map(({ coverage: share, rides }) => [Number(Number(share).toFixed(3)), rides]);
  };
  // Ride 2 is carried forward to 13:00 on the first day, of which the park is observed.
  const EXPECTED = [
    [0.833, 3],
    [0.5, 2],
    [0.5, 2],
  ];

  it('count as missing on later days if their last event was not CLOSED', async () => {
    await app.aggregator.refresh();
    expect((await coverage()).slice(1)).toEqual(EXPECTED.slice(1));
  });

  it('count as missing however often a day is computed, and with whichever other days', async () => {
    const together = await coverage();
    for (const date of [...DAYS].reverse()) {
      await world.mark(1, [date]);
      await app.aggregator.refresh();
    }
    expect(await coverage()).toEqual(together);
  });

  it('do not count as missing if their last observation is excluded', async () => {
    await world.query(
      `INSERT INTO data_exclusions (park_id, ride_id, from_at, to_at, scope, reason, origin, created_at, updated_at)
       VALUES (1, 2, '2024-07-01', '2024-07-02', 'ALL', 'MANUAL', 'PERSON', NOW(3), NOW(3))`,
    );
    await world.mark(1, [DAYS[1]!]);
    await app.aggregator.refresh();
    expect((await coverage())[1]).toEqual([1, 1]);
    await world.query('DELETE FROM data_exclusions');
  });

  it('do not count as missing once the catalogue no longer lists them', async () => {
    await world.query('UPDATE rides SET is_active = 0 WHERE ride_id = 2');
    await world.query(
      "INSERT INTO ride_listing_changes (ride_id, changed_at, is_listed) VALUES (2, '2024-07-03 05:00:00', 0)",
    );
    await world.mark(1, DAYS);
    await app.aggregator.refresh();
    expect((await coverage()).slice(1)).toEqual([
      [0.5, 2],
      [1, 1],
    ]);
  });

  it('do not count as missing once a later import reports them CLOSED', async () => {
    await world.park(2, 'UTC', [4, 5]);
    for (const date of DAYS) await world.rows.schedule(2, ...opening(date));
    for (const date of DAYS) await world.archive(4, day(date));
    await world.archive(5, day(DAYS[0]!, 12));
    await app.aggregator.refresh();
    const missing = () =>
      world.query<{ rides: number }>(
        'SELECT rides_tracked AS rides FROM park_daily_stats WHERE park_id = 2 AND stat_date > ? ORDER BY stat_date',
        [DAYS[0]],
      );
    expect(await missing()).toEqual([{ rides: 2 }, { rides: 2 }]);
    await world.archive(5, [[`${DAYS[0]}T12:30:00Z`, 'CLOSED']]);
    await app.aggregator.refresh();
    expect(await missing()).toEqual([{ rides: 1 }, { rides: 1 }]);
  });

  it('keep a park closed whose only events are of one ride, whichever days are computed together', async () => {
    await world.park(4, 'UTC', [8, 9, 10]);
    for (const rideId of [8, 9, 10]) await world.archive(rideId, day(DAYS[0]!));
    const repeated = DAYS.slice(1).flatMap((date) => ['09:00', '12:00', '15:00'].map((time) => `${date}T${time}:00Z`));
    await world.archive(
      8,
      repeated.map((at): ObservedState => [at, 'OPERATING', 5]),
    );
    const opened = () =>
      world.query<{ isOpen: number }>(
        'SELECT opens_at IS NOT NULL AS isOpen FROM park_daily_stats WHERE park_id = 4 ORDER BY stat_date',
      );
    await app.aggregator.refresh();
    const closed = [{ isOpen: 1 }, { isOpen: 0 }, { isOpen: 0 }];
    expect(await opened()).toEqual(closed);
    for (const date of [...DAYS].reverse()) {
      await world.mark(4, [date]);
      await app.aggregator.refresh();
    }
    expect(await opened()).toEqual(closed);
  });

  it('do not count as missing once they are excluded from statistics', async () => {
    await world.park(3, 'UTC', [6, 7]);
    for (const date of DAYS) await world.rows.schedule(3, ...opening(date));
    for (const date of DAYS) await world.archive(6, day(date));
    await world.archive(7, day(DAYS[0]!, 12));
    await app.aggregator.refresh();
    const tracked = () =>
      world.query<{ rides: number }>(
        'SELECT rides_tracked AS rides FROM park_daily_stats WHERE park_id = 3 ORDER BY stat_date',
      );
    expect(await tracked()).toEqual([{ rides: 2 }, { rides: 2 }, { rides: 2 }]);
    await world.query("INSERT INTO catalog_decisions (ride_id, kind, decided_at) VALUES (7, 'EXCLUDED', NOW(3))");
    const writer = new ObservationWriter(new ObservationRepository());
    const rideDays = new RideDays(new RideDaysRepository(), writer, loadConfig({}), new Clock());
    const parks = [{ parkId: 3, timezone: 'UTC' }];
    await open.dataSource.transaction((manager) => rideDays.invalidate(manager, 7, parks, 'DECISION'));
    await app.aggregator.refresh();
    expect(await tracked()).toEqual([{ rides: 1 }, { rides: 1 }, { rides: 1 }]);
  });
});
