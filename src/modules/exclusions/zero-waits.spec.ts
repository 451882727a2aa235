import { LocalDays } from '../snapshots/local-days.js';
import { findZeroWaits, type PostedWait, ZERO_WAITS } from './zero-waits.js';

const LIMITS = { ...ZERO_WAITS, minDays: 3 };
const DAYS = new LocalDays('America/New_York', 0);
/** A local hour in New York, on a day of July 2026. */
const at = (day: number, hour: number): number => Date.UTC(2026, 6, day, hour + 4);

const posted = (rideId: number, fromMs: number, untilMs: number, waitMinutes: number | null = 0): PostedWait => ({
  ...{ rideId, fromMs, untilMs, status: 'OPERATING', waitMinutes },
});
const days = (numbers: readonly number[], rides: number, waitOf = (_day: number, _ride: number) => 0) =>
  numbers.flatMap((day) =>
    Array.from({ length: rides }, (_, ride) => posted(ride, at(day, 10), at(day, 20), waitOf(day, ride))),
  );
const found = (waits: readonly PostedWait[]) =>
  findZeroWaits(
    [...waits].sort((a, b) => a.fromMs - b.fromMs),
    DAYS,
    LIMITS,
  ).map(({ localDates }) => localDates);

describe('a park that posts only zero waits', () => {
  it('is found after three days in use, from the start of the first one', () => {
    expect(found(days([1, 2], 5))).toEqual([]);
    const [zeros, ...more] = findZeroWaits(days([1, 2, 3], 5), DAYS, LIMITS);
    expect(more).toEqual([]);
    expect(zeros).toMatchObject({ startMs: at(1, 0), endMs: at(4, 0), rideIds: [0, 1, 2, 3, 4] });
  });

  it('is found across days on which it is not in use', () => {
    expect(found(days([4, 5, 11], 5))).toEqual([['2026-07-04', '2026-07-05', '2026-07-11']]);
  });

  it('is found even if a ride is closed for hours or posts no wait', () => {
    const closed = { ...posted(0, at(2, 14), at(2, 16), null), status: 'CLOSED' as const };
    expect(found([...days([1, 2, 3], 6), closed, posted(9, at(1, 10), at(3, 20), null)])).toHaveLength(1);
  });

  it.each([300, 450, 601, 999])(
    'is found even if a wait of %i minutes, which may be implausible, is among them',
    (wait) => {
      expect(found([...days([1, 2, 3], 5), posted(9, at(2, 12), at(2, 12), wait)])).toHaveLength(1);
      expect(found([...days([1, 2, 3], 5), posted(9, at(2, 12), at(2, 12), 299)])).toEqual([]);
    },
  );

  it('is found in an archive, whose values are carried forward to the next row', () => {
    const events = [1, 2, 3].flatMap((day) =>
      [0, 1, 2, 3, 4].flatMap((ride) => [
        posted(ride, at(day, 10), at(day, 10)),
        { ...posted(ride, at(day, 20), at(day, 20), null), status: 'CLOSED' as const },
      ]),
    );
    expect(found(events)).toHaveLength(1);
  });

  it.each([
    ['there is a single wait above zero', days([1, 2, 3], 6, (day, ride) => (day === 2 && ride === 5 ? 10 : 0))],
    ['fewer than five rides post', days([1, 2, 3], 4)],
    [
      'the zeros are posted for only a few minutes',
      [1, 2, 3]
        .flatMap((day) => [0, 1, 2, 3, 4].map((ride) => posted(ride, at(day, 10), at(day, 11))))
        .flatMap((one) => [one, { ...one, fromMs: one.untilMs, status: 'CLOSED' as const, waitMinutes: null }]),
    ],
  ])('is not found if %s', (_, waits) => {
    expect(found(waits)).toEqual([]);
  });

  it('ends before the day of the first wait above zero, and may begin again after it', () => {
    const waits = days([1, 2, 3, 4, 5, 6, 7], 5, (day) => (day === 4 ? 5 : 0));
    expect(found(waits)).toEqual([
      ['2026-07-01', '2026-07-02', '2026-07-03'],
      ['2026-07-05', '2026-07-06', '2026-07-07'],
    ]);
  });
});
