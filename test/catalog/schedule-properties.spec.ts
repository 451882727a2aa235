import fc from 'fast-check';
import { dayAfter } from '../../src/common/time/calendar.js';
import { ScheduledPark } from '../support/scheduled-park.js';

const NOW = '2026-08-20T12:00:00Z';
const TODAY = '2026-08-20';
const RUNS = { numRuns: 80, seed: 10 };

const garbage = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom('', ' ', '\ud83c', '\u0000', 'x'.repeat(400), 1e400, -0, '9999-12-31', '0000-01-01', '2026-02-30'),
);
const date = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -8, max: 12 }).map((days) => dayAfter(TODAY, days)) },
  { weight: 1, arbitrary: fc.constantFrom('1970-01-01', '1900-01-01', '2100-12-31', '2999-12-31', '2024-08-18') },
);
const timeOfDay = fc.constantFrom('10:00', '9:30', '20:00:00', '24:00', '8 PM', '12:00 AM', '02:00', '25:00', '13 PM');
const dateTime = fc
  .tuple(date, fc.integer({ min: 0, max: 24 }), fc.constantFrom('00:00', '30:00', '59:59', '00'), zone())
  .map(([day, hour, rest, offset]) => `${day}T${String(hour).padStart(2, '0')}:${rest}${offset}`);
const time = fc.oneof({ weight: 4, arbitrary: dateTime }, { weight: 1, arbitrary: timeOfDay });
const purchases = fc.oneof(
  garbage,
  fc.array(
    fc.record({
      id: fc.oneof(garbage, fc.constantFrom('x', 'y')),
      name: garbage,
      type: garbage,
      price: fc.oneof(
        garbage,
        fc.record({ amount: fc.oneof(garbage, fc.nat()), currency: garbage, formatted: garbage }),
      ),
      available: fc.oneof(garbage, fc.boolean()),
    }),
    { maxLength: 3 },
  ),
);
const entry = fc.record(
  {
    date: fc.oneof({ weight: 9, arbitrary: date }, { weight: 1, arbitrary: garbage }),
    type: fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom('OPERATING', 'TICKETED_EVENT', 'PRIVATE_EVENT', 'EXTRA_HOURS', 'INFO') },
      { weight: 1, arbitrary: garbage },
    ),
    openingTime: fc.oneof({ weight: 9, arbitrary: time }, { weight: 1, arbitrary: garbage }),
    closingTime: fc.oneof({ weight: 9, arbitrary: time }, { weight: 1, arbitrary: garbage }),
    description: garbage,
    purchases,
  },
  { requiredKeys: [] },
);
/** Realistic entries: ordinary hours of a date, sometimes of a past date. */
const plausible = fc
  .tuple(date, fc.integer({ min: 6, max: 12 }), fc.integer({ min: 14, max: 23 }), fc.constantFrom('OPERATING', 'INFO'))
  .map(([day, opens, closes, type]) => ({
    date: day,
    type,
    openingTime: `${day}T${String(opens).padStart(2, '0')}:00:00-04:00`,
    closingTime: `${day}T${closes}:00:00-04:00`,
  }));
const responses = fc.array(fc.array(fc.oneof(entry, plausible, garbage), { maxLength: 14 }), {
  minLength: 1,
  maxLength: 4,
});

function zone() {
  return fc.constantFrom('', 'Z', '-04:00', '+14:00', 'x');
}

let park: ScheduledPark;

beforeAll(async () => {
  park = await ScheduledPark.start('schedule_properties');
});
afterAll(() => park?.close());

/** The hours that statistics use: the active hours of each past date. */
const inputs = () =>
  park.query<object>(
    `SELECT schedule_id, local_date, schedule_type, opens_at, closes_at FROM park_schedules
      WHERE withdrawn_at IS NULL AND (local_date < ? OR opens_at < ?) ORDER BY schedule_id`,
    [TODAY, new Date(`${TODAY}T04:00:00Z`)],
  );

async function startWithPast(): Promise<void> {
  await park.reset('2026-08-14T12:00:00Z');
  await park.publish(park.days('2026-08-14', 9));
  park.nowMs = Date.parse(NOW);
  await park.query('DELETE FROM invalidated_park_days');
}

describe('any response about a schedule', () => {
  beforeAll(startWithPast);

  it('is read without an error, and changes no date before the park’s today', async () => {
    const rows = await park.rowsBefore(TODAY);
    const before = await inputs();
    expect(before.length).toBe(6);
    await fc.assert(
      fc.asyncProperty(responses, async (series) => {
        for (const schedule of series) {
          park.nowMs += 60_000;
          await park.read(schedule);
        }
        expect(await park.rowsBefore(TODAY)).toEqual(rows);
        expect(await inputs()).toEqual(before);
        expect((await park.invalidatedParkDays()).every((day) => day.startsWith(TODAY))).toBe(true);
      }),
      RUNS,
    );
  });
});

describe('after any sequence of responses', () => {
  beforeAll(startWithPast);

  it('an active entry has hours within a day, and a repeated response changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(entry, plausible), { maxLength: 14 }), async (schedule) => {
        await park.read(schedule);
        const [holding, counts] = [await inputs(), await park.column('withdrawn_at')];
        await park.read(schedule);
        expect(await inputs()).toEqual(holding);
        expect(await park.column('withdrawn_at')).toEqual(counts);
      }),
      { ...RUNS, numRuns: 40 },
    );
    const impossible = await park.query(
      `SELECT opens_at, closes_at FROM park_schedules
        WHERE (opens_at IS NULL) <> (closes_at IS NULL) OR closes_at <= opens_at
           OR closes_at > opens_at + INTERVAL 25 HOUR OR (opens_at IS NULL AND schedule_type <> 'INFO')`,
    );
    expect(impossible).toEqual([]);
  });
});
