import fc from 'fast-check';
import {
  addDays,
  agoText,
  daysBetween,
  localDateOf,
  placeOf,
  startOfDay,
  startOfHour,
  timeBeside,
  timeText,
  weekdayName,
} from './times.js';

const ZONES = ['Europe/Paris', 'America/New_York', 'Asia/Tokyo', 'Australia/Adelaide', 'Pacific/Kiritimati', 'UTC'];

describe('times of a park', () => {
  it('are shown in its own zone', () => {
    expect(timeText('2026-11-29T11:53:00Z', 'Asia/Tokyo')).toBe('20:53');
    expect(timeText('2026-11-29T15:00:00Z', 'Asia/Tokyo')).toBe('00:00');
    expect(timeText(null, 'Asia/Tokyo')).toBe('–');
  });

  it('have no day beside an instant of the same local day', () => {
    expect(timeBeside('2026-11-29T14:50:00Z', '2026-11-29T02:00:00Z', 'Asia/Tokyo')).toBe('23:50');
    expect(timeBeside('2026-11-29T15:10:00Z', '2026-11-29T02:00:00Z', 'Asia/Tokyo')).toMatch(/30.*00:10/);
  });

  it.each([
    ['2026-03-29', 'Europe/Paris', '2026-03-28T23:00:00.000Z'],
    ['2026-03-30', 'Europe/Paris', '2026-03-29T22:00:00.000Z'],
    ['2026-10-25', 'Europe/Paris', '2026-10-24T22:00:00.000Z'],
    ['2026-11-01', 'America/New_York', '2026-11-01T04:00:00.000Z'],
    ['2026-11-20', 'Australia/Adelaide', '2026-11-19T13:30:00.000Z'],
  ])('the day %s in %s begins at %s', (date, timezone, instant) => {
    expect(new Date(startOfDay(date, timezone)).toISOString()).toBe(instant);
  });

  it('a day begins at its first instant, in any zone', () => {
    const days = fc.integer({ min: 0, max: 3650 });
    fc.assert(
      fc.property(days, fc.constantFrom(...ZONES), (day, timezone) => {
        const date = addDays('2020-01-01', day);
        const startMs = startOfDay(date, timezone);
        expect(localDateOf(startMs, timezone)).toBe(date);
        expect(localDateOf(startMs - 1, timezone)).toBe(addDays(date, -1));
      }),
    );
  });

  it.each([
    ['2026-10-25', 1, '2026-10-24T23:00:00.000Z'],
    ['2026-10-25', 12, '2026-10-25T11:00:00.000Z'],
    ['2026-03-29', 12, '2026-03-29T10:00:00.000Z'],
  ])('finds the hour of the clock on a day when the clocks change: %s, %d', (date, hour, instant) => {
    expect(new Date(startOfHour(date, hour, 'Europe/Paris')).toISOString()).toBe(instant);
  });

  it('counts days with both ends', () => {
    expect([daysBetween('2026-02-27', '2026-03-01'), daysBetween('2026-01-01', '2026-01-01')]).toEqual([3, 1]);
  });
});

describe('texts of times', () => {
  it.each([
    [null, '–'],
    [0, 'just now'],
    [59, '59 min ago'],
    [61, '1 h ago'],
    [3_000, '2 days ago'],
  ])('%s minutes ago is %s', (minutes, text) => {
    expect(agoText(minutes)).toBe(text);
  });

  it('starts the week on Monday', () => {
    expect([weekdayName(1), weekdayName(7, 'short')]).toEqual(['Monday', 'Sun']);
  });

  it('names a zone by its place', () => {
    expect([placeOf('America/New_York'), placeOf('America/Argentina/Buenos_Aires'), placeOf(null)]).toEqual([
      'New York',
      'Buenos Aires',
      'UTC',
    ]);
  });
});
