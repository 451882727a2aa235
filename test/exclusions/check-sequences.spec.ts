import fc from 'fast-check';
import { QualityApp } from '../quality/quality-app.js';
import { SettableClock } from '../support/collector-app.js';
import { LiveRows } from '../support/live-rows.js';
import { type TestDatabase, createTestDatabase } from '../support/test-database.js';

const HOUR_MS = 3_600_000;
const DAYS = 5;
const RIDES = [1, 2, 3, 4, 5];
/** Hours of 13 April 2026 and later, of a park in Paris that is open from 09:00 to 19:00 UTC. */
const at = (hour: number): Date => new Date(Date.parse('2026-04-13T00:00:00Z') + hour * HOUR_MS);

type Row = [rideId: number, at: Date, status: string, wait: number | null];
type Kind = 'nothing' | 'zeros' | 'moving' | 'frozen' | 'thawed';

/** The archive of a day; `thawed` is a frozen day after more of its data was imported. */
const DAY: Readonly<Record<Kind, (day: number) => Row[]>> = {
  nothing: () => [],
  zeros: (day) => RIDES.flatMap((ride) => [row(day, ride, 9, 0), row(day, ride, 18, 0), row(day, ride, 19, null)]),
  moving: (day) =>
    RIDES.flatMap((ride) =>
      [9, 12, 15].map((hour) => row(day, ride, hour, ride + hour)).concat([row(day, ride, 19, null)]),
    ),
  frozen: (day) =>
    RIDES.flatMap((ride) => [
      row(day, ride, 13, 40),
      row(day, ride, 17, 40),
      row(day, ride, 21, 40),
      row(day, ride, 21.5, null),
    ]),
  thawed: (day) => [...DAY.frozen(day), row(day, 1, 15, 30), row(day, 2, 18, 35), row(day, 3, 20, null)],
};

function row(day: number, ride: number, hour: number, wait: number | null): Row {
  return [ride, at(day * 24 + hour), wait === null ? 'CLOSED' : 'OPERATING', wait];
}

type Step = { import: number; kind: Kind } | { check: [number, number] };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    import: fc.integer({ min: 0, max: DAYS - 1 }),
    kind: fc.constantFrom<Kind>('zeros', 'zeros', 'zeros', 'zeros', 'moving', 'frozen', 'thawed'),
  }),
  fc
    .tuple(fc.integer({ min: 0, max: DAYS - 1 }), fc.integer({ min: 1, max: DAYS }))
    .map(([first, days]): Step => ({ check: [first * 24, Math.min(first + days, DAYS) * 24] })),
);

describe('the exclusions of a park after any sequence of imports and checks', () => {
  let database: TestDatabase;
  let app: QualityApp;

  beforeAll(async () => {
    database = await createTestDatabase('check_sequences');
    app = await QualityApp.start({
      connection: database.connectionOptions,
      clock: new SettableClock(at(DAYS * 24 + 12).getTime()),
    });
    const rows = new LiveRows((sql, values) => app.query(sql, values));
    await rows.destination(1, 'Resort');
    await rows.park(1, 1, 'Park');
    for (const ride of RIDES) await rows.ride(ride, 1, `Ride ${ride}`);
    for (let day = 0; day < DAYS; day++) {
      await rows.schedule(
        1,
        at(day * 24)
          .toISOString()
          .slice(0, 10),
        at(day * 24 + 9),
        at(day * 24 + 19),
      );
    }
  });
  afterAll(async () => {
    await app?.close();
    await database?.drop();
  });

  const check = (fromHour: number, toHour: number) =>
    app.checks.check({ fromMs: at(fromHour).getTime(), toMs: at(toHour).getTime() });
  const importRows = async (rows: readonly Row[]) => {
    if (rows.length === 0) return;
    await app.query(
      `INSERT IGNORE INTO ride_status_snapshots (ride_id, recorded_at, status, wait_time, data_source) VALUES ?`,
      [rows.map((one) => [...one, 'ARCHIVE'])],
    );
  };
  const holding = () =>
    app.query<{ reason: string }>(
      `SELECT reason, scope, from_at AS \`from\`, to_at AS \`to\` FROM data_exclusions
        WHERE revoked_at IS NULL ORDER BY reason, from_at`,
    );
  const forget = async (tables: readonly string[]) => {
    for (const table of tables) await app.query(`DELETE FROM ${table}`);
  };
  const EXCLUSIONS = ['data_exclusion_history', 'data_exclusions', 'data_quality_log_history', 'data_quality_log'];

  it('are the same as after one check of the final data', async () => {
    const reasons: string[] = [];
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (steps) => {
        await forget([...EXCLUSIONS, 'ride_status_snapshots']);
        for (const one of steps) {
          if ('check' in one) await check(...one.check);
          else await importRows(DAY[one.kind](one.import));
        }
        await check(0, DAYS * 24);
        const afterAll = await holding();
        reasons.push(...afterAll.map(({ reason }) => reason));
        await forget(EXCLUSIONS);
        await check(0, DAYS * 24);
        expect(afterAll).toEqual(await holding());
      }),
      { numRuns: 25, seed: 20260413 },
    );
    expect(new Set(reasons)).toEqual(new Set(['FROZEN_PARK', 'ZERO_WAITS']));
  }, 120_000);
});
