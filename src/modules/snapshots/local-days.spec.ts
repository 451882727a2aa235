import { DateTime } from 'luxon';
import { SeededRandom } from '../../../test/support/seeded-random.js';
import { LocalDays } from './local-days.js';
import { touchedParkDays } from './touched-days.js';

const HOUR_MS = 3_600_000;
const at = (instant: string): number => Date.parse(instant);
const hoursOf = (days: LocalDays, localDate: string): number => {
  const { startMs, endMs } = days.window(localDate);
  return (endMs - startMs) / HOUR_MS;
};
const startOf = (days: LocalDays, localDate: string): string => new Date(days.window(localDate).startMs).toISOString();

describe('local days', () => {
  it.each([
    ['Asia/Tokyo', '2024-07-01T14:59:59.999Z', '2024-07-01'],
    ['Asia/Tokyo', '2024-07-01T15:00:00.000Z', '2024-07-02'],
    ['Australia/Adelaide', '2024-07-01T14:29:59.999Z', '2024-07-01'],
    ['Australia/Adelaide', '2024-07-01T14:30:00.000Z', '2024-07-02'],
    ['America/New_York', '2024-12-25T04:59:59.999Z', '2024-12-24'],
    ['America/New_York', '2024-12-25T05:00:00.000Z', '2024-12-25'],
    ['America/New_York', '2024-07-01T04:00:00.000Z', '2024-07-01'],
    ['Europe/Paris', '2024-02-28T23:00:00.000Z', '2024-02-29'],
    [null, '2024-07-01T23:59:59.999Z', '2024-07-01'],
    [null, '2024-07-02T00:00:00.000Z', '2024-07-02'],
  ])('in %s, %s lies on %s', (timezone, instant, localDate) => {
    expect(new LocalDays(timezone, 0).dateOf(at(instant))).toBe(localDate);
  });

  it.each([
    ['America/New_York', '2024-03-10', 23],
    ['America/New_York', '2024-11-03', 25],
    ['Europe/Paris', '2024-03-31', 23],
    ['Europe/Paris', '2024-10-27', 25],
    ['Australia/Lord_Howe', '2024-04-07', 24.5],
    ['Asia/Tokyo', '2024-03-31', 24],
    [null, '2024-03-31', 24],
  ])('in %s, %s has %d hours', (timezone, localDate, hours) => {
    expect(hoursOf(new LocalDays(timezone, 0), localDate)).toBe(hours);
  });

  it('begin at the change if the clock skips midnight', () => {
    const saoPaulo = new LocalDays('America/Sao_Paulo', 0);
    expect(startOf(saoPaulo, '2018-11-04')).toBe('2018-11-04T03:00:00.000Z');
    expect(hoursOf(saoPaulo, '2018-11-04')).toBe(23);
    expect(saoPaulo.dateOf(at('2018-11-04T02:59:59.999Z'))).toBe('2018-11-03');
    expect(saoPaulo.dateOf(at('2018-11-04T03:00:00Z'))).toBe('2018-11-04');
    const cairo = new LocalDays('Africa/Cairo', 0);
    expect(startOf(cairo, '2024-04-26')).toBe('2024-04-25T22:00:00.000Z');
    expect(hoursOf(cairo, '2024-04-26')).toBe(23);
  });

  it('do not end early if the clock is set back at midnight', () => {
    const saoPaulo = new LocalDays('America/Sao_Paulo', 0);
    expect(hoursOf(saoPaulo, '2018-02-17')).toBe(25);
    expect(saoPaulo.dateOf(at('2018-02-18T02:59:59.999Z'))).toBe('2018-02-17');
    expect(startOf(saoPaulo, '2018-02-18')).toBe('2018-02-18T03:00:00.000Z');
  });

  it('begin at the first midnight if the clock shows it twice, in any order of lookups', () => {
    const havana = new LocalDays('America/Havana', 0);
    expect(startOf(havana, '2024-11-03')).toBe('2024-11-03T04:00:00.000Z');
    expect(hoursOf(havana, '2024-11-03')).toBe(25);
  });

  it('contain no instant on a date that the local calendar skipped', () => {
    const apia = new LocalDays('Pacific/Apia', 0);
    expect(hoursOf(apia, '2011-12-30')).toBe(0);
    expect(apia.dateOf(at('2011-12-30T09:59:59.999Z'))).toBe('2011-12-29');
    expect(apia.dateOf(at('2011-12-30T10:00:00Z'))).toBe('2011-12-31');
  });

  it('run from the configured start to the same time of the next day', () => {
    const newYork = new LocalDays('America/New_York', 180);
    expect(newYork.dateOf(at('2024-07-01T06:59:59.999Z'))).toBe('2024-06-30');
    expect(newYork.dateOf(at('2024-07-01T07:00:00Z'))).toBe('2024-07-01');
    expect(startOf(newYork, '2024-03-10')).toBe('2024-03-10T07:00:00.000Z');
    expect(hoursOf(newYork, '2024-03-09')).toBe(23);
    expect(hoursOf(newYork, '2024-11-02')).toBe(25);
  });

  it('begin once if the start occurs twice, and at the change if it is skipped', () => {
    const newYork = new LocalDays('America/New_York', 90);
    expect(startOf(newYork, '2024-11-03')).toBe('2024-11-03T05:30:00.000Z');
    expect(newYork.dateOf(at('2024-11-03T05:45:00Z'))).toBe('2024-11-03');
    expect(newYork.dateOf(at('2024-11-03T06:10:00Z'))).toBe('2024-11-03');
    const skipped = new LocalDays('America/New_York', 150);
    expect(startOf(skipped, '2024-03-10')).toBe('2024-03-10T07:00:00.000Z');
    expect(skipped.dateOf(at('2024-03-10T07:10:00Z'))).toBe('2024-03-10');
  });

  it('support a start that is not a quarter of an hour', () => {
    const paris = new LocalDays('Europe/Paris', 187);
    expect(paris.dateOf(at('2024-07-01T01:06:59.999Z'))).toBe('2024-06-30');
    expect(paris.dateOf(at('2024-07-01T01:07:00Z'))).toBe('2024-07-01');
  });

  it.each([
    'Asia/Tokyo',
    'Australia/Adelaide',
    'Australia/Lord_Howe',
    'America/New_York',
    'America/Havana',
    'Africa/Cairo',
  ])('contain every instant in contiguous windows, in %s', (timezone) => {
    const random = new SeededRandom(5);
    for (const dayStartMinutes of [0, 90, 150, 180, 711]) {
      const days = new LocalDays(timezone, dayStartMinutes);
      for (let i = 0; i < 40; i++) {
        const instantMs = at('2023-01-01T00:00:00Z') + random.below(730 * 24 * 60) * 60_000 + random.below(60_000);
        const { startMs, endMs } = days.window(days.dateOf(instantMs));
        expect(instantMs).toBeGreaterThanOrEqual(startMs);
        expect(instantMs).toBeLessThan(endMs);
        expect(days.window(days.dateOf(endMs)).startMs).toBe(endMs);
      }
    }
  });

  it('match the local calendar for instants in any order, beyond the size of the cache', () => {
    const random = new SeededRandom(9);
    const days = new LocalDays('America/New_York', 0);
    for (let i = 0; i < 1_000; i++) {
      const instantMs = at('2015-01-01T00:00:00Z') + random.below(10 * 365 * 24 * 3600) * 1000;
      const local = DateTime.fromMillis(instantMs, { zone: 'America/New_York' });
      expect(days.dateOf(instantMs)).toBe(local.toISODate());
    }
  });
});

