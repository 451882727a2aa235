import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { extname } from 'node:path';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isNativeError } from 'node:util/types';
import { Command, Option } from '@commander-js/extra-typings';
import { Module } from '@nestjs/common';
import { isLocalDate, isUtcInstant } from '../common/time/calendar.js';
import { plural } from '../common/text.js';
import { CoreModule } from '../core.module.js';
import { QUEUES, SNAPSHOTS } from '../modules/export/export-datasets.js';
import { EXPORT_FORMATS, type ExportFormatName } from '../modules/export/export-formats.js';
import { ExportModule } from '../modules/export/export.module.js';
import { type ExportFile, type ExportRequest, ExportService } from '../modules/export/export.service.js';
import { type CliHost, defineCommand } from './command.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { inContext } from './nest-context.js';
import { idOf } from './option-values.js';
import { draftOf, outputError, refuseUnwritable } from './output-file.js';
import { UsageError } from './usage-error.js';

const NOTES = `
Examples:
  npm run export -- --park-id 7 --from 2024-12-01 --to 2025-01-01 --format parquet --output december.parquet
  npm run --silent export -- --ride-id 42 --from 2024-12-01T00:00:00Z --to 2024-12-02T00:00:00Z | gzip > ride.ndjson.gz

A day means its midnight in UTC. Exit code 0: the file is complete, or the reader of stdout closed it early. Exit code 4: the
file is complete and has no rows.`;
const RANGE_OF_A_DAY = 'one day is --from 2024-12-25 --to 2024-12-26';

interface CliExport {
  request: ExportRequest;
  /** Null: stdout. */
  output: string | null;
  json: boolean;
}

@Module({ imports: [CoreModule, ExportModule] })
class ExportCliModule {}

export const exportCommand = defineCommand({
  declare: () =>
    new Command()
      .description('Writes every stored observation of a park or ride into a file.')
      .option('--park-id <id>', 'all rides of this park', idOf('--park-id'))
      .option('--ride-id <id>', 'this ride', idOf('--ride-id'))
      .option('--from <instant>', 'first instant or day in UTC', instantOf('--from'))
      .option('--to <instant>', 'end of the range in UTC, not included', instantOf('--to'))
      .addOption(
        new Option('--format <name>', 'format of the file (default: by the name of the file, else ndjson)').choices(
          EXPORT_FORMATS,
        ),
      )
      .option('--queues', 'the extended queues instead of status and standby wait')
      .option('-o, --output <file>', 'replaced once the export is complete, untouched otherwise (default: stdout)')
      .option('--json', 'print rows and bytes of the written file as JSON; requires --output')
      .addHelpText('after', NOTES),

  read: ({ parkId, rideId, from, to, format, queues, output, json = false }): CliExport => {
    if (from === undefined || to === undefined) throw new UsageError(`--from and --to are required: ${RANGE_OF_A_DAY}`);
    if (from >= to) throw new UsageError(`--from must be before --to, which is not included: ${RANGE_OF_A_DAY}`);
    if (output === '') throw new UsageError('--output requires the path of a file');
    if (json && output === undefined) throw new UsageError('--json requires --output: stdout is the file without it');
    const dataset = queues === true ? QUEUES : SNAPSHOTS;
    const request = {
      dataset,
      target: entityOf(parkId, rideId),
      fromMs: from,
      toMs: to,
      format: format ?? formatOf(output),
    };
    return { request, output: output ?? null, json };
  },

  run: async ({ request, output, json }, host) => {
    if (output !== null) await refuseUnwritable(output);
    return inContext(ExportCliModule, host, async (context) => {
      host.stop.throwIfAborted();
      const file = await context.get(ExportService, { strict: false }).open(request);
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

/** Extensions of formats that the export does not write. */
const OTHER_FORMATS = ['gz', 'zip', 'zst', 'bz2', 'xz', 'xls', 'xlsx', 'tsv', 'json', 'arrow', 'feather'];

/** The format of the file's extension; ndjson for stdout and other extensions. */
function formatOf(output: string | undefined): ExportFormatName {
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

function entityOf(parkId: number | undefined, rideId: number | undefined): ExportRequest['target'] {
  if (parkId !== undefined && rideId === undefined) return { parkId };
  if (rideId !== undefined && parkId === undefined) return { rideId };
  throw new UsageError('Exactly one of --park-id and --ride-id is required');
}

/** A day means its midnight in UTC. */
function instantOf(option: string): (text: string) => number {
  return (text) => {
    if (isUtcInstant(text) || isLocalDate(text)) return Date.parse(text);
    throw new UsageError(`${option} must be an instant or a day in UTC, such as 2024-12-25T00:05:10Z or 2024-12-25`);
  };
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
  const draft = draftOf(path);
  try {
    const to = createWriteStream(draft);
    await write(file, to, stop, true);
    await rename(draft, path);
    const [rows, bytes] = [file.rows(), to.bytesWritten];
    if (json) terminal.out(JSON.stringify({ rows, bytes, path }));
    else terminal.out(`${plural(rows, 'row')}, ${plural(bytes, 'byte')} written to ${path}`);
    return exitCodeOf(file, { terminal });
  } catch (error) {
    await rm(draft, { force: true });
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
