import { seededRandom } from '../../../test/support/archive-event.js';
import { parseDayMs, parseInstantMs, parseOffsetMs } from './instants.js';

const HOUR_MS = 3_600_000;

describe('an ISO 8601 date-time', () => {
  it.each([
    ['2024-12-25T00:05:10.644Z', Date.UTC(2024, 11, 25, 0, 5, 10, 644)],
    ['2024-12-25T00:05:10Z', Date.UTC(2024, 11, 25, 0, 5, 10)],
    ['2024-12-25T00:05Z', Date.UTC(2024, 11, 25, 0, 5)],
    ['2024-02-29T23:59:59.999Z', Date.UTC(2024, 1, 29, 23, 59, 59, 999)],
    ['2000-02-29T00:00:00Z', Date.UTC(2000, 1, 29)],
    ['1970-01-01T00:00:00Z', 0],
    ['1969-12-31T23:59:59.5Z', -500],
  ])('%s is its instant in UTC', (text, expected) => {
    expect(parseInstantMs(text)).toBe(expected);
  });

  it.each([
    ['2024-12-24T19:05:10-05:00', Date.UTC(2024, 11, 25, 0, 5, 10)],
    ['2024-12-25T05:35:10.250+05:30', Date.UTC(2024, 11, 25, 0, 5, 10, 250)],
    ['2024-12-24T19:05:10-0500', Date.UTC(2024, 11, 25, 0, 5, 10)],
    ['2024-12-24T19:05:10-05', Date.UTC(2024, 11, 25, 0, 5, 10)],
    ['2024-12-24T19:05-05:00', Date.UTC(2024, 11, 25, 0, 5)],
    ['2024-12-25T14:00:00+14:00', Date.UTC(2024, 11, 25)],
  ])('%s has its offset converted, not stripped', (text, expected) => {
    expect(parseInstantMs(text)).toBe(expected);
  });

  it.each([
    ['.1', 100],
    ['.12', 120],
    ['.1239', 123],
    ['.999999999', 999],
  ])('fraction %s is cut to milliseconds, never rounded', (fraction, expected) => {
    expect(parseInstantMs(`1970-01-01T00:00:00${fraction}Z`)).toBe(expected);
  });

  it.each([
    '',
    'yesterday',
    '2021-02-30T00:00:00Z',
    '2021-02-29T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2021-04-31T00:00:00Z',
    '2021-00-10T00:00:00Z',
    '2021-13-10T00:00:00Z',
    '2021-01-00T00:00:00Z',
    '2021-01-01T24:00:00Z',
    '2021-01-01T00:60:00Z',
    '2021-01-01T00:00:60Z',
    '2021-01-01T00:00:00.Z',
    '2021-01-01T00:00:00ZZ',
    '2021-01-01T00:00:00Z ',
    '2021-01-01T00:00:00+15:00',
    '2021-01-01T00:00:00+05:60',
    '2021-01-01T00:00:00+5:00',
    '2021-01-01T00:00:00+',
    '2021-01-01T00:00:',
    '2021-01-01 00:00:00Z',
    '2021-01-01',
    '21-01-01T00:00:00Z',
    '+012021-01-01T00:00:00Z',
    '２０２１-01-01T00:00:00Z',
  ])('%s is refused', (text) => {
    expect(parseInstantMs(text)).toBeNaN();
  });

  it('is refused without an offset, unless the caller provides one', () => {
    expect(parseInstantMs('2024-12-24T19:05:10')).toBeNaN();
    expect(parseInstantMs('2024-12-24T19:05:10', -5 * HOUR_MS)).toBe(Date.UTC(2024, 11, 25, 0, 5, 10));
    expect(parseInstantMs('2024-12-24T19:05:10Z', -5 * HOUR_MS)).toBe(Date.UTC(2024, 11, 24, 19, 5, 10));
  });

  it('agrees with Date for any instant of the years 0000 to 9999', () => {
    const random = seededRandom(1);
    const wrong: string[] = [];
    const firstMs = Date.parse('0000-01-01T00:00:00.000Z');
    const spanMs = Date.parse('9999-12-31T23:59:59.999Z') - firstMs;
    for (let round = 0; round < 20_000; round++) {
      const instantMs = firstMs + Math.floor(random() * spanMs);
      const text = new Date(instantMs).toISOString();
      if (parseInstantMs(text) !== instantMs) wrong.push(text);
    }
    expect(wrong).toEqual([]);
  });
});

describe('the offset of a date-time', () => {
  it.each([
    ['2024-12-24T19:05:10-05:00', -5 * HOUR_MS],
    ['2024-12-24T19:05:10.644+05:30', 5.5 * HOUR_MS],
    ['2024-12-24T19:05Z', 0],
  ])('%s', (text, expected) => {
    expect(parseOffsetMs(text)).toBe(expected);
  });

  it.each(['2024-12-24T19:05:10', '2024-12-24', '-05:00', ''])('"%s" has none', (text) => {
    expect(parseOffsetMs(text)).toBeNaN();
  });
});

describe('a day', () => {
  it('begins at midnight UTC', () => {
    expect(parseDayMs('2024-12-25')).toBe(Date.UTC(2024, 11, 25));
    expect(parseDayMs('2024-02-30')).toBeNaN();
    expect(parseDayMs('2024/12/25')).toBeNaN();
  });
});
