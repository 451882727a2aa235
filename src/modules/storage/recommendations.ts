import { bytesText } from '../../common/text.js';
import type { GrowthReport } from './growth/growth-report.js';
import type { TablePartitions } from './partition-metrics.service.js';

/** An action for the operator, and the metric behind it. */
export interface Recommendation {
  /** Stable across releases. */
  code: string;
  text: string;
  metric: { name: string; value: number; unit: string };
}

const SOON_DAYS = 365;
const UNCOMPRESSED_BYTES_PER_ROW = 30;
const WORTH_COMPRESSING_BYTES = 1_000_000_000;

export interface AdviceFacts {
  growth: GrowthReport;
  partitions: readonly TablePartitions[];
  partitionMonthsWanted: number;
  /** Why sizes are not exact; null if they are. */
  sizeNote: string | null;
  canCompress: boolean;
}

export function recommendations(facts: AdviceFacts): Recommendation[] {
  return [...onCapacity(facts), ...onRows(facts), ...onPartitions(facts), ...onMeasuring(facts)];
}

function onCapacity({ growth }: AdviceFacts): Recommendation[] {
  const { capacity, daysUntilFull, projections, perDay } = growth;
  if (capacity.limitBytes === null) {
    if (growth.measuredAt === null) return [];
    return [
      {
        code: 'SET_CAPACITY',
        text: `Set STORAGE_CAPACITY_GB: ${bytesText(capacity.usedBytes)} are in use, and the capacity is unknown.`,
        metric: { name: 'usedBytes', value: capacity.usedBytes, unit: 'bytes' },
      },
    ];
  }
  if (daysUntilFull === null || daysUntilFull.days >= SOON_DAYS) return [];
  const inThreeYears = projections.find(({ years }) => years === 3)!.bytes.high;
  return [
    {
      code: 'ADD_CAPACITY',
      text:
        `Full in ${Math.floor(daysUntilFull.days)} days at ${bytesText(perDay.bytes.value)} a day. Three years need up ` +
        `to ${bytesText(inThreeYears)}; the capacity is ${bytesText(capacity.limitBytes)}.`,
      metric: { name: 'daysUntilFull', value: daysUntilFull.days, unit: 'days' },
    },
  ];
}

function onRows({ growth, canCompress }: AdviceFacts): Recommendation[] {
  const snapshots = growth.tables.find(({ table }) => table === 'ride_status_snapshots');
  const bytesPerRow = snapshots?.bytesPerRow ?? 0;
  const isLarge = growth.now.bytes >= WORTH_COMPRESSING_BYTES;
  if (!canCompress || !isLarge || bytesPerRow < UNCOMPRESSED_BYTES_PER_ROW) return [];
  return [
    {
      code: 'COMPRESS_PAGES',
      text: `A snapshot takes ${bytesPerRow.toFixed(1)} bytes; npm run partitions -- compress makes it smaller while writers continue (about 20 on MariaDB, 35 on MySQL).`,
      metric: { name: 'bytesPerSnapshot', value: Math.round(bytesPerRow * 10) / 10, unit: 'bytes' },
    },
  ];
}

function onPartitions({ partitions, partitionMonthsWanted }: AdviceFacts): Recommendation[] {
  return partitions
    .filter((table) => table.partitions.length > 0)
    .flatMap(({ table, catchAllRows, monthsAhead }) => {
      const stray = catchAllRows.past + catchAllRows.future;
      const isLate = monthsAhead < partitionMonthsWanted - 1;
      if (stray === 0 && !isLate) return [];
      const name = stray > 0 ? 'catchAllRows' : 'monthsAhead';
      return [
        {
          code: 'ENSURE_PARTITIONS',
          text: `npm run partitions -- ensure: ${table} has ${stray} rows outside its months and ${monthsAhead} months ahead.`,
          metric: { name, value: stray > 0 ? stray : monthsAhead, unit: stray > 0 ? 'rows' : 'months' },
        },
      ];
    });
}

function onMeasuring({ growth, sizeNote }: AdviceFacts): Recommendation[] {
  const { measurements } = growth.window;
  const advice: Recommendation[] = [];
  if (sizeNote !== null) {
    advice.push({
      code: 'ALLOW_EXACT_SIZES',
      text: `Sizes are estimated by the server and lag behind: ${sizeNote}.`,
      metric: { name: 'totalBytes', value: growth.now.bytes, unit: 'bytes' },
    });
  }
  if (growth.method !== 'MEASURED') {
    advice.push({
      code: 'KEEP_MEASURING',
      text: `Keep measuring: the growth fit needs 7 days of measurements; there ${measurements === 1 ? 'is' : 'are'} ${measurements}.`,
      metric: { name: 'measurements', value: measurements, unit: 'days' },
    });
  }
  return advice;
}
