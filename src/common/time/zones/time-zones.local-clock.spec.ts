import { fixedOffsetClock, instantOfWallClock, parseWallClockMs, zoneClock } from './time-zones.js';

const instantOf = (timezone: string, text: string): string =>
  new Date(zoneClock(timezone).toInstantMs(parseWallClockMs(text))).toISOString();

describe('a local time', () => {
  it.each([
    ['America/New_York', '2026-08-17T14:10:00', '2026-08-17T18:10:00.000Z'],
    ['America/New_York', '2026-11-01T10:00:00', '2026-11-01T15:00:00.000Z'],
    ['America/New_York', '2026-03-08T01:59:59', '2026-03-08T06:59:59.000Z'],
    ['America/New_York', '2026-03-08T03:00:00', '2026-03-08T07:00:00.000Z'],
    ['Asia/Tokyo', '2026-08-17T09:00:00', '2026-08-17T00:00:00.000Z'],
    ['Asia/Kolkata', '2026-08-17T05:30', '2026-08-17T00:00:00.000Z'],
    ['Australia/Sydney', '2026-01-17T11:00:00.500', '2026-01-17T00:00:00.500Z'],
    ['Pacific/Kiritimati', '2026-01-17T14:00:00', '2026-01-17T00:00:00.000Z'],
    ['Pacific/Pago_Pago', '2026-01-17T00:00:00', '2026-01-17T11:00:00.000Z'],
  ])('in %s: %s is %s', (timezone, text, instant) => {
    expect(instantOf(timezone, text)).toBe(instant);
  });

  it('that the clock shows twice is the first of the two', () => {
    expect(instantOf('America/New_York', '2026-11-01T01:30:00')).toBe('2026-11-01T05:30:00.000Z');
    expect(instantOf('Australia/Lord_Howe', '2026-04-05T01:45:00')).toBe('2026-04-04T14:45:00.000Z');
  });

  it('that the clock skips counts as if the clock had not changed yet', () => {
    expect(instantOf('America/New_York', '2026-03-08T02:30:00')).toBe('2026-03-08T07:30:00.000Z');
    expect(instantOf('Europe/Paris', '2026-03-29T02:30:00')).toBe('2026-03-29T01:30:00.000Z');
  });

  it('with a fixed offset is that far from UTC', () => {
    expect(fixedOffsetClock(5_400_000).toInstantMs(5_400_000)).toBe(0);
    expect(instantOfWallClock(3_600_000, () => 3_600_000)).toBe(0);
  });

  it.each(['2026-08-17T14:10:00Z', '2026-08-17T14:10:00-04:00', '2026-08-17', '14:10', 'soon', '2026-02-30T10:00:00'])(
    'is not %p',
    (text) => {
      expect(parseWallClockMs(text)).toBeNaN();
    },
  );
});
