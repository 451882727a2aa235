import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isNativeError } from 'node:util/types';
import { Command, Option } from '@commander-js/extra-typings';
import { type INestApplicationContext, Module } from '@nestjs/common';
import { ReadReplicas } from '../../common/database/replica/read-replicas.js';
import { CoreModule } from '../../core.module.js';
import { EXPORT_FORMATS } from '../../modules/export/export-formats.js';
import { ExportModule } from '../../modules/export/export.module.js';
import { type ExportFile, ExportService } from '../../modules/export/export.service.js';
import { ReplicaCheck } from '../../modules/replica/replica-check.service.js';
import { ReplicaModule } from '../../modules/replica/replica.module.js';
import { type CliHost, defineCommand } from '../command.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { plural } from '../../common/text.js';
import { inContext } from '../nest-context.js';
import { idOf } from '../option-values.js';
import { draftOf, isDeviceOrPipe, outputError, refuseUnwritable } from '../output-file.js';
import { DATASET_NAMES, datasetOf, readExportOptions } from './export-options.js';
import { writeFolder } from './write-folder.js';

const NOTES = `
Examples:
  npm run export -- --park-id 7 --from 2024-12-01 --to 2025-01-01 --format parquet --output december.parquet
  npm run --silent export -- --ride-id 42 --from 2024-12-01T00:00:00Z --to 2024-12-02T00:00:00Z | gzip > ride.ndjson.gz
  npm run export -- --dataset ride-days --park-id 7 --from 2024-01-01 --to 2024-12-31 --output days.csv
  npm run export -- --all --out dataset

Datasets: ${DATASET_NAMES.join(', ')}.
Of snapshots and queues, --to is an instant that is not included, and a day means its midnight in UTC. Of the others, --from and
--to are local dates, both included, and may be left out like --park-id and --ride-id. --all writes every dataset into a folder of
Parquet files, and later only the months that have changed (docs/exporting.md). Exit code 0: the file or folder is complete, or the
reader of stdout closed it early. Exit code 4: it is complete and has no rows.`;

@Module({ imports: [CoreModule, ExportModule, ReplicaModule] })
class ExportCliModule {}

export const exportCommand = defineCommand({
  declare: () =>
    new Command()
      .description(
        'Writes observations, statistics, catalogue, schedules or metadata into a file, or everything into a folder.',
      )
      .option('--dataset <name>', 'what is exported (default: snapshots)', datasetOf)
      .option('--park-id <id>', 'only this park', idOf('--park-id'))
      .option('--ride-id <id>', 'only this ride', idOf('--ride-id'))
      .option('--from <time>', 'first instant or day in UTC, or first local date')
      .option('--to <time>', 'end of the range in UTC, not included, or last local date')
      .addOption(
        new Option('--format <name>', 'format of the file (default: by the name of the file, else ndjson)').choices(
          EXPORT_FORMATS,
        ),
      )
      .option('--queues', 'the same as --dataset queues')
      .option('-o, --output <file>', 'replaced once the export is complete, untouched otherwise (default: stdout)')
      .option('--all', 'every dataset, as Parquet files by month; requires --out')
      .option('--out <folder>', 'folder of --all; a second run rewrites the months that have changed')
      .option('--json', 'print what was written as JSON; requires --output or --out')
      .addHelpText('after', NOTES),

  read: readExportOptions,

  run: async (request, host) => {
    if (request.kind === 'folder') return inExportContext(host, (context) => writeFolder(context, request, host));
    const { output, json } = request;
    if (output !== null) await refuseUnwritable(output);
    return inExportContext(host, async (context) => {
      host.stop.throwIfAborted();
      const exports = context.get(ExportService, { strict: false });
      const file = await (request.kind === 'table' ? exports.openTable(request.table) : exports.open(request.request));
      try {
        if (output !== null) return await writeWhole(file, output, json, host);
        const isWhole = await write(file, host.stdout, host.stop, false).then(() => true, ignoreClosedPipe);
        return isWhole ? exitCodeOf(file, host) : EXIT.DONE;
      } finally {
        await file.close();
      }
    });
  },

  stopText: 'Stopped.',
});

/** Reads from a replica, if one is up to date. */
function inExportContext(
  host: CliHost,
  work: (context: INestApplicationContext) => Promise<ExitCode>,
): Promise<ExitCode> {
  return inContext(ExportCliModule, host, async (context) => {
    const replicas = context.get<ReadReplicas | null>(ReadReplicas, { strict: false });
    if (replicas === null) return work(context);
    await context.get(ReplicaCheck, { strict: false }).untilUsable(host.stop);
    return replicas.read(() => work(context));
  });
}

/** A reader such as `| head` may close the pipe early. That is not an error, and no message is printed. */
function ignoreClosedPipe(error: unknown): false {
  if (isNativeError(error) && 'code' in error && error.code === 'EPIPE') return false;
  throw error;
}

/** Writes to a temporary file and renames it when complete, so that no incomplete file has that name. */
async function writeWhole(
  file: ExportFile,
  path: string,
  json: boolean,
  { terminal, stop }: CliHost,
): Promise<ExitCode> {
  const draft = (await isDeviceOrPipe(path)) ? path : draftOf(path);
  try {
    const to = createWriteStream(draft);
    await write(file, to, stop, true);
    if (draft !== path) await rename(draft, path);
    const [rows, bytes] = [file.rows(), to.bytesWritten];
    if (json) terminal.out(JSON.stringify({ rows, bytes, path }));
    else terminal.out(`${plural(rows, 'row')}, ${plural(bytes, 'byte')} written to ${path}`);
    return exitCodeOf(file, { terminal });
  } catch (error) {
    if (draft !== path) await rm(draft, { force: true });
    throw outputError(path, error) ?? error;
  }
}

function exitCodeOf(file: ExportFile, { terminal }: Pick<CliHost, 'terminal'>): ExitCode {
  if (file.rows() > 0) return EXIT.DONE;
  terminal.err('Nothing is stored for this range: the file has no rows.');
  return EXIT.NO_DATA;
}

function write({ chunks, signal }: ExportFile, to: Writable, stop: AbortSignal, end: boolean): Promise<void> {
  const readable = Readable.from(chunks, { objectMode: true, highWaterMark: 1 });
  return pipeline(readable, to, { signal: AbortSignal.any([signal, stop]), end });
}