describe('the park-days that observations touch', () => {
  const tokyo = { parkId: 1, localDays: new LocalDays('Asia/Tokyo', 0) };
  const paris = { parkId: 2, localDays: new LocalDays('Europe/Paris', 0) };
  const columns = (...instants: string[]) => ({
    length: instants.length,
    recordedAtMs: Float64Array.from(instants, (instant) => at(instant)),
  });

  it('are the day of the observation and the day into which its value is carried forward', () => {
    const touched = (instant: string) => touchedParkDays(columns(instant), () => tokyo, 6 * HOUR_MS);
    expect(touched('2024-07-01T03:00:00Z')).toEqual([{ parkId: 1, localDate: '2024-07-01' }]);
    expect(touched('2024-07-01T08:59:59.999Z')).toEqual([{ parkId: 1, localDate: '2024-07-01' }]);
    expect(touched('2024-07-01T09:00:01Z')).toEqual([
      { parkId: 1, localDate: '2024-07-01' },
      { parkId: 1, localDate: '2024-07-02' },
    ]);
  });

  it('are listed once per park, by its own calendar', () => {
    const instants = columns('2024-07-01T22:30:00Z', '2024-07-01T22:30:00Z', '2024-06-29T22:30:00Z');
    const touched = touchedParkDays(instants, (row) => [tokyo, paris, paris][row]!, 15 * 60_000);
    expect(touched).toEqual([
      { parkId: 1, localDate: '2024-07-02' },
      { parkId: 2, localDate: '2024-06-30' },
      { parkId: 2, localDate: '2024-07-02' },
    ]);
  });

  it('include a short day that lies between', () => {
    const newYork = { parkId: 3, localDays: new LocalDays('America/New_York', 0) };
    const touched = touchedParkDays(columns('2024-03-10T04:30:00Z'), () => newYork, 24 * HOUR_MS);
    expect(touched.map(({ localDate }) => localDate)).toEqual(['2024-03-09', '2024-03-10', '2024-03-11']);
  });

  it('are those of every zone while the park has none', () => {
    const nowhere = { parkId: 4, localDays: new LocalDays(null, 0) };
    const dates = (instant: string) =>
      touchedParkDays(columns(instant), () => nowhere, HOUR_MS).map(({ localDate }) => localDate);
    expect(dates('2024-07-01T11:59:00Z')).toEqual(['2024-06-30', '2024-07-01', '2024-07-02']);
    expect(dates('2024-07-01T12:00:00Z')).toEqual(['2024-07-01', '2024-07-02']);
  });

  it('are none for no observations', () => {
    expect(touchedParkDays(columns(), () => tokyo, HOUR_MS)).toEqual([]);
  });
});
