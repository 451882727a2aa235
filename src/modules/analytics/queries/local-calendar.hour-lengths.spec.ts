import moment from 'moment-timezone';
import { timeZoneOf } from '../../../common/time/zones/time-zones.js';
import { LocalDays } from '../../snapshots/local-days.js';
import { ParkCalendar } from '../../statistics/days/park-calendar.js';
import { LocalHours } from './local-calendar.js';

const FIRST_MS = Date.parse('2015-01-01T00:00:00Z');
const LAST_MS = Date.parse('2030-01-01T00:00:00Z');

/** The dates on which the clock of a zone turns, and one on which it does not. */
function datesOf(name: string, dayStartMinutes: number): string[] {
  const days = new LocalDays(name, dayStartMinutes);
  const turns = timeZoneOf(name)
    .periods(FIRST_MS, LAST_MS)
    .map(({ untilMs }) => days.dateOf(untilMs));
  return [...new Set(['2024-06-12', ...turns])];
}

describe('the hours of a local day', () => {
  // All 600 names of the IANA data, and every day between 2015 and 2030 on which one of their clocks turns.
  it.each([0, 180])('have the lengths of the stored hours, and sum to the day, from minute %d on', (dayStart) => {
    const wrong: string[] = [];
    for (const name of moment.tz.names()) {
      const hours = new LocalHours(name, dayStart);
      for (const date of datesOf(name, dayStart)) {
        const { cellMs, startMs, endMs } = new ParkCalendar(name, dayStart, date, date);
        const windows = hours.hoursOfDay.map((hour) => hours.window(date, hour));
        const isEndToEnd = windows.every((window, index) => window.startMs === (windows[index - 1]?.endMs ?? startMs));
        const isAsStored = hours.hoursOfDay.every(
          (hour, i) => windows[i]!.endMs - windows[i]!.startMs === cellMs[hour],
        );
        if (!isEndToEnd || !isAsStored || windows.at(-1)!.endMs !== endMs) wrong.push(`${name} ${date}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('begin while the clock shows them, except in zones of Antarctic stations that change by hours', () => {
    const late = new Set<string>();
    for (const name of moment.tz.names()) {
      const hours = new LocalHours(name, 0);
      for (const date of datesOf(name, 0)) {
        for (const hour of hours.hoursOfDay) {
          const { startMs, endMs } = hours.window(date, hour);
          const zone = timeZoneOf(name);
          const shownMs = startMs + zone.offsetMs(startMs);
          if (startMs < endMs && Math.floor(shownMs / 3_600_000) % 24 !== hour) late.add(name);
        }
      }
    }
    expect([...late].filter((name) => !name.startsWith('Antarctica/'))).toEqual([]);
  });
});
