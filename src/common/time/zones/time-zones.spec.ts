import fc from 'fast-check';
import { IANAZone } from 'luxon';
import { fixedZone, TimeZone } from './time-zone.js';
import { isSameZone, isTimezoneName, TIME_ZONE_VERSION, timeZoneOf } from './time-zones.js';

const at = (instant: string): number => Date.parse(instant);
const offsetMinutes = (zone: string, instant: string) => timeZoneOf(zone).offsetMs(at(instant)) / 60_000;

describe('the rules of time zones', () => {
  it('are those of a release of IANA', () => {
    expect(TIME_ZONE_VERSION).toMatch(/^20\d\d[a-z]$/);
    expect(TIME_ZONE_VERSION >= '2026f').toBe(true);
  });

  // Every one of them turned to another rule in 2026: an engine that was built before shows another hour.
  it.each([
    ['America/Vancouver', '2026-10-31T12:00Z', -420],
    ['America/Vancouver', '2026-11-15T12:00Z', -420],
    ['America/Vancouver', '2027-01-15T12:00Z', -420],
    ['America/Edmonton', '2026-11-15T12:00Z', -360],
    ['America/Winnipeg', '2026-11-15T12:00Z', -300],
    ['Africa/Casablanca', '2026-11-15T12:00Z', 0],
    ['America/Havana', '2026-11-15T12:00Z', -240],
    ['America/New_York', '2026-11-15T12:00Z', -300],
    ['Europe/Paris', '2026-11-15T12:00Z', 60],
  ])('follow the law of %s: at %s it is %d minutes ahead of UTC', (zone, instant, minutes) => {
    expect(offsetMinutes(zone, instant)).toBe(minutes);
  });

  it.each([
    ['Asia/Kolkata', '2024-07-01T00:00Z', 330],
    ['Asia/Kathmandu', '2024-07-01T00:00Z', 345],
    ['Australia/Lord_Howe', '2024-07-01T00:00Z', 630],
    ['Australia/Lord_Howe', '2024-01-01T00:00Z', 660],
    ['Pacific/Chatham', '2024-07-01T00:00Z', 765],
    ['Pacific/Chatham', '2024-01-01T00:00Z', 825],
    ['Pacific/Kiritimati', '2024-01-01T00:00Z', 840],
    ['Etc/GMT+12', '2024-01-01T00:00Z', -720],
  ])('know offsets off the hour and at the edges of the world: %s at %s is %d', (zone, instant, minutes) => {
    expect(offsetMinutes(zone, instant)).toBe(minutes);
  });

  it.each([
    ...['America/New_York', 'America/Sao_Paulo', 'America/Los_Angeles', 'America/St_Johns', 'Europe/Paris'],
    ...['Europe/London', 'Europe/Istanbul', 'Africa/Casablanca', 'Africa/Cairo', 'Asia/Tokyo', 'Asia/Kolkata'],
    ...['Asia/Tehran', 'Australia/Adelaide', 'Australia/Lord_Howe', 'Pacific/Chatham', 'Pacific/Apia', 'Pacific/Fiji'],
  ])('agree with the history of %s from 2010 to 2024 as the engine has it', (name) => {
    const [zone, engine] = [timeZoneOf(name), IANAZone.create(name)];
    const instants = fc.integer({ min: at('2010-01-01T00:00Z') / 1000, max: at('2024-12-31T00:00Z') / 1000 });
    fc.assert(
      fc.property(instants, (second) => {
        expect(zone.offsetMs(second * 1000)).toBe(engine.offset(second * 1000) * 60_000);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('change the clock at the exact instant', () => {
    const newYork = timeZoneOf('America/New_York');
    const turnMs = at('2024-11-03T06:00:00Z');
    expect(newYork.nextTransitionMs(at('2024-07-01T00:00Z'))).toBe(turnMs);
    expect([turnMs - 1, turnMs].map((instant) => newYork.offsetMs(instant) / 3_600_000)).toEqual([-4, -5]);
    expect(timeZoneOf('Asia/Tokyo').nextTransitionMs(turnMs)).toBe(Infinity);
  });

  it('are those of UTC for null and for names unknown to IANA', () => {
    for (const name of [null, 'Mars/Olympus', '', 'PST', '+05:00', 'America_New_York']) {
      expect(timeZoneOf(name).offsetMs(at('2024-07-01T00:00Z'))).toBe(0);
      expect(timeZoneOf(name).nextTransitionMs(0)).toBe(Infinity);
    }
  });
});

describe('a name of a time zone', () => {
  it.each(['America/New_York', 'europe/paris', 'UTC', 'Etc/GMT+5', 'US/Pacific', 'Asia/Calcutta', 'EST5EDT'])(
    'is %s',
    (name) => {
      expect(isTimezoneName(name)).toBe(true);
    },
  );

  // Engines take the abbreviations too, though "IST" is used in three countries.
  it.each(['', 'PST', 'IST', 'CST', '+05:00', 'GMT+5', 'Europe/Atlantis', 'America_New_York', '__proto__', 'Paris'])(
    'is not "%s"',
    (name) => {
      expect(isTimezoneName(name)).toBe(false);
    },
  );

  it.each([
    ['Europe/Kiev', 'Europe/Kyiv'],
    ['Asia/Calcutta', 'Asia/Kolkata'],
    ['America/Montreal', 'America/Toronto'],
    ['US/Pacific', 'america/los_angeles'],
    ['UTC', 'Etc/UTC'],
    [null, null],
  ])('%s and %s mean the same zone', (a, b) => {
    expect([isSameZone(a, b), isSameZone(b, a)]).toEqual([true, true]);
  });

  it.each([
    ['America/New_York', 'America/Chicago'],
    ['Europe/Paris', 'Europe/Berlin'],
    ['America/Phoenix', 'America/Denver'],
    [null, 'UTC'],
    ['Mars/Olympus', 'UTC'],
  ])('%s and %s mean two', (a, b) => {
    expect([isSameZone(a, b), isSameZone(b, a)]).toEqual([false, false]);
  });
});

describe('a local time', () => {
  const instantOf = (zone: string, clock: string) =>
    new Date(timeZoneOf(zone).instantOf(at(`${clock}Z`))).toISOString();

  it.each([
    ['America/New_York', '2026-11-01T10:00', '2026-11-01T15:00:00.000Z', 'after the transition of that day'],
    ['America/New_York', '2024-11-03T01:30', '2024-11-03T05:30:00.000Z', 'the first of two, where it is shown twice'],
    ['America/New_York', '2024-03-10T02:30', '2024-03-10T07:00:00.000Z', 'the transition, where it is skipped'],
    ['Pacific/Chatham', '2024-04-07T03:15', '2024-04-06T13:30:00.000Z', 'the first of two, off the hour'],
    ['Asia/Kolkata', '2024-07-01T00:00', '2024-06-30T18:30:00.000Z', 'plain'],
    ['America/Vancouver', '2026-12-24T10:00', '2026-12-24T17:00:00.000Z', 'by the law of 2026'],
    ['Pacific/Apia', '2011-12-30T10:00', '2011-12-30T10:00:00.000Z', 'the transition, where the whole day is skipped'],
  ])('of %s, %s, is the instant %s: %s', (zone, clock, instant) => {
    expect(instantOf(zone, clock)).toBe(instant);
  });

  it('equals the clock at its instant, unless it is skipped', () => {
    const zones = fc.constantFrom('America/New_York', 'Pacific/Chatham', 'Australia/Lord_Howe', 'Africa/Casablanca');
    const clocks = fc.integer({ min: at('2015-01-01T00:00Z') / 60_000, max: at('2030-01-01T00:00Z') / 60_000 });
    fc.assert(
      fc.property(zones, clocks, (name, minute) => {
        const zone = timeZoneOf(name);
        const instantMs = zone.instantOf(minute * 60_000);
        const shownMs = instantMs + zone.offsetMs(instantMs);
        const isSkipped = zone.nextTransitionMs(instantMs - 1) === instantMs && shownMs > minute * 60_000;
        expect(isSkipped || shownMs === minute * 60_000).toBe(true);
      }),
      { seed: 2, numRuns: 2_000 },
    );
  });
});

describe('the periods of a zone', () => {
  it('cover the requested time without a gap', () => {
    const [fromMs, toMs] = [at('2024-01-01T00:00Z'), at('2025-01-01T00:00Z')];
    expect(timeZoneOf('America/New_York').periods(fromMs, toMs)).toEqual([
      { untilMs: at('2024-03-10T07:00Z'), offsetMs: -5 * 3_600_000 },
      { untilMs: at('2024-11-03T06:00Z'), offsetMs: -4 * 3_600_000 },
      { untilMs: toMs, offsetMs: -5 * 3_600_000 },
    ]);
    expect(timeZoneOf('Asia/Tokyo').periods(fromMs, toMs)).toEqual([{ untilMs: toMs, offsetMs: 9 * 3_600_000 }]);
    expect(timeZoneOf('Asia/Tokyo').periods(toMs, toMs)).toEqual([]);
  });

  it('are merged if the clock does not change between them', () => {
    const zone = new TimeZone('X', [
      { untilMs: 10, offsetMs: 5 },
      { untilMs: 20, offsetMs: 5 },
      { untilMs: Infinity, offsetMs: 7 },
    ]);
    expect([zone.nextTransitionMs(0), zone.offsetMs(19), zone.offsetMs(20), zone.offsetMs(5)]).toEqual([20, 5, 7, 5]);
    expect(fixedZone('X', 90).offsetMs(0)).toBe(5_400_000);
  });
});
