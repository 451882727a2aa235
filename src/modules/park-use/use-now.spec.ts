import type { DayUse } from './day-use.js';
import { ParkClock } from './park-clock.js';
import { publishedInterval, type UseType } from './published-interval.js';
import { referenceMs, needsDayUse, type NewestStates, type ParkNow, useNow } from './use-now.js';

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
const RUNNING = { operating: 8, posting: 8 };
const park = (published: ParkNow['published'], states: Partial<NewestStates> = {}): ParkNow => ({
  published,
  localDate: MONDAY,
  states: { ...NOTHING, ...states },
});
const dayUse = (basis: DayUse['basis'], from: number, to: number, parts: Partial<DayUse> = {}): DayUse => ({
  ...{ basis, windows: from === to ? [] : [{ startMs: at(from), endMs: at(to) }], events: [], outside: [] },
  ...{ unpublishedEvening: [], opensAtMs: null, closesAtMs: null },
  ...parts,
});

describe('a park is in use now', () => {
  it.each(['OPERATING', 'EXTRA_HOURS', 'TICKETED_EVENT', 'PRIVATE_EVENT'] as const)('while %s is published', (type) => {
    const evening = park([interval(18, 23, { type })]);
    expect(useNow(evening, at(21), null)).toMatchObject({
      isInUse: true,
      basis: 'PUBLISHED',
      hours: { endMs: at(23) },
    });
    expect(useNow(evening, at(17), null)).toMatchObject({
      isInUse: false,
      basis: 'PUBLISHED',
      next: { startMs: at(18) },
    });
  });

  it('with the event that is held, and until the end of the hours that touch', () => {
    const event = interval(18, 23, { type: 'TICKETED_EVENT' });
    const hours = [interval(9, 10, { type: 'EXTRA_HOURS' }), interval(10, 18), event];
    expect(useNow(park(hours), at(12), null)).toMatchObject({ hours: { startMs: at(9), endMs: at(23) }, event: null });
    expect(useNow(park(hours), at(19), null)).toMatchObject({ hours: { endMs: at(23) }, event });
  });

  it('while an evening that was published of the day before runs on', () => {
    expect(useNow(park([interval(18, 25, { date: SUNDAY })]), at(0.5), null).isInUse).toBe(true);
  });

  it('by the use that was observed on a date of which nothing is published, however long ago', () => {
    const neighbours = [interval(10, 18, { date: SUNDAY }), interval(10, 18, { date: TUESDAY })];
    const running = park(neighbours, RUNNING);
    expect(needsDayUse(running, at(14))).toBe(true);
    expect(referenceMs(running, at(14))).toBe(at(12));
    const use = useNow(running, at(14), dayUse('OBSERVED', 9, 12.25));
    expect(use).toMatchObject({ isInUse: true, basis: 'OBSERVED', hours: null });
    expect(useNow(running, at(14), dayUse('OBSERVED', 9, 11))).toMatchObject({
      ...{ isInUse: false, basis: 'OBSERVED' },
      next: { startMs: at(10, TUESDAY), endMs: at(18, TUESDAY) },
    });
  });

  it('by the newest states where the observations of the day are not known yet', () => {
    expect(useNow(park([], RUNNING), at(14), null).isInUse).toBe(true);
    expect(useNow(park([], { operating: 1, posting: 1 }), at(14), null).isInUse).toBe(false);
  });

  it('not where published hours have ended since its rides were seen', () => {
    const sunday = park([interval(10, 18, { date: SUNDAY })], { ...RUNNING, newestMs: at(17, SUNDAY) });
    expect(needsDayUse(sunday, at(1))).toBe(false);
    expect(useNow(sunday, at(1), null).isInUse).toBe(false);
  });

  it('is unknown where nothing is published and nothing was ever observed', () => {
    const unknown = park([], { attractions: 0, newestMs: null });
    expect(needsDayUse(unknown, at(14))).toBe(false);
    expect(useNow(unknown, at(14), null)).toMatchObject({ isInUse: false, basis: 'UNKNOWN' });
  });
});

describe('a park that is closed although hours are published', () => {
  const closed = park([interval(10, 18)], { newestMs: at(14) });

  it('is not in use, once half of the hours were observed', () => {
    expect(needsDayUse(closed, at(14.1))).toBe(true);
    expect(useNow(closed, at(14.1), dayUse('CLOSED_THOUGH_PUBLISHED', 0, 0))).toMatchObject({
      ...{ isInUse: false, basis: 'OBSERVED', contradiction: 'CLOSED_THOUGH_PUBLISHED', next: null },
    });
    expect(useNow(closed, at(14.1), dayUse('PUBLISHED', 10, 18)).isInUse).toBe(true);
  });

  it('is in use as published until then, and where the observations are too old to contradict', () => {
    expect(needsDayUse(park([interval(10, 18)], { newestMs: at(13.9) }), at(14))).toBe(false);
    expect(needsDayUse(closed, at(16.1))).toBe(false);
  });

  it('is in use as published while a ride operates', () => {
    expect(needsDayUse(park([interval(10, 18)], { operating: 1, newestMs: at(14) }), at(14.1))).toBe(false);
  });
});

describe('a park that may run outside its published hours', () => {
  const hours = [interval(10, 17)];
  const evening = park(hours, { ...RUNNING, newestMs: at(20) });
  const outside = [{ startMs: at(17), endMs: at(20.25) }];

  it('is in use where the observations of the day show it', () => {
    expect(needsDayUse(evening, at(20))).toBe(true);
    expect(useNow(evening, at(20), dayUse('PUBLISHED', 10, 20.25, { outside }))).toMatchObject({
      ...{ isInUse: true, basis: 'OBSERVED', contradiction: 'RUNS_OUTSIDE_HOURS', hours: null },
    });
    const over = [{ startMs: at(17), endMs: at(19) }];
    expect(useNow(evening, at(20), dayUse('PUBLISHED', 10, 19, { outside: over }))).toMatchObject({
      ...{ isInUse: false, basis: 'PUBLISHED', contradiction: null },
    });
  });

  it('is in use without a contradiction where the observations continue an evening that was not published', () => {
    const night = park(hours, { ...RUNNING, newestMs: at(1) });
    const unpublishedEvening = [{ startMs: at(0), endMs: at(1.25) }];
    expect(useNow(night, at(1), dayUse('PUBLISHED', 0, 17, { unpublishedEvening }))).toMatchObject({
      ...{ isInUse: true, basis: 'OBSERVED', contradiction: null, hours: null, next: { startMs: at(10) } },
    });
  });

  it.each([
    ['in the first hour after closing', at(17.9), RUNNING],
    ['hours after its rides were last seen', at(17.9) + 5 * HOUR_MS, RUNNING],
    ['by one ride', at(20), { operating: 3, posting: 1 }],
  ])('is not looked at %s', (_, nowMs, states) => {
    const newestMs = Math.min(nowMs, at(20));
    expect(needsDayUse(park(hours, { ...states, newestMs }), nowMs)).toBe(false);
  });
});
