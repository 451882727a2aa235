import { metricChange, metricsOf } from './derived-metrics.js';
import { addTotals, NO_TOTALS, type Totals } from './rollup-totals.js';

const MINUTE = 60_000;
const totals = (minutes: Partial<Totals>, maxWait: number | null = null): Totals => ({
  ...NO_TOTALS,
  ...Object.fromEntries(Object.entries(minutes).map(([key, value]) => [key, key === 'days' ? value : value! * MINUTE])),
  maxWait,
});

describe('metrics from totals', () => {
  it('weight a wait by its duration: 50 minutes of 10 and 10 minutes of 60 average 18.33', () => {
    const steady = totals({ waitKnownMs: 50, waitMinutesMs: 10 * 50 }, 10);
    const busy = totals({ waitKnownMs: 10, waitMinutesMs: 60 * 10 }, 60);
    expect(metricsOf(addTotals(steady, busy), 1)).toMatchObject({ averageWaitMinutes: 18.33, peakWaitMinutes: 60 });
  });

  it('define uptime as operating / (operating + down) in use: 570 of 600 minutes are 95 %', () => {
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

  it('have no uptime, rather than 0 %, for a ride that never operated', () => {
    const day = totals({ scheduledMs: 600, scheduledObservedMs: 600, reportedMs: 600, scheduledDownMs: 600, days: 1 });
    expect(metricsOf(day, 1)).toMatchObject({ uptimePercent: null, downMinutes: 600 });
  });

  it('have null downtime, not 0, on days on which the feed does not report DOWN', () => {
    const day = totals({ scheduledMs: 600, scheduledObservedMs: 600, days: 1 });
    expect(metricsOf(day, 1)).toMatchObject({ uptimePercent: null, downMinutes: null, coveragePercent: 100 });
  });

  it('are null without observations, with a coverage of 0', () => {
    expect(metricsOf(NO_TOTALS, 3)).toEqual({
      ...{ averageWaitMinutes: null, peakWaitMinutes: null, uptimePercent: null, downMinutes: null },
      ...{ observedMinutes: 0, coveragePercent: 0, lowCoverage: true, observedDays: 0, days: 3 },
    });
  });

  it('have null coverage, which is not low, on a day on which the park stayed closed', () => {
    const closed = totals({ observedMs: 1440, days: 1 });
    expect(metricsOf(closed, 1)).toMatchObject({ coveragePercent: null, lowCoverage: false, observedMinutes: 1440 });
  });

  it('count a day without observations as scheduled like the others: two of five days are 40 %, which is low', () => {
    const two = totals({ scheduledMs: 1200, scheduledObservedMs: 1200, days: 2 });
    expect(metricsOf(two, 5)).toMatchObject({ coveragePercent: 40, lowCoverage: true, observedDays: 2 });
    expect(metricsOf(two, 4)).toMatchObject({ coveragePercent: 50, lowCoverage: false });
  });
});

describe('a change', () => {
  const wait = (average: number, max: number, scheduledDownMs: number): Totals =>
    totals({ waitKnownMs: 60, waitMinutesMs: average * 60, scheduledOperatingMs: 90, scheduledDownMs }, max);

  it('is a percentage of the earlier value, and for uptime a difference in points too', () => {
    // uptime 90 % now (90 of 100), 75 % then (90 of 120)
    expect(metricChange(wait(33, 90, 10), wait(30, 120, 30))).toEqual({
      ...{ averageWaitPercent: 10, peakWaitPercent: -25 },
      ...{ uptimePercent: 20, uptimePoints: 15 },
    });
  });

  it('is null without an earlier value, and its percentage is null for an earlier 0', () => {
    const unknown = { averageWaitPercent: null, peakWaitPercent: null, uptimePercent: null, uptimePoints: null };
    expect(metricChange(wait(33, 90, 10), NO_TOTALS)).toEqual(unknown);
    expect(metricChange(NO_TOTALS, wait(33, 90, 10))).toEqual(unknown);
    expect(metricChange(wait(33, 90, 10), wait(0, 0, 10))).toMatchObject({
      averageWaitPercent: null,
      peakWaitPercent: null,
    });
  });
});
