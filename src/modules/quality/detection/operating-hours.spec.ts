import { HOUR_MS } from '../../../common/time/calendar.js';
import { operatingDaysOf, type PastDay, usualOpenings } from './operating-hours.js';

const DAY = '2026-04-15';
const DAYS = operatingDaysOf('Europe/Paris', {
  startMs: Date.parse('2026-03-10T12:00:00Z'),
  endMs: Date.parse('2026-04-15T12:00:00Z'),
});
const today = DAYS.filter(({ localDate }) => localDate === DAY);
const MIDNIGHT_MS = today[0]!.window.startMs - 4 * HOUR_MS;

/** In local hours. */
const open = (localDate: string, from: number, until: number): PastDay => {
  const { startMs } = DAYS.find((day) => day.localDate === localDate)!.window;
  return { localDate, opensAtMs: startMs + (from - 4) * HOUR_MS, closesAtMs: startMs + (until - 4) * HOUR_MS };
};
const closed = (localDate: string): PastDay => ({ localDate, opensAtMs: null, closesAtMs: null });
const usual = (...past: PastDay[]) =>
  usualOpenings(today, DAYS, past).map(({ startMs, endMs }) => [
    (startMs - MIDNIGHT_MS) / HOUR_MS,
    (endMs - MIDNIGHT_MS) / HOUR_MS,
  ]);

describe('the usual opening of a day', () => {
  it('is what the same weekdays of four weeks have in common, in local time', () => {
    // Daylight saving time began on 29 March.
    expect(usual(open('2026-04-08', 9, 22), open('2026-04-01', 10, 20), open('2026-03-25', 9.5, 21))).toEqual([
      [10, 20],
    ]);
  });

  it('is unknown with only one such day, and ignores other weekdays and older weeks', () => {
    expect(usual(open('2026-04-08', 9, 22))).toEqual([]);
    expect(usual(open('2026-04-14', 9, 22), open('2026-04-13', 9, 22), open('2026-03-11', 9, 22))).toEqual([]);
  });

  it('is none if the park was closed on one of them, or if they have nothing in common', () => {
    expect(usual(open('2026-04-08', 9, 22), open('2026-04-01', 9, 22), closed('2026-03-25'))).toEqual([]);
    expect(usual(open('2026-04-08', 9, 14), open('2026-04-01', 15, 22))).toEqual([]);
  });

  it('ends with its operating day', () => {
    expect(usual(open('2026-04-08', 2, 30), open('2026-04-01', 2, 30))).toEqual([[4, 28]]);
  });
});
