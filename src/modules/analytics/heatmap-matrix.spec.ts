import { NO_TOTALS } from '../statistics/rollup-totals.js';
import { countWeekdays, heatmapMatrix } from './heatmap-matrix.js';

const HOUR = 3_600_000;
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
/** Monday 1 July to Sunday 14 July. */
const TWO_WEEKS = { from: '2024-07-01', to: '2024-07-14' };

describe('a heatmap', () => {
  const monday = {
    ...NO_TOTALS,
    observedMs: 2 * HOUR,
    scheduledMs: 2 * HOUR,
    scheduledObservedMs: 1.5 * HOUR,
    days: 2,
  };
  const cells = [
    { weekday: 1, hour: 10, totals: { ...monday, waitKnownMs: 1.5 * HOUR, waitMinutesMs: 45 * HOUR } },
    { weekday: 7, hour: 23, totals: { ...monday, scheduledOperatingMs: 0.9 * HOUR, scheduledDownMs: 0.1 * HOUR } },
  ];

  it('has seven weekdays of 24 hours, null without data', () => {
    const rows = heatmapMatrix(cells, TWO_WEEKS, 'avgWait', HOURS);
    expect(rows.map(({ weekday, days, hours }) => [weekday, days, hours.length])).toEqual(
      [1, 2, 3, 4, 5, 6, 7].map((weekday) => [weekday, 2, 24]),
    );
    expect(rows[0]!.hours[10]).toEqual({
      ...{ hour: 10, value: 30, observedMinutes: 120, coveragePercent: 75, observedDays: 2 },
    });
    expect(rows[2]!.hours[10]).toEqual({
      ...{ hour: 10, value: null, observedMinutes: 0, coveragePercent: null, observedDays: 0 },
    });
  });

  it('of uptime is in percent', () => {
    const rows = heatmapMatrix(cells, TWO_WEEKS, 'uptime', HOURS);
    expect([rows[6]!.hours[23]!.value, rows[0]!.hours[10]!.value]).toEqual([90, null]);
  });

  it('orders hours by the start of the day, if it is after midnight', () => {
    const [row] = heatmapMatrix(cells, TWO_WEEKS, 'avgWait', [...HOURS.slice(3), ...HOURS.slice(0, 3)]);
    expect(row!.hours.map(({ hour }) => hour).slice(-3)).toEqual([0, 1, 2]);
  });

  it('counts each weekday: ten days from a Monday have two Mondays to Wednesdays', () => {
    expect(countWeekdays({ from: '2024-07-01', to: '2024-07-10' })).toEqual([2, 2, 2, 1, 1, 1, 1]);
    expect(countWeekdays({ from: '2024-07-06', to: '2024-07-07' })).toEqual([0, 0, 0, 0, 0, 1, 1]);
  });
});
