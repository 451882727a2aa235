import type { ParquetType, SchemaElement } from 'hyparquet';
import type { Cell, ColumnType, ExportColumn } from './export-table.js';

const INTEGER = { type: 'INT64' } as const;
const TEXT = { type: 'BYTE_ARRAY', converted_type: 'UTF8' } as const;

const PHYSICAL: Readonly<Record<ColumnType, Omit<SchemaElement, 'name'> & { type: ParquetType }>> = {
  id: { type: 'INT32', converted_type: 'UINT_32' },
  count: { type: 'INT32' },
  integer: INTEGER,
  real: { type: 'DOUBLE' },
  flag: { type: 'BOOLEAN' },
  code: TEXT,
  name: TEXT,
  json: TEXT,
  date: { type: 'INT32', converted_type: 'DATE' },
  instant: {
    type: 'INT64',
    converted_type: 'TIMESTAMP_MILLIS',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
  },
};

/** How a Parquet file stores the values of a column of this type. */
export const physicalType = (type: ColumnType): ParquetType => PHYSICAL[type].type;

/** The schema of a Parquet file with these columns; nullable columns are OPTIONAL. */
export function parquetSchema(columns: readonly ExportColumn[]): SchemaElement[] {
  return [
    { name: 'root', num_children: columns.length },
    ...columns.map(({ name, type, nullable }): SchemaElement => ({
      name,
      repetition_type: nullable ? 'OPTIONAL' : 'REQUIRED',
      ...PHYSICAL[type],
    })),
  ];
}

export type ParquetValue = string | number | bigint | boolean | null;

const MS_PER_DAY = 86_400_000;

/** A value as hyparquet-writer takes it for a column of this type. */
export function parquetValue(type: ColumnType, cell: Cell): ParquetValue {
  if (cell === null) return null;
  switch (type) {
    case 'integer':
    case 'instant':
      return BigInt(cell);
    case 'date':
      return Date.parse(String(cell)) / MS_PER_DAY;
    case 'flag':
      return Number(cell) !== 0;
    case 'id':
    case 'count':
    case 'real':
      return Number(cell);
    case 'code':
    case 'name':
    case 'json':
      return String(cell);
  }
}
