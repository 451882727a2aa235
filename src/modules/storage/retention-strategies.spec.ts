import type { GrowthReport } from './growth/growth-report.js';
import { groupOf, type StorageMetricRow } from './measure/storage-metrics.js';
import { type GroupSize, type MeasuredGroups, measuredGroups, retentionOptions } from './retention-strategies.js';

const group = (rows: number, bytes: number, perDay: number): GroupSize => ({
  ...{ rows, bytes },
  bytesPerDay: { value: perDay, low: perDay, high: perDay },
});
const GROUPS: MeasuredGroups = {
  raw: group(1000, 40_000, 100),
  hourly: group(100, 8_000, 20),
  daily: group(10, 1_000, 2),
  other: group(5, 1_000, 0),
  recentRawBytes: 9_000,
};

describe('the retention comparison', () => {
  it('compares four strategies, today and in ten years', () => {
    const sizes = retentionOptions(GROUPS).map(({ strategy, bytesToday, bytesInTenYears }) => [
      strategy,
      bytesToday,
      bytesInTenYears!.value,
    ]);
    expect(sizes).toEqual([
      ['PERMANENT_RAW', 50_000, 50_000 + 122 * 3652.5],
      ['TIERED_90_DAY', 19_000, 10_000 + 22 * 3652.5 + 90 * 100],
      ['HOURLY_ONLY', 10_000, 10_000 + 22 * 3652.5],
      ['DAILY_ONLY', 2_000, 2_000 + 2 * 3652.5],
    ]);
    const [permanent, , hourly] = retentionOptions(GROUPS);
    expect([permanent!.savingTodayPercent, hourly!.savingTodayPercent]).toEqual([0, 80]);
  });

  it('has no sizes for strategies whose statistics were never computed', () => {
    const options = retentionOptions({ ...GROUPS, hourly: group(0, 65_536, 0) });
    expect(options.map(({ bytesToday }) => bytesToday)).toEqual([107_536, null, null, 2_000]);
  });

  it('has no sizes before the first measurement', () => {
    const nothing = group(0, 0, 0);
    const empty = { raw: nothing, hourly: nothing, daily: nothing, other: nothing, recentRawBytes: 0 };
    const unknown = {
      bytesToday: null,
      bytesInTenYears: null,
      savingTodayPercent: null,
      savingInTenYearsPercent: null,
    };
    for (const option of retentionOptions(empty)) expect(option).toMatchObject(unknown);
  });
});

describe('the table groups', () => {
  it('follow from the table names', () => {
    const names = [
      'queue_data',
      'park_hourly_stats',
      'ride_day_hours',
      'ride_monthly_stats',
      'park_daily_stats',
      'rides',
    ];
    expect(names.map(groupOf)).toEqual(['raw', 'hourly', 'hourly', 'daily', 'daily', 'other']);
  });

  it('include the bytes of observations of the last 90 days', () => {
    const part = (partition: string): StorageMetricRow => ({
      ...{ table: 'queue_data', partition, rows: 10, rowSource: 'COUNTED', dataBytes: 3_100 },
      ...{ indexBytes: 0, freeBytes: 0, sizeSource: 'FILE' },
    });
    const parts = ['p202601', 'p202602', 'p202603', 'p202604', 'p202605', 'p_future'].map(part);
    const now = Date.UTC(2026, 3, 16);
    const { recentRawBytes } = measuredGroups(parts, { tables: [] } as unknown as GrowthReport, now);
    // 90 days before 16 April is 16 January: 16 of its 31 days, and all of February, March and April
    expect(recentRawBytes).toBeCloseTo(3_100 * (16 / 31) + 3 * 3_100);
  });
});
