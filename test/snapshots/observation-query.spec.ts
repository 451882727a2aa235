import { loadConfig } from '../../src/common/config/app-config.js';
import { Clock } from '../../src/common/time/clock.js';
import { NoDataIntervalRepository } from '../../src/modules/snapshots/no-data-intervals.sql.js';
import { ObservationQueryService } from '../../src/modules/snapshots/observation-query.service.js';
import { ObservationQueryRepository } from '../../src/modules/snapshots/observation-query.sql.js';
import { type OpenDatabase, openMigratedDatabase } from '../support/migrated-database.js';

const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2026, 6, 20);
const day = (days: number): string =>
  new Date(START_MS + days * DAY_MS).toISOString().replace('T', ' ').replace('Z', '');

describe('stored observations around the start of a range', () => {
  let open: OpenDatabase;
  let observations: ObservationQueryService;

  beforeAll(async () => {
    open = await openMigratedDatabase('observation_query');
    observations = new ObservationQueryService(
      new ObservationQueryRepository(open.dataSource),
      new NoDataIntervalRepository(open.dataSource),
      new Clock(),
      loadConfig({}),
    );
    const rows: [rideId: number, from: number, until: number | null, wait: number, source: string][] = [
      [1, -60, 0.5, 10, 'LIVE'],
      [1, 0.6, 0.8, 20, 'LIVE'],
      [2, -2, -1, 30, 'LIVE'],
      [3, -390, 1, 40, 'LIVE'],
      [4, -3, 1, 50, 'LIVE'],
      [4, -2, null, 60, 'ARCHIVE'],
      [5, -410, 1, 70, 'LIVE'],
      [6, -20, -12, 80, 'LIVE'],
      [6, -9, -8, 90, 'LIVE'],
    ];
    for (const [rideId, from, until, wait, source] of rows) {
      await open.dataSource.query(
        `INSERT INTO ride_status_snapshots (ride_id, recorded_at, status, wait_time, last_confirmed_at, data_source)
         VALUES (?, ?, 'OPERATING', ?, ?, ?)`,
        [rideId, day(from), wait, until === null ? null : day(until), source],
      );
    }
  });
  afterAll(() => open.close());

  const RIDES = [1, 2, 3, 4, 5, 6, 7];
  const wait = ({ waitMinutes }: { waitMinutes: number | null }) => waitMinutes;

  it('include the last one of each ride of up to 400 days before, and then those of the range', async () => {
    const window = { rideIds: RIDES, fromMs: START_MS, toMs: START_MS + DAY_MS };
    const rows = await observations.rowsWithLastBefore(window);
    expect(rows.map(wait).sort()).toEqual([10, 20, 30, 40, 60, 90]);
    expect(rows.filter(({ rideId }) => rideId === 1).map(wait)).toEqual([10, 20]);
  });

  it('include the polls of a ride that lasted until its own start', async () => {
    const spans = async (starts: [number, number][]) =>
      (await observations.liveSpansTouching(new Map(starts), START_MS + DAY_MS)).map(wait);
    expect(await spans(RIDES.map((rideId) => [rideId, START_MS]))).toEqual([10, 20, 40]);
    expect(
      await spans([
        [2, START_MS - 1.5 * DAY_MS],
        [6, START_MS - 13 * DAY_MS],
      ]),
    ).toEqual([30, 80, 90]);
    expect(await spans([[1, START_MS + 0.9 * DAY_MS]])).toEqual([]);
    expect(await spans([])).toEqual([]);
  });

  it('have the state at the start of each group, however old, and their validity beyond the end', async () => {
    const shown = async (fromDay: number, toDay: number) => {
      const range = { fromMs: START_MS + fromDay * DAY_MS, toMs: START_MS + toDay * DAY_MS };
      const series = await observations.ofGroups(1, [[1], [2, 6], [3], [7]], range);
      const days = (at: Date | null | undefined) => at && Math.round(((at.getTime() - START_MS) / DAY_MS) * 100) / 100;
      return series.map(({ opening, points }) => [
        opening && [opening.waitMinutes, days(opening.validUntil)],
        ...points.map((point) => [point.waitMinutes, days(point.validUntil)]),
      ]);
    };
    // carried forward for 15 minutes, a hundredth of a day
    expect(await shown(0, 1)).toEqual([
      [
        [10, 0.51],
        [20, 0.81],
      ],
      [null],
      [[40, 1.01]],
      [null],
    ]);
    expect(await shown(0.1, 0.2)).toEqual([[[10, 0.51]], [null], [[40, 1.01]], [null]]);
    expect(await shown(-8.9, -1.5)).toEqual([
      [[10, 0.51]],
      [
        [90, -7.99],
        [30, -0.99],
      ],
      [[40, 1.01]],
      [null],
    ]);
    // confirmed for a week after the end of the range
    expect(await shown(-20.5, -19)).toEqual([[[10, 0.51]], [null, [80, -11.99]], [[40, 1.01]], [null]]);
  });

  it('are read for many rides at once', async () => {
    const many = Array.from({ length: 250 }, (_, index) => index + 1);
    const rows = await observations.rowsWithLastBefore({ rideIds: many, fromMs: START_MS, toMs: START_MS + DAY_MS });
    expect(rows).toHaveLength(6);
  });
});
