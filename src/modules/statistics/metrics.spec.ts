import { metricChange, metricsOf } from './metrics.js';
import { addTotals, NO_TOTALS, type Totals } from './rollup-totals.js';

const MINUTE = 60_000;
const totals = (minutes: Partial<Totals>, maxWait: number | null = null): Totals => ({
  ...NO_TOTALS,
  ...Object.fromEntries(Object.entries(minutes).map(([key, value]) => [key, key === 'days' ? value : value! * MINUTE])),
  maxWait,
});

describe('figures from sums', () => {
  it('weight a wait by the time it held: 50 minutes of 10 and 10 minutes of 60 average 18.33', () => {
    const steady = totals({ waitKnownMs: 50, waitMinutesMs: 10 * 50 }, 10);
    const busy = totals({ waitKnownMs: 10, waitMinutesMs: 60 * 10 }, 60);
    expect(metricsOf(addTotals(steady, busy), 1)).toMatchObject({ averageWaitMinutes: 18.33, peakWaitMinutes: 60 });
  });

  it('have uptime as operating of operating and down time while the park was open: 570 of 600 minutes are 95 %', () => {
    const day = totals({
      scheduledMs: 720,
      scheduledObservedMs: 660,
      reportedMs: 660,
      scheduledOperatingMs: 570,
      scheduledDownMs: 30,
      days: 1,
    });
    expect(metricsOf(day, 1)).toMatchObject({ uptimePercent: 95, downMinutes: 30, coveragePercent: 91.67 });
  });

  it('of a ride that never operated have no uptime, not 0 %', () => {
    const day = totals({ scheduledMs: 600, scheduledObservedMs: 600, reportedMs: 600, scheduledDownMs: 600, days: 1 });
    expect(metricsOf(day, 1)).toMatchObject({ uptimePercent: null, downMinutes: 600 });
  });

  it('of days on which the feed of the park reports no DOWN have no downtime either: null, not 0', () => {
    const day = totals({ scheduledMs: 600, scheduledObservedMs: 600, days: 1 });
    expect(metricsOf(day, 1)).toMatchObject({ uptimePercent: null, downMinutes: null, coveragePercent: 100 });
  });

  it('are null where nothing was observed, with no coverage', () => {
    expect(metricsOf(NO_TOTALS, 3)).toEqual({
      ...{ averageWaitMinutes: null, peakWaitMinutes: null, uptimePercent: null, downMinutes: null },
      ...{ observedMinutes: 0, coveragePercent: 0, lowCoverage: true, observedDays: 0, days: 3 },
    });
  });

  it('of a day on which the park stayed closed have no coverage to speak of, which is not a low one', () => {
    const closed = totals({ observedMs: 1440, days: 1 });
    expect(metricsOf(closed, 1)).toMatchObject({ coveragePercent: null, lowCoverage: false, observedMinutes: 1440 });
  });

  it('count a day without any observation as open as the others: two whole days of five are 40 %, and low', () => {
    const two = totals({ scheduledMs: 1200, scheduledObservedMs: 1200, days: 2 });
    expect(metricsOf(two, 5)).toMatchObject({ coveragePercent: 40, lowCoverage: true, observedDays: 2 });
    expect(metricsOf(two, 4)).toMatchObject({ coveragePercent: 50, lowCoverage: false });
  });
});

describe('a change', () => {
  const wait = (average: number, max: number, scheduledDownMs: number): Totals =>
    totals({ waitKnownMs: 60, waitMinutesMs: average * 60, scheduledOperatingMs: 90, scheduledDownMs }, max);

  it('is in percent of what was before, and of uptime in points too', () => {
    // uptime 90 % now (90 of 100), 75 % then (90 of 120)
    expect(metricChange(wait(33, 90, 10), wait(30, 120, 30))).toEqual({
      ...{ averageWaitPercent: 10, peakWaitPercent: -25 },
      ...{ uptimePercent: 20, uptimePoints: 15 },
    });
  });

  it('is not known against nothing, nor in percent against 0', () => {
    const unknown = { averageWaitPercent: null, peakWaitPercent: null, uptimePercent: null, uptimePoints: null };
    expect(metricChange(wait(33, 90, 10), NO_TOTALS)).toEqual(unknown);
    expect(metricChange(NO_TOTALS, wait(33, 90, 10))).toEqual(unknown);
    expect(metricChange(wait(33, 90, 10), wait(0, 0, 10))).toMatchObject({
      averageWaitPercent: null,
      peakWaitPercent: null,
    });
  });
});
