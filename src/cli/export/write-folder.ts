import type { INestApplicationContext } from '@nestjs/common';
import { ExportFolderService, type FolderResult } from '../../modules/export/folder/export-folder.service.js';
import type { PartEntry } from '../../modules/export/folder/manifest.js';
import type { CliHost } from '../command.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { plural } from '../../common/text.js';
import type { FolderExport } from './export-options.js';

/** Writes or updates a folder of Parquet files. */
export async function writeFolder(
  context: INestApplicationContext,
  { folder, json }: FolderExport,
  { terminal, stop }: Pick<CliHost, 'terminal' | 'stop'>,
): Promise<ExitCode> {
  stop.throwIfAborted();
  const written = ({ path, rows }: PartEntry): void => terminal.err(`${path}: ${plural(rows, 'row')}`);
  const result = await context.get(ExportFolderService, { strict: false }).write(folder, { written }, stop);
  terminal.out(json ? JSON.stringify({ ...result, folder }) : summaryOf(result, folder));
  if (result.rows > 0) return EXIT.DONE;
  terminal.err('Nothing is stored: the data set has no rows.');
  return EXIT.NO_DATA;
}

function summaryOf({ written, unchanged, removed, rows, rowsWritten, bytesWritten }: FolderResult, folder: string) {
  const changed = `${plural(written, 'file')} written (${plural(rowsWritten, 'row')}, ${plural(bytesWritten, 'byte')})`;
  const rest = [`${unchanged} unchanged`, ...(removed > 0 ? [`${removed} removed`] : [])].join(', ');
  return `${changed}, ${rest}; ${folder} has ${plural(rows, 'row')}`;
}
