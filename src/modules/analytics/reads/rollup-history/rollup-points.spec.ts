import { NO_SUMS } from '../sums.js';
import type { RollupRow } from './rollup-history.repository.js';
import { rollupPoint } from './rollup-points.js';

const MINUTE = 60_000;
const WINDOW = { startMs: Date.parse('2024-07-01T12:00:00Z'), endMs: Date.parse('2024-07-01T13:00:00Z') };
const row = (overrides: Partial<RollupRow> = {}): RollupRow => ({
  ...NO_SUMS,
  ...{ localDate: '2024-07-01', localHour: 14, days: 1, snapshots: 7, minWait: 10, maxWait: 60 },
  ...{ operatingMs: 30 * MINUTE, downMs: 6 * MINUTE, closedMs: 5 * MINUTE, refurbishmentMs: 0 },
  ...{ observedMs: 45 * MINUTE, unobservedMs: 15 * MINUTE, archiveMs: 45 * MINUTE },
  ...{ waitKnownMs: 30 * MINUTE, waitMinutesMs: 30 * 20 * MINUTE },
  ...{ openMs: 50 * MINUTE, openObservedMs: 40 * MINUTE, openOperatingMs: 30 * MINUTE, openDownMs: 10 * MINUTE },
  ...overrides,
});

describe('a point of an hour', () => {
  it('has the minutes of every status, which add up to the hour', () => {
    const { minutes } = rollupPoint(row(), WINDOW);
    expect(minutes).toEqual({ operating: 30, down: 6, closed: 5, refurbishment: 0, unknown: 4, unobserved: 15 });
    expect(Object.values(minutes).reduce((sum: number, each: number) => sum + each)).toBe(60);
  });

  it('has waits, uptime, and how much was observed, of the hour and of the open time', () => {
    expect(rollupPoint(row(), WINDOW)).toMatchObject({
      ...{ from: new Date(WINDOW.startMs), to: new Date(WINDOW.endMs), averageWaitMinutes: 20, lowestWaitMinutes: 10 },
      ...{ peakWaitMinutes: 60, uptimePercent: 75, observedPercent: 75, coveragePercent: 80, snapshots: 7 },
    });
  });

  it('says from which source the observed time is', () => {
    const sourceOf = (archiveMs: number, observedMs = 45 * MINUTE) =>
      rollupPoint(row({ archiveMs, observedMs }), WINDOW).dataSource;
    expect([sourceOf(45 * MINUTE), sourceOf(0), sourceOf(MINUTE), sourceOf(0, 0)]).toEqual([
      ...['ARCHIVE', 'LIVE', 'BOTH', null],
    ]);
  });
});
