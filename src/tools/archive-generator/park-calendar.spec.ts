import { DEFAULT_GENERATOR_OPTIONS } from './generator-options.js';
import { planParkDay } from './park-calendar.js';
import { epochDayOf } from '../epoch-days.js';
import { ZoneClock } from '../zone-clock.js';
import { buildWorld } from './world-builder.js';

const parks = buildWorld({ ...DEFAULT_GENERATOR_OPTIONS, destinations: 6 }).flatMap(({ parks: those }) => those);
const year = Array.from({ length: 366 }, (_, index) => epochDayOf('2024-01-01') + index);

describe('planParkDay', () => {
  it('has parks in several time zones, with one to three parks per destination', () => {
    expect(new Set(parks.map((park) => park.clock.timezone)).size).toBeGreaterThanOrEqual(5);
  });

  it('opens in the local morning and closes after it opens, on every day of the year', () => {
    for (const park of parks) {
      for (const localDay of year) {
        const day = planParkDay(park, localDay);
        if (!day) continue;
        expect(Number(park.clock.isoLocal(day.opensMs).slice(11, 13))).toBeGreaterThanOrEqual(7);
        expect(Number(park.clock.isoLocal(day.opensMs).slice(11, 13))).toBeLessThanOrEqual(10);
        expect(day.closesMs - day.opensMs).toBeGreaterThan(7 * 3_600_000);
      }
    }
  });

  it('has evenings past local midnight, and days on which a seasonal park stays closed', () => {
    const days = parks.flatMap((park) => year.map((localDay) => planParkDay(park, localDay)));
    expect(days.some((day) => day && day.park.clock.localDayOf(day.closesMs) > day.localDay)).toBe(true);
    expect(days).toContain(null);
  });

  it('is busier on Saturdays than on Tuesdays and in summer than in winter', () => {
    const crowd = (from: string, everyDays: number, count: number) => {
      const days = Array.from({ length: count }, (_, week) =>
        planParkDay(parks[0]!, epochDayOf(from) + week * everyDays),
      );
      return days.reduce((sum, day) => sum + day!.crowd, 0) / count;
    };
    expect(crowd('2024-01-06', 7, 52)).toBeGreaterThan(crowd('2024-01-02', 7, 52) * 1.2);
    expect(crowd('2024-07-01', 1, 28)).toBeGreaterThan(crowd('2024-01-08', 1, 28) * 1.3);
  });
});

describe('ZoneClock', () => {
  it('changes at the exact instant of a clock change', () => {
    const clock = new ZoneClock('America/New_York');
    expect(clock.isoLocal(Date.parse('2024-03-10T06:59:59Z'))).toBe('2024-03-10T01:59:59-05:00');
    expect(clock.isoLocal(Date.parse('2024-03-10T07:00:00Z'))).toBe('2024-03-10T03:00:00-04:00');
    expect(clock.isoLocal(Date.parse('2024-11-03T05:59:59Z'))).toBe('2024-11-03T01:59:59-04:00');
    expect(clock.isoLocal(Date.parse('2024-11-03T06:00:00Z'))).toBe('2024-11-03T01:00:00-05:00');
  });

  it('supports half-hour zones', () => {
    const clock = new ZoneClock('Australia/Adelaide');
    expect(clock.isoLocal(Date.parse('2024-04-06T16:29:59Z'))).toBe('2024-04-07T02:59:59+10:30');
    expect(clock.isoLocal(Date.parse('2024-04-06T16:30:00Z'))).toBe('2024-04-07T02:00:00+09:30');
  });

  it('finds the instant of a local time, even past midnight', () => {
    const clock = new ZoneClock('Europe/Paris');
    expect(clock.instantOf(epochDayOf('2024-03-30'), 25 * 60)).toBe(Date.parse('2024-03-31T00:00:00Z'));
    expect(clock.instantOf(epochDayOf('2024-03-31'), 9 * 60)).toBe(Date.parse('2024-03-31T07:00:00Z'));
  });
});
