import { getMetadataArgsStorage } from 'typeorm';
import { markdownTable } from '../../common/markdown-table.js';
import { FOLDER_DATASETS } from '../../modules/export/folder/folder-dataset.js';
import type { ColumnType, ExportColumn } from '../../modules/export/export-table.js';
import { QUEUES, SNAPSHOTS } from '../../modules/export/export-datasets.js';
import { QueueData, RideStatusSnapshot } from '../../modules/snapshots/entities/observation.entity.js';
import { TABLE_DATASETS } from '../../modules/export/tables/table-datasets.js';
import type { TableColumn } from '../../modules/export/tables/table-dataset.js';
import type { DescribedColumn, DescribedTable } from './described-tables.js';

/** How files have the values, by kind: the Parquet type. */
const TYPES: Readonly<Record<ColumnType, string>> = {
  id: 'uint32',
  count: 'int32',
  integer: 'int64',
  real: 'double',
  flag: 'boolean',
  code: 'string',
  name: 'string',
  json: 'string (JSON)',
  date: 'date',
  instant: 'timestamp (ms, UTC)',
};

const HEAD = `## Exports

The datasets of files and of the folder ([exporting](exporting.md)). The meaning is that of the column in the last column of the table.
Columns marked with \\* are in single files only; the folder has them in \`rides\` and \`parks\`.`;

/** The columns of all exported datasets, described by the entities that they come from. */
export function exportsSection(tables: readonly DescribedTable[]): string {
  const byName = new Map(tables.map((table) => [table.name, table]));
  const observations = [
    { ...SNAPSHOTS, entity: RideStatusSnapshot },
    { ...QUEUES, entity: QueueData },
  ].map(({ name, summary, columns, entity }) =>
    section(name, summary, columns, (column) => ofObservation(byName.get(tableOf(entity))!, column)),
  );
  const others = TABLE_DATASETS.map(({ name, summary, columns }) =>
    section(name, summary, columns, (column) => ofTable(byName, column as TableColumn)),
  );
  return [HEAD, ...observations, ...others].join('\n\n') + '\n';
}

interface Described {
  unit: string;
  meaning: string;
  /** `table.column`; empty if no column holds it. */
  source: string;
}

function section(
  name: string,
  summary: string,
  columns: readonly ExportColumn[],
  describe: (column: ExportColumn) => Described,
): string {
  const inFolder = new Set(FOLDER_DATASETS.find((dataset) => dataset.name === name)!.columns.map((one) => one.name));
  const rows = columns.map((column) => {
    const { unit, meaning, source } = describe(column);
    const label = `\`${column.name}\`${inFolder.has(column.name) ? '' : ' \\*'}`;
    return [label, `${TYPES[column.type]}${column.nullable ? ', null' : ''}`, unit, meaning, source];
  });
  const table = markdownTable(['column', 'type', 'unit', 'meaning', 'from'], rows);
  return [`### Dataset ${name}`, `A row is ${summary}.`, table].join('\n\n');
}

function ofTable(tables: ReadonlyMap<string, DescribedTable>, { name, meaning }: TableColumn): Described {
  if ('text' in meaning) return { unit: meaning.unit, meaning: escaped(meaning.text), source: '' };
  const table = tables.get(tableOf(meaning.entity));
  const column = table?.columns.find((one) => camelCase(one.name) === meaning.property);
  if (table === undefined || column === undefined) throw new Error(`No column describes ${name}`);
  return described(table.name, column);
}

/** Columns of rides come from the catalogue; the others are those of the table, some under the name of the API. */
function ofObservation({ name: table, columns }: DescribedTable, { name }: ExportColumn): Described {
  const known: Readonly<Record<string, Described>> = {
    canonicalRideId: { unit: '', meaning: 'The ride that the row counts as.', source: '`ride_aliases.ride_id`' },
    rideName: { unit: '', meaning: 'Present display name of that ride.', source: '`rides.name`' },
    parkId: { unit: '', meaning: 'Its park.', source: '`rides.park_id`' },
  };
  const stored = name === 'waitMinutes' ? ['wait_time', 'wait_time_minutes'] : [];
  const column = columns.find((one) => camelCase(one.name) === name || stored.includes(one.name));
  if (column !== undefined) return described(table, column);
  if (known[name] === undefined) throw new Error(`No column describes ${name}`);
  return known[name];
}

const described = (table: string, { name, unit, meaning }: DescribedColumn): Described => ({
  unit,
  meaning: escaped(meaning),
  source: `\`${table}.${name}\``,
});

const camelCase = (name: string): string => name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
const escaped = (text: string): string => text.replace(/\|/g, '\\|');

function tableOf(entity: unknown): string {
  return getMetadataArgsStorage().tables.find(({ target }) => target === entity)?.name ?? '';
}
