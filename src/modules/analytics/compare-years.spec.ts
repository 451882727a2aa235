import { NO_TOTALS, type Totals } from '../statistics/rollup-totals.js';
import { compareYears, alignedYears } from './compare-years.js';

const HOUR = 3_600_000;
/** Ten hours open and observed, and an average of so many minutes over five of them. */
const day = (average: number, overrides: Partial<Totals> = {}): Totals => ({
  ...NO_TOTALS,
  observedMs: 10 * HOUR,
  scheduledMs: 10 * HOUR,
  scheduledObservedMs: 10 * HOUR,
  scheduledOperatingMs: 9 * HOUR,
  scheduledDownMs: HOUR,
  waitKnownMs: 5 * HOUR,
  waitMinutesMs: 5 * HOUR * average,
  maxWait: average + 10,
  days: 1,
  ...overrides,
});
const compare = (span: { from: string; to: string }, years: number, days: Record<string, Totals>) =>
  compareYears(alignedYears(span, years, 'date'), new Map(Object.entries(days)));

describe('year over year', () => {
  it('has time-weighted metrics, and the change of the period against each year', () => {
    // now (30 x 5 h + 60 x 10 h) / 15 h = 50; a year before 40
    const long = day(60, { waitKnownMs: 10 * HOUR, waitMinutesMs: 600 * HOUR });
    const [now, then] = compare({ from: '2024-07-01', to: '2024-07-02' }, 1, {
      '2024-07-01': day(30),
      '2024-07-02': long,
      '2023-07-01': day(40),
      '2023-07-02': day(40),
    });
    expect(now).toMatchObject({
      yearsBefore: 0,
      change: null,
      metrics: { averageWaitMinutes: 50, peakWaitMinutes: 70 },
    });
    expect(then).toMatchObject({
      ...{ yearsBefore: 1, from: '2023-07-01', to: '2023-07-02', metrics: { averageWaitMinutes: 40 } },
      change: { averageWaitPercent: 25, peakWaitPercent: 40, uptimePercent: 0, uptimePoints: 0 },
    });
  });

  it('has every day, null without observations, and marks a year with low coverage', () => {
    const [, then] = compare({ from: '2024-07-01', to: '2024-07-03' }, 1, { '2023-07-02': day(20) });
    expect(then!.daily.map(({ date, metrics }) => [date, metrics.averageWaitMinutes])).toEqual([
      ['2023-07-01', null],
      ['2023-07-02', 20],
      ['2023-07-03', null],
    ]);
    expect(then!.metrics).toMatchObject({ coveragePercent: 33.33, lowCoverage: true, observedDays: 1, days: 3 });
  });

  it('counts 29 February only in its own year; other years are compared without it', () => {
    const days = {
      '2024-02-28': day(30),
      '2024-02-29': day(90),
      '2024-03-01': day(30),
      '2025-02-28': day(60),
      '2025-03-01': day(60),
    };
    const [, then] = compare({ from: '2025-02-28', to: '2025-03-01' }, 1, days);
    expect(then).toMatchObject({ metrics: { averageWaitMinutes: 30, days: 2 }, change: { averageWaitPercent: 100 } });
  });

  it('omits a year in which the period has no day', () => {
    const years = compare({ from: '2024-02-29', to: '2024-02-29' }, 4, { '2020-02-29': day(10) });
    expect(years.map(({ yearsBefore }) => yearsBefore)).toEqual([0, 4]);
  });
});
