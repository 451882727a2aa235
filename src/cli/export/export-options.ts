import { extname } from 'node:path';
import { isLocalDate, isUtcInstant } from '../../common/time/calendar.js';
import { QUEUES, SNAPSHOTS } from '../../modules/export/export-datasets.js';
import { EXPORT_FORMATS, type ExportFormatName } from '../../modules/export/export-formats.js';
import type { ExportRequest, TableExportRequest } from '../../modules/export/export.service.js';
import type { Dataset } from '../../modules/export/export-table.js';
import { TABLE_DATASETS } from '../../modules/export/tables/table-datasets.js';
import { type TableDataset, refusedLimits } from '../../modules/export/tables/table-dataset.js';
import { UsageError } from '../usage-error.js';

const OBSERVATIONS: readonly Dataset[] = [SNAPSHOTS, QUEUES];
export const DATASET_NAMES = [...OBSERVATIONS, ...TABLE_DATASETS].map(({ name }) => name);
const RANGE_OF_A_DAY = 'one day is --from 2024-12-25 --to 2024-12-26';

export interface ExportOptions {
  dataset?: string;
  parkId?: number;
  rideId?: number;
  from?: string;
  to?: string;
  format?: ExportFormatName;
  queues?: true;
  output?: string;
  all?: true;
  out?: string;
  json?: true;
}

/** `output` null: stdout. */
export type CliExport =
  | { kind: 'observations'; request: ExportRequest; output: string | null; json: boolean }
  | { kind: 'table'; table: TableExportRequest; output: string | null; json: boolean }
  | FolderExport;

export interface FolderExport {
  kind: 'folder';
  folder: string;
  json: boolean;
}

/** @throws UsageError */
export function datasetOf(name: string): string {
  if (DATASET_NAMES.includes(name)) return name;
  throw new UsageError(`--dataset must be one of ${DATASET_NAMES.join(', ')}, not "${name}"`);
}

/** @throws UsageError */
export function readExportOptions(options: ExportOptions): CliExport {
  if (options.all === true || options.out !== undefined) return readFolderOptions(options);
  const { output, json = false } = options;
  if (output === '') throw new UsageError('--output requires the path of a file');
  if (json && output === undefined) throw new UsageError('--json requires --output: stdout is the file without it');
  const target = { output: output ?? null, json };
  const dataset = chosenDataset(options);
  if ('table' in dataset && 'batchSql' in dataset) {
    return { kind: 'observations', request: observationRequest(dataset, options), ...target };
  }
  return { kind: 'table', table: tableRequest(dataset, options), ...target };
}

function readFolderOptions({ all, out, json, ...others }: ExportOptions): FolderExport {
  if (out === undefined || out === '') throw new UsageError('--all requires --out with the path of a folder');
  if (all !== true) throw new UsageError('--out is the folder of --all; the file of a single dataset is --output');
  const [given] = Object.keys(others);
  if (given !== undefined) {
    const option = given.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    throw new UsageError(`--all writes everything as Parquet, so it cannot be combined with --${option}`);
  }
  return { kind: 'folder', folder: out, json: json === true };
}

function chosenDataset({ dataset, queues }: ExportOptions): Dataset | TableDataset {
  if (queues === true && dataset !== undefined && dataset !== QUEUES.name) {
    throw new UsageError(`--queues is the same as --dataset queues, but --dataset is ${dataset}`);
  }
  const name = queues === true ? QUEUES.name : (dataset ?? SNAPSHOTS.name);
  return [...OBSERVATIONS, ...TABLE_DATASETS].find((one) => one.name === name)!;
}

function observationRequest(dataset: Dataset, options: ExportOptions): ExportRequest {
  const [from, to] = [instantOf('--from', options.from), instantOf('--to', options.to)];
  if (from === undefined || to === undefined) throw new UsageError(`--from and --to are required: ${RANGE_OF_A_DAY}`);
  if (from >= to) throw new UsageError(`--from must be before --to, which is not included: ${RANGE_OF_A_DAY}`);
  return { dataset, target: entityOf(options), fromMs: from, toMs: to, format: formatOf(options) };
}

function tableRequest(dataset: TableDataset, options: ExportOptions): TableExportRequest {
  const [fromDate, toDate] = [dateOf('--from', options.from), dateOf('--to', options.to)];
  const limits = { parkId: options.parkId ?? null, rideId: options.rideId ?? null };
  const [refused] = refusedLimits(dataset, { ...limits, from: fromDate, to: toDate });
  if (refused !== undefined) throw new UsageError(`${optionOf(refused[0])}: ${refused[1]}`);
  if (fromDate !== null && toDate !== null && fromDate > toDate) {
    throw new UsageError(`--from must not be after --to: of ${dataset.name}, both are included`);
  }
  return { dataset, ...limits, fromDate, toDate, format: formatOf(options) };
}

const optionOf = (limit: string): string => `--${limit.replace('Id', '-id')}`;

function entityOf({ parkId, rideId }: ExportOptions): ExportRequest['target'] {
  if (parkId !== undefined && rideId === undefined) return { parkId };
  if (rideId !== undefined && parkId === undefined) return { rideId };
  throw new UsageError('Exactly one of --park-id and --ride-id is required');
}

/** A day means its midnight in UTC. */
function instantOf(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (isUtcInstant(text) || isLocalDate(text)) return Date.parse(text);
  throw new UsageError(`${option} must be an instant or a day in UTC, such as 2024-12-25T00:05:10Z or 2024-12-25`);
}

function dateOf(option: string, text: string | undefined): string | null {
  if (text === undefined || isLocalDate(text)) return text ?? null;
  throw new UsageError(`${option} must be a local date of the park, such as 2024-12-25`);
}

/** Extensions of formats that the export does not write. */
const OTHER_FORMATS = ['gz', 'zip', 'zst', 'bz2', 'xz', 'xls', 'xlsx', 'tsv', 'json', 'arrow', 'feather'];

/** The requested format, or that of the file's extension; ndjson for stdout and other extensions. */
function formatOf({ format, output }: ExportOptions): ExportFormatName {
  if (format !== undefined) return format;
  const extension = extname(output ?? '')
    .slice(1)
    .toLowerCase();
  if (OTHER_FORMATS.includes(extension)) {
    throw new UsageError(
      `${output!} would be a ${extension} file, but the export writes ${EXPORT_FORMATS.join(', ')}. Name it so, or give --format`,
    );
  }
  return EXPORT_FORMATS.find((name) => name === extension) ?? 'ndjson';
}
