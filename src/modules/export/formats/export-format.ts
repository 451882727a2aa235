import type { Batch, ExportColumn } from '../export-table.js';
import { CSV } from './csv-format.js';
import { NDJSON } from './ndjson-format.js';
import { PARQUET } from './parquet-format.js';

export const EXPORT_FORMATS = ['ndjson', 'csv', 'parquet'] as const;
export type ExportFormatName = (typeof EXPORT_FORMATS)[number];

/** A way to write rows into a file, piece by piece: memory does not grow with the number of rows. */
export interface ExportFormat {
  contentType: string;
  /** A file without any batch is valid as well. */
  encode: (columns: readonly ExportColumn[], batches: AsyncIterable<Batch>) => AsyncIterable<string | Uint8Array>;
}

export const FORMATS: Readonly<Record<ExportFormatName, ExportFormat>> = { ndjson: NDJSON, csv: CSV, parquet: PARQUET };
