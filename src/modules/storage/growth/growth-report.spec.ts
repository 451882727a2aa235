import type { StorageMetricRow } from '../measure/storage-metrics.js';
import { rowCost } from './table-growth.js';
import { daysUntilFull, projections } from './growth-report.js';

const band = (value: number, margin = 0) => ({ value, low: value - margin, high: value + margin });
const MB = 1_000_000;

describe('a projection', () => {
  it('adds the growth to the current size, for one, three, five and ten years', () => {
    const result = projections({ rows: 1000, bytes: 50_000 }, { rows: band(10, 2), bytes: band(500, 100) });
    expect(result.map(({ years }) => years)).toEqual([1, 3, 5, 10]);
    expect(result[0]!.rows).toEqual({ value: 4652.5, low: 3922, high: 5383 });
    expect(result[3]!.bytes.value).toBe(50_000 + 3652.5 * 500);
  });

  it('never shrinks, because files do not and nothing is deleted', () => {
    expect(projections({ rows: 9, bytes: 9 }, { rows: band(-1), bytes: band(-1) })[3]!.bytes.value).toBe(9);
  });
});

describe('the days until the disk is full', () => {
  it('are the free bytes divided by the daily growth, with the bounds of the band', () => {
    expect(daysUntilFull(40, 100, band(2, 1))).toEqual({ days: 30, earliestDays: 20, latestDays: 60 });
    expect(daysUntilFull(40, 100, band(2, 3))).toMatchObject({ latestDays: null });
  });

  it('are 0 if it is full, and unknown without a capacity or growth', () => {
    expect(daysUntilFull(100, 100, band(1))).toMatchObject({ days: 0 });
    expect(daysUntilFull(10, 0, band(0))).toMatchObject({ days: 0 });
    expect(daysUntilFull(10, null, band(1))).toBeNull();
    expect(daysUntilFull(10, 100, band(0))).toBeNull();
  });
});

describe('the bytes per row', () => {
  const metric = (rows: number, bytes: number, partition = ''): StorageMetricRow => ({
    ...{ table: 't', partition, rows, rowSource: 'COUNTED', dataBytes: bytes },
    ...{ indexBytes: 0, freeBytes: 0, sizeSource: 'FILE' },
  });
  const cost = (parts: StorageMetricRow[], rowsPerDay: number) => rowCost(metric(1, 1), parts, rowsPerDay);

  it('are measured from whole files, without the size of an empty file', () => {
    const parts = [metric(1 * MB, 46.1 * MB, 'p1'), metric(0, 0.1 * MB, 'p2'), metric(0, 0.1 * MB, 'p3')];
    expect(cost(parts, 30_000)).toEqual({ bytesPerRow: 46, bytesPerPartition: 0.1 * MB });
  });

  it('ignore a month that has just begun, whose file consists mostly of its reserve', () => {
    const parts = [metric(1 * MB, 46 * MB, 'p1'), metric(10_000, 10 * MB, 'p2')];
    expect(cost(parts, 33_000).bytesPerRow).toBe(46);
    expect(cost([parts[1]!], 33_000).bytesPerRow).toBe(1000);
  });

  it('of a table without partitions exclude the reserve of its file', () => {
    const plain = (rows: number, bytes: number) => rowCost(metric(rows, bytes), [], 0).bytesPerRow!;
    expect(plain(1 * MB, 108_388_608)).toBe(100);
    expect(plain(1_000, 148_304)).toBe(50);
    expect(plain(1_000, 65_536)).toBeCloseTo(6.55);
  });

  it('are unknown without rows', () => {
    expect(cost([metric(0, 100_000, 'p1')], 5).bytesPerRow).toBeNull();
    expect(rowCost(metric(0, 65_536), [], 0).bytesPerRow).toBeNull();
  });
});
