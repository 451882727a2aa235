import { createHash } from 'node:crypto';
import { getMetadataArgsStorage, type ObjectType } from 'typeorm';
import { sqlSeconds } from '../../../common/database/sql-instant.js';
import { QueueData, RideStatusSnapshot } from '../../snapshots/entities/observation.entity.js';
import { addMonths, monthStartMs } from '../../../common/time/months.js';
import { type PartitionedTable } from '../../snapshots/partitions/partition-plan.js';
import { QUEUES, SNAPSHOTS } from '../export-datasets.js';
import { type Cell, type Dataset, type ExportColumn, RIDE_COLUMNS } from '../export-table.js';
import { TABLE_DATASETS } from '../tables/table-datasets.js';
import type { TableDataset } from '../tables/table-dataset.js';
import { selectSql, unpackerOf } from '../tables/table-rows.sql.js';

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
  select(month: PartMonth, ids: readonly number[] | null): string;
  /** COUNT(*) and two sums over all rows, which change if any value does; null: the content of the file is compared. */
  checksum(month: PartMonth, ids: readonly number[] | null): string | null;
  unpacker(): (row: readonly unknown[], add: (cells: readonly Cell[]) => void) => void;
}

const asTheyAre = () => (row: readonly unknown[], add: (cells: readonly Cell[]) => void) => add(row as readonly Cell[]);

/** Raw rows have the id of their ride. Its name and park are in `rides`, so that a new name does not change every month. */
function observations({ name, columns, table, select }: Dataset, entity: ObjectType<object>): FolderDataset {
  const inMonth = (month: PartMonth): string =>
    `recorded_at >= '${instantOf(month!)}' AND recorded_at < '${instantOf(addMonths(month!, 1))}'`;
  const order = table === 'queue_data' ? 'ride_id, recorded_at, queue_type' : 'ride_id, recorded_at';
  return {
    name,
    columns: [RIDE_COLUMNS[0]!, ...columns.filter(({ of }) => of === 'row')],
    isMonthly: true,
    months: { partitioned: table },
    idColumn: null,
    select: (month) => `SELECT ride_id, ${select} FROM ${table} WHERE ${inMonth(month)} ORDER BY ${order}`,
    checksum: (month) => checksumSql(entity, table, inMonth(month)),
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
    select: (month, ids) => selectSql(dataset, columns, within(month, ids)),
    checksum: (month, ids) =>
      checksumOf === null ? null : checksumSql(checksumOf, table, within(month, ids).join(' AND ')),
    unpacker: () => unpackerOf(dataset, columns),
  };
}

export const FOLDER_DATASETS: readonly FolderDataset[] = [
  observations(SNAPSHOTS, RideStatusSnapshot),
  observations(QUEUES, QueueData),
  ...TABLE_DATASETS.map(tableDataset),
];

const instantOf = (month: string): string => sqlSeconds(monthStartMs(month));

/** An absent value differs from each present one, and the text of a column cannot run into that of the next one. */
function checksumSql(entity: ObjectType<object>, table: string, condition: string): string {
  const texts = columnTypes(entity).map(({ name, type }) => {
    const value = type === 'varbinary' ? `HEX(\`${name}\`)` : type === 'enum' ? `\`${name}\` + 0` : `\`${name}\``;
    return `IFNULL(${value}, '-')`;
  });
  const row = `CRC32(CONCAT_WS('|', ${texts.join(', ')}))`;
  return `SELECT COUNT(*) AS rowCount, CAST(COALESCE(SUM(${row}), 0) AS CHAR) AS crcSum,
                 CAST(COALESCE(BIT_XOR(${row}), 0) AS CHAR) AS crcBits FROM ${table} WHERE ${condition}`;
}

function columnTypes(entity: ObjectType<object>): { name: string; type: string }[] {
  const found: { name: string; type: string }[] = [];
  for (let owner: unknown = entity; typeof owner === 'function'; owner = Object.getPrototypeOf(owner)) {
    for (const { target, options, propertyName } of getMetadataArgsStorage().columns)
      if (target === owner) found.push({ name: options.name ?? propertyName, type: String(options.type) });
  }
  return found;
}

/** Identifies the columns of a dataset, their types and how files are written: another layout makes all its files anew. */
export function layoutOf({ columns }: FolderDataset, writer: string): string {
  const described = columns.map(({ name, type, nullable }) => [name, type, nullable]);
  return createHash('sha256')
    .update(JSON.stringify([writer, described]))
    .digest('hex')
    .slice(0, 16);
}
