import { HOUR_MS } from '../../../common/time/durations.js';
import { openWindowsOf, operatingDaysOf } from './opening-hours.js';

const START_MS = Date.parse('2024-07-01T00:00:00Z');
const DAYS = operatingDaysOf('UTC', { startMs: START_MS + 4 * HOUR_MS, endMs: START_MS + 52 * HOUR_MS });

/** In hours since midnight of the first day. */
const span = (from: number, until: number) => ({
  startMs: START_MS + from * HOUR_MS,
  endMs: START_MS + until * HOUR_MS,
});
const hoursOf = (
  operating: number[][],
  published: { localDate: string; opensAtMs: number; closesAtMs: number }[] = [],
) =>
  openWindowsOf(DAYS, published, operating.map(([from, until]) => span(from!, until!))) // prettier-ignore
    .map(({ startMs, endMs }) => [(startMs - START_MS) / HOUR_MS, (endMs - START_MS) / HOUR_MS]);

describe('the opening hours of a park whose schedule is not known', () => {
  it('are from the first to the last instant of its operating day, silences by day and midnight included', () => {
    expect(hoursOf([[10, 12], [17, 25.5], [34, 34], [40, 40]])).toEqual([[10, 25.5], [34, 40]]); // prettier-ignore
  });

  it('are one opening where an evening lasts past four, and leave out the night after it', () => {
    expect(hoursOf([[18, 29], [42, 50]])).toEqual([[18, 29], [42, 50]]); // prettier-ignore
    expect(hoursOf([[18, 27.5], [28.5, 29], [42, 50]])).toEqual([[18, 29], [42, 50]]); // prettier-ignore
  });

  it('are those of the evening alone where nobody saw the day before', () => {
    expect(hoursOf([[28.5, 29], [42, 50]])).toEqual([[28.5, 29], [42, 50]]); // prettier-ignore
  });

  it('are as published where that is known of the date', () => {
    const { startMs, endMs } = span(10, 20);
    const published = [{ localDate: '2024-07-01', opensAtMs: startMs, closesAtMs: endMs }];
    expect(hoursOf([[9, 22], [34, 40]], published)).toEqual([[10, 20], [34, 40]]); // prettier-ignore
    const untilThree = [{ ...published[0]!, closesAtMs: START_MS + 27 * HOUR_MS }];
    expect(hoursOf([[9, 28.5], [34, 40]], untilThree)).toEqual([[10, 27], [28, 28.5], [34, 40]]); // prettier-ignore
  });
});
