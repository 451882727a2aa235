import { NO_TOTALS } from '../../statistics/rollup-totals.js';
import type { DayDetailColumns } from '../../statistics/derived-metrics.js';
import type { RollupRow } from './rollup-points.sql.js';
import { rollupPoint } from './rollup-points.service.js';

const MINUTE = 60_000;
const WINDOW = { startMs: Date.parse('2024-07-01T12:00:00Z'), endMs: Date.parse('2024-07-01T13:00:00Z') };
const row = (overrides: Partial<RollupRow> = {}): RollupRow => ({
  ...NO_TOTALS,
  ...{ localDate: '2024-07-01', localHour: 14, days: 1, snapshots: 7, implausibleWaits: 0, minWait: 10, maxWait: 60 },
  ...{ operatingMs: 30 * MINUTE, downMs: 6 * MINUTE, closedMs: 5 * MINUTE, refurbishmentMs: 0 },
  ...{ observedMs: 45 * MINUTE, unknownMs: 15 * MINUTE, archiveMs: 45 * MINUTE },
  ...{ waitKnownMs: 30 * MINUTE, waitMinutesMs: 30 * 20 * MINUTE },
  ...{
    scheduledMs: 50 * MINUTE,
    scheduledObservedMs: 40 * MINUTE,
    scheduledOperatingMs: 30 * MINUTE,
    scheduledDownMs: 10 * MINUTE,
    inUseOperatingMs: 30 * MINUTE,
    inUseDownMs: 10 * MINUTE,
  },
  ...overrides,
});

describe('an hourly point', () => {
  it('has the minutes of every status, which sum to the hour', () => {
    const { minutes } = rollupPoint(row(), WINDOW);
    expect(minutes).toEqual({ operating: 30, down: 6, closed: 5, refurbishment: 0, unrecognised: 4, unknown: 15 });
    expect(Object.values(minutes).reduce((sum: number, each: number) => sum + each)).toBe(60);
  });

  it('has waits, uptime, and the observed time of the hour and of the scheduled time', () => {
    expect(rollupPoint(row(), WINDOW)).toMatchObject({
      ...{ from: new Date(WINDOW.startMs), to: new Date(WINDOW.endMs), averageWaitMinutes: 20, lowestWaitMinutes: 10 },
      ...{ peakWaitMinutes: 60, uptimePercent: 75, observedPercent: 75, coveragePercent: 80, snapshots: 7 },
    });
  });

  it('has the park’s use of the hour and the ride’s states during it, and no metrics of days', () => {
    expect(rollupPoint(row({ implausibleWaits: 2 }), WINDOW)).toMatchObject({
      ...{ inUse: { scheduled: 50, observed: 40, operating: 30, down: 10 }, implausibleWaits: 2, day: null },
    });
  });

  it('has the ride’s states in use on a day without reports of DOWN, although uptime is unknown', () => {
    const unreported = row({ scheduledOperatingMs: 0, scheduledDownMs: 0 });
    expect(rollupPoint(unreported, WINDOW)).toMatchObject({
      ...{ uptimePercent: null, inUse: { scheduled: 50, observed: 40, operating: 30, down: 10 } },
    });
  });

  it('reports the source of the observed time', () => {
    const sourceOf = (archiveMs: number, observedMs = 45 * MINUTE) =>
      rollupPoint(row({ archiveMs, observedMs }), WINDOW).dataSource;
    expect([sourceOf(45 * MINUTE), sourceOf(0), sourceOf(MINUTE), sourceOf(0, 0)]).toEqual([
      ...['ARCHIVE', 'LIVE', 'BOTH', null],
    ]);
  });
});

describe('a daily point', () => {
  const details: DayDetailColumns = {
    ...{ p50Wait: 40, p90Wait: 55, extremeCount: 1, outsideMinWait: 15, outsideMaxWait: 30 },
    ...{ outsideWaitKnownMs: 2 * MINUTE, outsideWaitMinutesMs: 45 * MINUTE },
    ...{ eventMs: 0, eventOperatingMs: 0, eventDownMs: 0, eventWaitKnownMs: 0, eventWaitMinutesMs: 0 },
  };
  const dayOf = (more: Partial<DayDetailColumns> = {}) =>
    rollupPoint(row({ localHour: null, ...details, ...more }), WINDOW).day;

  it('has percentiles, extreme waits and out-of-hours waits', () => {
    expect(dayOf()).toEqual({
      ...{ p50WaitMinutes: 40, p90WaitMinutes: 55, extremeWaits: 1, event: null },
      outOfHours: { postedMinutes: 2, averageWaitMinutes: 22.5, lowestWaitMinutes: 15, peakWaitMinutes: 30 },
    });
  });

  it('has the metrics of the day’s events', () => {
    const event = { eventMs: 300 * MINUTE, eventOperatingMs: 120 * MINUTE, eventDownMs: 15 * MINUTE };
    expect(dayOf({ ...event, eventWaitKnownMs: 100 * MINUTE, eventWaitMinutesMs: 2_000 * MINUTE })).toMatchObject({
      event: { scheduledMinutes: 300, operatingMinutes: 120, downMinutes: 15, averageWaitMinutes: 20 },
    });
  });
});
