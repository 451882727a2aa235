import { HOUR_MS, HOURS_OF_DAY } from '../../../common/time/calendar.js';
import type { ScheduledTimeTotals } from '../days/rollup-rows.js';
import {
  packDurations,
  PackedBytes,
  packValues,
  unpackDurations,
  unpackValues,
  type ValueKind,
} from './hour-arrays.js';

/** Marks a wait of an hour without one. */
export const NO_WAIT = -1;

export type HourColumn = keyof ScheduledTimeTotals;

/** The values of one day by column and local hour. */
export type HoursByColumn = Readonly<Record<HourColumn, Float64Array>>;

interface PackedColumn {
  name: HourColumn;
  kind: ValueKind;
  /** The value of an hour that the packed column leaves out. */
  absent: number;
  /** What the column is on most days, computed from columns before it; it is then stored as an empty string. */
  usual: UsualValue | null;
}

interface UsualValue {
  reads: readonly HourColumn[];
  of: (values: HoursByColumn, hour: number) => number;
}

const duration = (name: HourColumn, usual: UsualValue | null = null): PackedColumn => {
  return { name, kind: 'duration', absent: 0, usual };
};
const sameAs = (column: HourColumn): UsualValue => ({ reads: [column], of: (values, hour) => values[column][hour]! });
const value = (name: HourColumn, kind: ValueKind, absent: number): PackedColumn => ({
  name,
  kind,
  absent,
  usual: null,
});

/** In an order in which each usual value depends only on columns before it. */
const PACKED_COLUMNS: readonly PackedColumn[] = [
  duration('observedMs'),
  duration('operatingMs'),
  duration('downMs'),
  duration('refurbishmentMs'),
  duration('closedMs', {
    reads: ['observedMs', 'operatingMs', 'downMs', 'refurbishmentMs'],
    of: (day, hour) => day.observedMs[hour]! - day.operatingMs[hour]! - day.downMs[hour]! - day.refurbishmentMs[hour]!,
  }),
  duration('archiveMs', sameAs('observedMs')),
  duration('unknownMs', { reads: ['observedMs'], of: (day, hour) => HOUR_MS - day.observedMs[hour]! }),
  duration('scheduledMs'),
  duration('scheduledObservedMs', sameAs('scheduledMs')),
  duration('scheduledOperatingMs', sameAs('operatingMs')),
  duration('scheduledDownMs', sameAs('downMs')),
  duration('waitKnownMs', sameAs('scheduledOperatingMs')),
  value('waitMinutesMs', 'waitIntegral', 0),
  value('minWait', 'waitMinutes', NO_WAIT),
  value('maxWait', 'waitMinutes', NO_WAIT),
  value('implausibleWaitCount', 'count', 0),
  value('snapshotCount', 'count', 0),
];

export const PACKED_COLUMN_NAMES: readonly HourColumn[] = PACKED_COLUMNS.map(({ name }) => name);

const COLUMN_BY_NAME = new Map(PACKED_COLUMNS.map((column) => [column.name, column]));

const emptyDay = (): HoursByColumn =>
  Object.fromEntries(PACKED_COLUMNS.map(({ name }) => [name, new Float64Array(HOURS_OF_DAY)])) as HoursByColumn;

/** The hours of one day, packed: a bit set of the hours that have statistics, and each column as hexadecimal text. */
export interface PackedHours {
  hours: number;
  /** Null: absent in each hour. Empty: as usual. */
  columns: Readonly<Record<HourColumn, string | null>>;
}

/** The hours of a ride on one day. */
export interface HoursOfRideDay {
  rideId: number;
  localDate: string;
  packed: PackedHours;
}

/** Packs the hours of one ride and day. Unpacking gives exactly the same values. */
export class HourPacker {
  /** The hours to pack: filled in for each day. Hours that are not in its bit set have no meaning. */
  readonly values = emptyDay();
  private readonly bytes = new PackedBytes();

  /** Packs {@link values}. @param hours the bit set of the hours that have statistics */
  pack(hours: number): PackedHours {
    const { bytes } = this;
    bytes.length = 0;
    const ends = PACKED_COLUMNS.map((column) => (this.packColumn(column, hours) ? bytes.length : null));
    const hex = bytes.toHex();
    const columns = {} as Record<HourColumn, string | null>;
    let start = 0;
    for (const [index, end] of ends.entries()) {
      columns[PACKED_COLUMNS[index]!.name] = end === null ? null : hex.slice(2 * start, 2 * end);
      start = end ?? start;
    }
    return { hours, columns };
  }

  /** Adds the bytes of a column; none if it is as usual. False: absent in each hour. */
  private packColumn(column: PackedColumn, hours: number): boolean {
    const { name, kind, absent, usual } = column;
    const ofHour = this.values[name];
    let [isAbsent, isUsual] = [true, usual !== null];
    for (let hour = 0; hour < HOURS_OF_DAY && (isAbsent || isUsual); hour++) {
      if ((hours & (1 << hour)) === 0) continue;
      if (ofHour[hour] !== absent) isAbsent = false;
      if (isUsual && ofHour[hour] !== usual!.of(this.values, hour)) isUsual = false;
    }
    if (isAbsent) return false;
    if (isUsual) return true;
    if (kind === 'duration') packDurations(ofHour, hours, this.bytes);
    else packValues(ofHour, hours, column, this.bytes);
    return true;
  }
}

/** What unpacking needs of a stored day: the bit set, and each column that is read. */
export type StoredHours = { hours: number } & Partial<Record<HourColumn, Buffer | null>>;

/** The columns that are needed to unpack the given ones, in the order of unpacking. */
function columnsToUnpack(wanted: readonly HourColumn[]): HourColumn[] {
  const needed = new Set(wanted);
  for (const { name, usual } of [...PACKED_COLUMNS].reverse()) {
    if (needed.has(name)) usual?.reads.forEach((column) => needed.add(column));
  }
  return PACKED_COLUMN_NAMES.filter((name) => needed.has(name));
}

/** Unpacks one day after another into the same arrays. Hours that are not in the bit set have no meaning there. */
export class HourUnpacker {
  private readonly values = emptyDay();
  /** In the order of unpacking; the query must select them. */
  readonly columns: readonly HourColumn[];

  constructor(wanted: readonly HourColumn[]) {
    this.columns = columnsToUnpack(wanted);
  }

  unpack(stored: StoredHours): HoursByColumn {
    for (const name of this.columns) this.unpackColumn(COLUMN_BY_NAME.get(name)!, stored[name] ?? null);
    return this.values;
  }

  private unpackColumn(column: PackedColumn, packed: Buffer | null): void {
    const { name, kind, absent, usual } = column;
    const ofHour = this.values[name];
    if (packed === null) ofHour.fill(absent);
    else if (packed.length === 0)
      for (let hour = 0; hour < HOURS_OF_DAY; hour++) ofHour[hour] = usual!.of(this.values, hour);
    else if (kind === 'duration') unpackDurations(packed, ofHour);
    else unpackValues(packed, ofHour, column);
  }
}

/** The hours in a bit set, in order. */
export function hoursIn(bits: number): number[] {
  const hours: number[] = [];
  for (let hour = 0; hour < HOURS_OF_DAY; hour++) if ((bits & (1 << hour)) !== 0) hours.push(hour);
  return hours;
}
