import fc from 'fast-check';
import { engineZone } from '../../common/time/zones/engine-zone.js';
import { TimeZone } from '../../common/time/zones/time-zone.js';
import { timeZoneOf } from '../../common/time/zones/time-zones.js';
import { differingTimes, recutDays } from './recut-days.js';
import { fingerprintOfRules, storedRules, zoneOf } from './stored-zone-rules.js';

const at = (instant: string): number => Date.parse(instant);
const hours = (count: number) => count * 3_600_000;
const AUTUMN = { startMs: at('2026-10-20T00:00Z'), endMs: at('2026-11-05T00:00Z') };

/** The law before 2026: winter time from 1 November on. */
const OLD_VANCOUVER = new TimeZone('America/Vancouver', [
  { untilMs: at('2026-11-01T09:00Z'), offsetMs: -hours(7) },
  { untilMs: at('2027-03-14T10:00Z'), offsetMs: -hours(8) },
  { untilMs: Infinity, offsetMs: -hours(7) },
]);
const VANCOUVER = timeZoneOf('America/Vancouver');

describe('days whose boundaries move under new rules', () => {
  it('are those on which the clock shows another hour, and no earlier ones', () => {
    expect(recutDays(OLD_VANCOUVER, VANCOUVER, 0, AUTUMN)).toEqual([
      ...['2026-11-01', '2026-11-02', '2026-11-03', '2026-11-04', '2026-11-05'],
    ]);
  });

  it('include a day that begins late enough to extend into the changed time', () => {
    const early = { ...AUTUMN, endMs: at('2026-11-01T20:00Z') };
    expect(recutDays(OLD_VANCOUVER, VANCOUVER, 0, early)).toEqual(['2026-11-01', '2026-11-02']);
    expect(recutDays(OLD_VANCOUVER, VANCOUVER, 180, early)).toEqual(['2026-10-31', '2026-11-01', '2026-11-02']);
  });

  it('are none for another name of the zone, or if the rules differ only outside the range of the data', () => {
    expect(recutDays(timeZoneOf('Europe/Kiev'), timeZoneOf('Europe/Kyiv'), 0, AUTUMN)).toEqual([]);
    const before = { startMs: at('2020-01-01T00:00Z'), endMs: at('2026-11-01T08:59Z') };
    const old = new TimeZone('America/Vancouver', [...VANCOUVER.periods(0, at('2026-11-01T09:00Z')), { untilMs: Infinity, offsetMs: -hours(8) }]); // prettier-ignore
    expect(recutDays(old, VANCOUVER, 0, before)).toEqual([]);
  });

  it('are all days if the whole zone changes its offset', () => {
    const window = { startMs: at('2024-07-01T12:00Z'), endMs: at('2024-07-02T12:00Z') };
    expect(recutDays(timeZoneOf('UTC'), timeZoneOf('Asia/Tokyo'), 0, window)).toEqual([
      ...['2024-06-30', '2024-07-01', '2024-07-02', '2024-07-03'],
    ]);
  });
});

describe('the intervals in which two clocks differ', () => {
  it('are exactly those in which their offsets differ', () => {
    const zones = fc.constantFrom(
      VANCOUVER,
      OLD_VANCOUVER,
      timeZoneOf('Pacific/Chatham'),
      timeZoneOf('Africa/Casablanca'),
    );
    const instants = fc.integer({ min: AUTUMN.startMs, max: AUTUMN.endMs - 1 });
    fc.assert(
      fc.property(zones, zones, instants, (a, b, instant) => {
        const times = differingTimes(a, b, AUTUMN);
        const isIn = times.some(({ startMs, endMs }) => startMs <= instant && instant < endMs);
        expect(isIn).toBe(a.offsetMs(instant) !== b.offsetMs(instant));
      }),
      { seed: 3, numRuns: 500 },
    );
  });
});

describe('stored rules', () => {
  it.each(['America/Vancouver', 'Pacific/Chatham', 'Africa/Casablanca', 'Asia/Tokyo', 'UTC'])(
    'restore the same clock for %s',
    (name) => {
      const zone = timeZoneOf(name);
      const rules = storedRules(zone);
      const window = { startMs: at('2000-01-01T00:00Z'), endMs: at('2059-12-31T00:00Z') };
      expect(differingTimes(zone, zoneOf(name, rules), window)).toEqual([]);
    },
  );

  it('have a fingerprint of the rules, not of the name', () => {
    const of = (zone: TimeZone) => fingerprintOfRules(storedRules(zone));
    expect(of(timeZoneOf('Asia/Calcutta'))).toBe(of(timeZoneOf('Asia/Kolkata')));
    expect(of(VANCOUVER)).not.toBe(of(OLD_VANCOUVER));
  });
});

describe('the rules of the engine', () => {
  it.each(['America/New_York', 'Australia/Lord_Howe', 'Pacific/Chatham', 'Asia/Kolkata', 'UTC', 'America/Sao_Paulo'])(
    'equal those of IANA for unchanged years of %s',
    (name) => {
      const window = { startMs: at('2015-01-01T00:00Z'), endMs: at('2025-01-01T00:00Z') };
      const zone = engineZone(name, window.startMs, window.endMs)!;
      expect(differingTimes(zone, timeZoneOf(name), window)).toEqual([]);
    },
  );

  it('are null for an unknown name', () => {
    expect(engineZone('Mars/Olympus', 0, hours(24))).toBeNull();
  });
});
