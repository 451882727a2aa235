import { addMonths, type Month, monthsBetween } from '../../../common/time/months.js';

/**
 * Plans the monthly partitions (pure). A month is `YYYY-MM`; all bounds are UTC.
 *
 * The layout is p_past | p202101 … p202705 | p_future. Both ends are catch-alls that should stay empty: splitting
 * an empty partition takes hundredths of a second, but splitting one with rows copies them while writers wait.
 */

export const PAST_PARTITION = 'p_past';
export const FUTURE_PARTITION = 'p_future';
export const PARTITIONED_TABLES = ['ride_status_snapshots', 'queue_data'] as const;
export type PartitionedTable = (typeof PARTITIONED_TABLES)[number];

/** No real observation is older; an earlier instant is a defect of its source. */
export const EARLIEST_MONTH = '2010-01';

export const partitionName = (month: Month): string => `p${month.replace('-', '')}`;

export interface PartitionDefinition {
  name: string;
  /** Exclusive upper bound: the start of this month; null for MAXVALUE. */
  before: Month | null;
}

export interface PartitionLayout {
  /** Months with their own partition, contiguous and ascending. */
  months: Month[];
}

export interface PartitionNeed {
  /** First and last month that require their own partition. */
  from: Month;
  to: Month;
}

/** The months to add in front (split from p_past) and at the end (split from p_future). */
export interface PartitionChange {
  prepend: Month[];
  append: Month[];
}

/** The missing months for `need`. Partitions stay contiguous, so that each month lies in exactly one. */
export function planPartitions(layout: PartitionLayout, need: PartitionNeed): PartitionChange {
  const from = need.from < EARLIEST_MONTH ? EARLIEST_MONTH : need.from;
  const [first, last] = [layout.months.at(0), layout.months.at(-1)];
  if (first === undefined || last === undefined) return { prepend: [], append: monthsBetween(from, need.to) };
  return {
    prepend: monthsBetween(from, addMonths(first, -1)),
    append: monthsBetween(addMonths(last, 1), need.to),
  };
}

function definitionSql(definition: PartitionDefinition): string {
  const bound = definition.before === null ? '(MAXVALUE)' : `('${definition.before}-01 00:00:00')`;
  return `PARTITION ${definition.name} VALUES LESS THAN ${bound}`;
}

const monthDefinition = (month: Month): PartitionDefinition => ({
  name: partitionName(month),
  before: addMonths(month, 1),
});

/** ALTER TABLE that partitions a plain table by month from `months[0]`; the server moves the rows. */
export function partitionTableSql(table: string, months: readonly Month[]): string {
  const definitions = [
    { name: PAST_PARTITION, before: months[0]! },
    ...months.map(monthDefinition),
    { name: FUTURE_PARTITION, before: null },
  ];
  return `ALTER TABLE ${table} PARTITION BY RANGE COLUMNS (recorded_at) (\n  ${definitions.map(definitionSql).join(',\n  ')}\n)`;
}

/** Statements that apply a change; rows in the catch-alls move into the partition of their month. */
export function changePartitionsSql(table: string, change: PartitionChange): string[] {
  const statements: string[] = [];
  if (change.prepend.length > 0) {
    const parts = [{ name: PAST_PARTITION, before: change.prepend[0]! }, ...change.prepend.map(monthDefinition)];
    statements.push(reorganizeSql(table, PAST_PARTITION, parts));
  }
  if (change.append.length > 0) {
    const parts = [...change.append.map(monthDefinition), { name: FUTURE_PARTITION, before: null }];
    statements.push(reorganizeSql(table, FUTURE_PARTITION, parts));
  }
  return statements;
}

/**
 * The partitions that a change fills. The server's statistics for them are 0 until they are analysed, and joins meanwhile read a
 * whole index instead of the rows of a ride (MariaDB 10.11).
 */
export function refilledPartitions(change: PartitionChange, rows: { past: number; future: number }): string[] {
  const refilled = (months: readonly Month[], source: string, count: number) =>
    months.length === 0 || count === 0 ? [] : [...months.map(partitionName), source];
  return [
    ...refilled(change.prepend, PAST_PARTITION, rows.past),
    ...refilled(change.append, FUTURE_PARTITION, rows.future),
  ];
}

/** Samples a few pages of each index: takes hundredths of a second for any size, and writers wait no longer than that. */
export function analyzeSql(table: string, partitions: readonly string[]): string {
  return `ALTER TABLE ${table} ANALYZE PARTITION ${partitions.join(', ')}`;
}

function reorganizeSql(table: string, source: string, parts: readonly PartitionDefinition[]): string {
  return `ALTER TABLE ${table} REORGANIZE PARTITION ${source} INTO (${parts.map(definitionSql).join(', ')})`;
}

/** The layout described by a list of partition names. */
export function layoutOf(partitionNames: readonly string[]): PartitionLayout {
  const months = partitionNames
    .map((name) => /^p(\d{4})(\d{2})$/.exec(name))
    .filter((match) => match !== null)
    .map((match) => `${match[1]}-${match[2]}`)
    .sort();
  return { months };
}
