import { ParkClock } from './park-clock.js';
import { publishedInterval, type UseType } from './published-interval.js';
import { isInUseNow, mayRunOutside, type NewestStates, type ParkNow } from './use-now.js';

const HOUR_MS = 3_600_000;
const [SUNDAY, MONDAY, TUESDAY] = ['2024-06-30', '2024-07-01', '2024-07-02'];
const at = (hour: number, date = MONDAY): number => Date.parse(`${date}T00:00:00Z`) + hour * HOUR_MS;
const interval = (from: number, to: number, { date = MONDAY, type }: { date?: string; type?: UseType } = {}) =>
  publishedInterval(
    type ?? 'OPERATING',
    { localDate: date, opensAtMs: at(from, date), closesAtMs: at(to, date) },
    new ParkClock('UTC'),
  )!;

const NOTHING: NewestStates = { attractions: 10, operating: 0, posting: 0, newestMs: at(12) };
const park = (published: ParkNow['published'], states: Partial<NewestStates> = {}): ParkNow => ({
  published,
  localDate: MONDAY,
  states: { ...NOTHING, ...states },
});
const RUNNING = { operating: 8, posting: 8 };

describe('a park is in use now', () => {
  it.each(['OPERATING', 'EXTRA_HOURS', 'TICKETED_EVENT', 'PRIVATE_EVENT'] as const)('while %s is published', (type) => {
    expect(isInUseNow(park([interval(18, 23, { type })]), at(21), 0)).toBe(true);
    expect(isInUseNow(park([interval(18, 23, { type })], RUNNING), at(17), 0)).toBe(false);
  });

  it('while an evening that was published of the day before runs on', () => {
    expect(isInUseNow(park([interval(18, 25, { date: SUNDAY })]), at(0.5), 0)).toBe(true);
  });

  it('where its rides were seen so on a date of which nothing is published, however long ago', () => {
    const neighbours = [interval(10, 18, { date: SUNDAY }), interval(10, 18, { date: TUESDAY })];
    expect(isInUseNow(park(neighbours, RUNNING), at(14), 0)).toBe(true);
    expect(isInUseNow(park([], { ...RUNNING, newestMs: at(12, '2024-06-20') }), at(14), 0)).toBe(true);
  });

  it('not where published hours have ended since its rides were seen', () => {
    const sunday = [interval(10, 18, { date: SUNDAY })];
    expect(isInUseNow(park(sunday, { ...RUNNING, newestMs: at(17, SUNDAY) }), at(1), 0)).toBe(false);
  });

  it.each([
    ['a fifth of the attractions post waits', { posting: 2, operating: 2 }, true],
    ['fewer do', { posting: 1, operating: 5 }, false],
    ['none does, and more than half operate', { operating: 6 }, true],
    ['one walk-through operates', { operating: 1 }, false],
    ['nothing was ever observed', { attractions: 0, newestMs: null }, false],
  ])('by a share of the attractions where nothing is published: %s', (_, states, expected) => {
    expect(isInUseNow(park([], states), at(14), 0)).toBe(expected);
  });
});

describe('a park that may run outside its published hours', () => {
  const hours = [interval(10, 17)];

  it('is in use where a third of its attractions has moving waits', () => {
    const evening = park(hours, { ...RUNNING, newestMs: at(20) });
    expect(mayRunOutside(evening, at(20))).toBe(true);
    expect(isInUseNow(evening, at(20), 4)).toBe(true);
    expect(isInUseNow(evening, at(20), 3)).toBe(false);
  });

  it.each([
    ['in the first hour after closing', at(17.9), RUNNING],
    ['hours after its rides were last seen', at(17.9) + 5 * HOUR_MS, RUNNING],
    ['by one or two rides', at(20), { operating: 3, posting: 3 }],
  ])('is not looked at %s', (_, nowMs, states) => {
    const newestMs = Math.min(nowMs, at(20));
    expect(mayRunOutside(park(hours, { ...states, newestMs }), nowMs)).toBe(false);
  });
});
