import { Injectable } from '@nestjs/common';
import { dayAfter } from '../../../common/time/calendar.js';
import { monthOf, nextMonth } from '../../statistics/day-spans.js';
import type { Batch, Cell, StoredRow } from '../export-table.js';
import type { ConsistentView } from '../../../common/database/consistent-view.js';
import type { PackedRows, TableColumn, TableDataset } from './table-dataset.js';

/** What a file of a table dataset is limited to; null: everything. */
export interface TableScope {
  parkId: number | null;
  /** The ride that the rows count as. */
  rideId: number | null;
  /** First and last local date, both included. */
  fromDate: string | null;
  toDate: string | null;
}

/** Conditions of a period. A month belongs to it if its first day does, so a monthly dataset has whole months only. */
export function periodSql({ dateColumn, isMonthly }: TableDataset, fromDate: string | null, toDate: string | null) {
  const startsMonth = fromDate !== null && monthOf(fromDate) === fromDate;
  const from = isMonthly && fromDate !== null && !startsMonth ? nextMonth(fromDate) : fromDate;
  const to = isMonthly && toDate !== null ? dayAfter(nextMonth(toDate), -1) : toDate;
  return [
    ...(from === null ? [] : [`${dateColumn} >= '${from}'`]),
    ...(to === null ? [] : [`${dateColumn} <= '${to}'`]),
  ];
}

/**
 * The query of columns of a dataset under conditions. {@link unpackerOf} turns its rows into cells of these columns.
 * @param further SQL of columns that follow
 */
export function selectSql(
  { table, names, groupBy, orderBy, packed }: TableDataset,
  columns: readonly TableColumn[],
  conditions: readonly string[],
  further: readonly string[] = [],
): string {
  const select = packed === null ? columns : columns.slice(0, keyCellsOf(packed, columns));
  const from = columns.every(({ isInFolder }) => isInFolder) ? table : `${table} ${names}`;
  const where = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
  const group = groupBy === null ? '' : ` GROUP BY ${groupBy}`;
  const selected = [...select.map(({ sql }) => sql), ...(packed?.select ?? []), ...further];
  const list = selected.map((sql, index) => `${sql} AS c${index}`);
  return `SELECT ${list.join(', ')} FROM ${from}${where}${group} ORDER BY ${orderBy}`;
}

type Expand = (row: readonly unknown[], add: (cells: readonly Cell[]) => void) => void;

export function unpackerOf({ packed }: TableDataset, columns: readonly TableColumn[]): Expand {
  if (packed === null) return (row, add) => add(row as readonly Cell[]);
  const [unpack, keyCells] = [packed.unpacker(), keyCellsOf(packed, columns)];
  return (row, add) => unpack(row, keyCells, add);
}

/** The unpacked columns are the last ones, so the number of key columns depends on which of them are left out. */
const keyCellsOf = ({ unpackedColumns }: PackedRows, columns: readonly TableColumn[]): number =>
  columns.length - unpackedColumns;

/** Reads the rows of table datasets in a consistent view, by ride or park, so that memory holds those of one of them. */
@Injectable()
export class TableRowsRepository {
  async *readBatches(view: ConsistentView, dataset: TableDataset, scope: TableScope): AsyncGenerator<Batch, undefined> {
    const period = periodSql(dataset, scope.fromDate, scope.toDate);
    for (const part of await this.partsOf(view, dataset, scope)) {
      const stored = await view.query<StoredRow>(selectSql(dataset, dataset.columns, [...period, ...part]));
      const rows = rowsOf(dataset, stored);
      if (rows.length > 0) yield { ride: null, rows };
    }
  }

  /** Conditions that together select the scope, each of which is read at once. */
  private async partsOf(view: ConsistentView, dataset: TableDataset, scope: TableScope): Promise<string[][]> {
    const { owner } = dataset;
    const { parkId, rideId } = scope;
    if (owner.kind === 'none') return [parkId === null ? [] : [`${owner.parkColumn} = ${parkId}`]];
    if (owner.kind === 'park' && parkId !== null) return [[`${owner.column} = ${parkId}`]];
    if (rideId !== null) return [[`${owner.column} = ${rideId}`]];
    const [table, column] = [owner.kind === 'park' ? 'parks' : 'rides', `${owner.kind}_id`];
    const condition = parkId === null ? '' : ` WHERE park_id = ${parkId}`;
    const ids = await view.query<{ id: number }>(`SELECT ${column} AS id FROM ${table}${condition} ORDER BY ${column}`);
    return ids.map(({ id }) => [`${owner.column} = ${id}`]);
  }
}

function rowsOf(dataset: TableDataset, stored: readonly StoredRow[]): StoredRow[] {
  const rows: StoredRow[] = [];
  const expand = unpackerOf(dataset, dataset.columns);
  const add = (cells: readonly Cell[]): void => {
    rows.push(Object.fromEntries(dataset.columns.map(({ name }, index) => [name, cells[index]!])));
  };
  for (const row of stored) expand(Object.values(row), add);
  return rows;
}
