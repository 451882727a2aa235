import type { ObjectType } from 'typeorm';
import type { Cell, ExportColumn } from '../export-table.js';

/** Where the meaning of a column is written: the comment of an entity's property, or here. */
export type ColumnMeaning = { entity: ObjectType<object>; property: string } | { unit: string; text: string };

export interface TableColumn extends ExportColumn {
  of: 'row';
  sql: string;
  meaning: ColumnMeaning;
  /** False: a name from the catalogue, which single files repeat and the folder has in the files of the catalogue only. */
  isInFolder: boolean;
}

/** Turns a row of a query into rows of a dataset. The first cells of the row are the columns of the key. */
export type Unpack = (row: readonly unknown[], keyCells: number, add: (cells: readonly Cell[]) => void) => void;

/** Columns whose rows are stored packed: the key is selected as it is, followed by what is unpacked. */
export interface PackedRows {
  /** Number of columns, the last ones of the dataset, that are unpacked. The others are selected as they are. */
  unpackedColumns: number;
  select: readonly string[];
  unpacker: () => Unpack;
}

/** Whose rows a dataset has, which decides how it can be limited and in which parts it is read. */
export type TableOwner =
  | { kind: 'ride'; column: string }
  | { kind: 'park'; column: string }
  /** Read as a whole. `parkColumn` limits it to a park; null: it cannot be limited. */
  | { kind: 'none'; parkColumn: string | null };

/** Rows of tables other than those of the observations, with the columns of a file. */
export interface TableDataset {
  name: string;
  /** For lists of datasets: what a row is. */
  summary: string;
  columns: readonly TableColumn[];
  /** SQL: the table, with its alias, that `owner` and `dateColumn` belong to. */
  table: string;
  /** SQL: the join of the catalogue, for the columns that the folder leaves out. */
  names: string;
  owner: TableOwner;
  /** The local date of a row; null: rows have none, and cannot be limited to a period. */
  dateColumn: string | null;
  /** A month belongs to a period if its first day does. */
  isMonthly: boolean;
  groupBy: string | null;
  orderBy: string;
  packed: PackedRows | null;
  /** The entity whose columns decide whether a month has changed; null: the content of the file does. */
  checksumOf: ObjectType<object> | null;
}

/** A column of a joined table of the catalogue. */
export const catalogueColumn = (column: TableColumn): TableColumn => ({ ...column, isInFolder: false });

export type TableLimit = 'parkId' | 'rideId' | 'from' | 'to';

/** Why a dataset cannot be limited by the given values; empty if it can. */
export function refusedLimits(
  { name, owner, dateColumn }: TableDataset,
  given: Readonly<Record<TableLimit, unknown>>,
): Map<TableLimit, string> {
  const refused = new Map<TableLimit, string>();
  const isLimitedByPark = owner.kind !== 'none' || owner.parkColumn !== null;
  if (given.parkId !== null && !isLimitedByPark) refused.set('parkId', `${name} has no parks`);
  if (given.rideId !== null && owner.kind !== 'ride') refused.set('rideId', `${name} cannot be limited to a ride`);
  if (given.rideId !== null && given.parkId !== null) refused.set('rideId', 'give either a park or a ride');
  for (const limit of ['from', 'to'] as const) {
    if (given[limit] !== null && dateColumn === null) refused.set(limit, `${name} has no dates`);
  }
  return refused;
}
