import { createHash } from 'node:crypto';
import type { ObjectType } from 'typeorm';
import { sqlSeconds } from '../../../common/database/sql-helpers.js';
import { QueueData, RideStatusSnapshot } from '../../snapshots/entities/observation.entity.js';
import { addMonths, monthStartMs } from '../../../common/time/months.js';
import { type PartitionedTable } from '../../snapshots/partitions/partition-plan.js';
import { QUEUES, SNAPSHOTS } from '../export-datasets.js';
import { type Cell, type Dataset, type ExportColumn, RIDE_COLUMNS } from '../export-table.js';
import { TABLE_DATASETS } from '../tables/table-datasets.js';
import type { TableDataset } from '../tables/table-dataset.js';
import { selectSql, unpackerOf } from '../tables/table-rows.sql.js';
import { rowChecksumSql } from './row-checksum.js';

/** `2024-07`; null: the only file of a dataset without months. */
export type PartMonth = string | null;

/** A dataset of the folder: what its files hold, and the SQL that reads and compares a month. */
export interface FolderDataset {
  name: string;
  columns: readonly ExportColumn[];
  isMonthly: boolean;
  /** Where the months are found. */
  months: { partitioned: PartitionedTable } | { table: string; id: string; date: string } | null;
  /** The column of the ids by which a month is read in parts; null: a month is read at once. */
  idColumn: string | null;
  /** SQL: the table and the conditions of a month. */
  source(month: PartMonth, ids: readonly number[] | null): string;
  /** The rows of a month. With their checksum, it is the last column. */
  select(month: PartMonth, ids: readonly number[] | null, withChecksum: boolean): string;
  /** The entity whose checksum over all columns shows whether a month has changed; null: the content of the file shows it. */
  checksumOf: ObjectType<object> | null;
  unpacker(): (row: readonly unknown[], add: (cells: readonly Cell[]) => void) => void;
}

const asTheyAre = () => (row: readonly unknown[], add: (cells: readonly Cell[]) => void) => add(row as readonly Cell[]);

/** Raw rows have the id of their ride. Its name and park are in `rides`, so that a new name does not change every month. */
function observations({ name, columns, table, select }: Dataset, entity: ObjectType<object>): FolderDataset {
  const source = (month: PartMonth): string =>
    `${table} WHERE recorded_at >= '${instantOf(month!)}' AND recorded_at < '${instantOf(addMonths(month!, 1))}'`;
  const order = table === 'queue_data' ? 'ride_id, recorded_at, queue_type' : 'ride_id, recorded_at';
  return {
    name,
    columns: [RIDE_COLUMNS[0]!, ...columns.filter(({ of }) => of === 'row')],
    isMonthly: true,
    months: { partitioned: table },
    idColumn: null,
    source,
    select: (month, _ids, withChecksum) =>
      `SELECT ride_id, ${select}${withChecksum ? `, ${rowChecksumSql(entity)}` : ''} FROM ${source(month)} ORDER BY ${order}`,
    checksumOf: entity,
    unpacker: asTheyAre,
  };
}

function tableDataset(dataset: TableDataset): FolderDataset {
  const { name, table, owner, dateColumn, checksumOf } = dataset;
  const columns = dataset.columns.filter(({ isInFolder }) => isInFolder);
  const idColumn = owner.kind === 'none' ? null : owner.column;
  const within = (month: PartMonth, ids: readonly number[] | null): string[] => [
    ...(ids === null ? [] : [`${idColumn} IN (${ids.join(', ')})`]),
    ...(month === null ? [] : [`${dateColumn} >= '${month}-01'`, `${dateColumn} < '${addMonths(month, 1)}-01'`]),
  ];
  return {
    name,
    columns,
    isMonthly: dateColumn !== null,
    months: dateColumn === null || idColumn === null ? null : { table, id: idColumn, date: dateColumn },
    idColumn: dateColumn === null ? null : idColumn,
    source: (month, ids) => [table, within(month, ids).join(' AND ')].filter((sql) => sql !== '').join(' WHERE '),
    select: (month, ids, withChecksum) => {
      const further = withChecksum && checksumOf !== null ? [rowChecksumSql(checksumOf)] : [];
      return selectSql(dataset, columns, within(month, ids), further);
    },
    checksumOf,
    unpacker: () => unpackerOf(dataset, columns),
  };
}

export const FOLDER_DATASETS: readonly FolderDataset[] = [
  observations(SNAPSHOTS, RideStatusSnapshot),
  observations(QUEUES, QueueData),
  ...TABLE_DATASETS.map(tableDataset),
];

const instantOf = (month: string): string => sqlSeconds(monthStartMs(month));

/** Identifies the columns of a dataset, their types and how files are written: with another layout, all its files are written again. */
export function layoutOf({ columns }: FolderDataset, writer: string): string {
  const described = columns.map(({ name, type, nullable }) => [name, type, nullable]);
  return createHash('sha256')
    .update(JSON.stringify([writer, described]))
    .digest('hex')
    .slice(0, 16);
}
