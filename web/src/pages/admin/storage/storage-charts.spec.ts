import type { Schemas } from '../../../api/client.js';
import { drawnCapacity, growthSummary, growthTable, sizesOf } from './growth-chart.js';
import { monthsOf, monthsSummary, monthsTable } from './months-chart.js';

const GROWTH = {
  measuredDays: [
    { day: '2026-11-28', rows: 90, bytes: 90_000_000 },
    { day: '2026-11-29', rows: 100, bytes: 100_000_000 },
  ],
  projections: [
    { years: 1, day: '2027-11-29', rows: null, bytes: { value: 400_000_000, low: 300_000_000, high: 500_000_000 } },
    { years: 3, day: '2029-11-29', rows: null, bytes: { value: 900_000_000, low: 600_000_000, high: 1_100_000_000 } },
  ],
  capacity: { limitBytes: 1_000_000_000 },
} as Schemas['StorageGrowthView'];

describe('the chart of the growth', () => {
  it('shows measured days, and projections up to the chosen year', () => {
    expect(sizesOf(GROWTH, 1).map(({ day, isMeasured }) => [day, isMeasured])).toEqual([
      ['2026-11-28', true],
      ['2026-11-29', true],
      ['2027-11-29', false],
    ]);
    expect(sizesOf(GROWTH, 10)).toHaveLength(4);
  });

  it('leaves out a capacity that would flatten it', () => {
    expect(drawnCapacity(sizesOf(GROWTH, 1), 1_000_000_000)).toBe(1_000_000_000);
    expect(drawnCapacity(sizesOf(GROWTH, 1), 1_000_000_001)).toBeNull();
    expect(drawnCapacity(sizesOf(GROWTH, 1), null)).toBeNull();
  });

  it('is described with the band', () => {
    expect(growthSummary(GROWTH, 1).replaceAll('\u00a0', ' ')).toBe(
      '100 MB on Nov 29, 2026, 400 MB (300 MB to 500 MB) on Nov 29, 2027. The capacity is 1 GB.',
    );
    expect(growthTable(GROWTH, 1).rows).toHaveLength(3);
  });
});

const partition = (from: string | null, rows: number, totalBytes: number) =>
  ({ from, isCatchAll: from === null, rows, totalBytes }) as Schemas['PartitionView'];
const TABLES = [
  {
    table: 'ride_status_snapshots',
    partitions: [
      partition(null, 3, 9_000_000),
      ...['2026-08', '2026-09', '2026-10', '2026-11', '2026-12'].map((month, index) =>
        partition(`${month}-01T00:00:00.000Z`, [0, 10, 0, 30, 0][index]!, 1_000_000 * index),
      ),
    ],
  },
  { table: 'queue_data', partitions: [partition('2026-11-01T00:00:00.000Z', 5, 500_000)] },
] as Schemas['PartitionedTableView'][];

describe('the chart of the months', () => {
  it('begins and ends with a month that has rows', () => {
    expect(monthsOf(TABLES)).toEqual([
      { month: '2026-09', rows: 10, bytes: [1_000_000, 0] },
      { month: '2026-10', rows: 0, bytes: [2_000_000, 0] },
      { month: '2026-11', rows: 35, bytes: [3_000_000, 500_000] },
    ]);
    expect(monthsOf([])).toEqual([]);
  });

  it('is described by its total and its largest month', () => {
    expect(monthsSummary(monthsOf(TABLES)).replaceAll('\u00a0', ' ')).toBe(
      '6.5 MB in 3 months, 2.17 MB a month on average; largest: November 2026 with 3.5 MB for 35 rows.',
    );
    expect(monthsSummary([])).toBe('No month has any observation yet.');
    expect(monthsTable(monthsOf(TABLES), TABLES).rows[0]!.at(-1)).toBe('35');
  });
});
