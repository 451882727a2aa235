import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isNativeError } from 'node:util/types';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { sharedConfig } from '../../common/config/app-config.js';
import { CoreModule } from '../../core.module.js';
import type { ExportFile } from '../../modules/export/export-file.js';
import { ExportModule } from '../../modules/export/export.module.js';
import { ExportService } from '../../modules/export/export.service.js';
import { CliLogger } from '../cli-logger.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { failureOf } from '../failure.js';
import { plural } from '../format.js';
import type { Terminal } from '../terminal.js';
import { UsageError } from '../usage-error.js';
import { type ExportCommand, parseExportArgs } from './export-args.js';

const USAGE = `Writes every stored observation of a park or ride into a file.

  npm run export -- --park-id 7 --from 2024-12-01 --to 2025-01-01 --format parquet --output december.parquet
  npm run export -- --ride-id 42 --from 2024-12-01T00:00:00Z --to 2024-12-02T00:00:00Z    NDJSON on stdout

  --format ndjson|csv|parquet    ndjson unless said otherwise
  --queues                       the extended queues instead of status and standby wait
  --output, -o <file>            replaced when the export is complete, untouched otherwise; without it stdout

--from is included, --to is not; a day means its midnight in UTC. Ends with 0 when the file is complete
or the reader of stdout wants no more, 4 when it is complete and has no rows, 1 when it is not complete,
2 for wrong usage, 130 when it was stopped.`;

@Module({ imports: [CoreModule, ExportModule] })
class ExportCliModule {}

/** The export's program from its arguments to its exit code. */
export async function runExportProgram(
  args: readonly string[],
  terminal: Terminal,
  stdout: Writable,
  stop: AbortSignal,
): Promise<ExitCode> {
  try {
    const command = parseExportArgs(args);
    if (command.action === 'help') {
      terminal.out(USAGE);
      return EXIT.DONE;
    }
    return await exportFile(command, terminal, stdout, stop);
  } catch (error) {
    if (stop.aborted) {
      terminal.err('Stopped.');
      return EXIT.INTERRUPTED;
    }
    const { message, exitCode } = failureOf(error);
    terminal.err(message);
    if (error instanceof UsageError) terminal.err('Run with --help for the options.');
    return exitCode;
  }
}

async function exportFile(
  { request, output }: ExportCommand & { action: 'export' },
  terminal: Terminal,
  stdout: Writable,
  stop: AbortSignal,
): Promise<ExitCode> {
  const logger = new CliLogger(sharedConfig(), (line) => terminal.err(line));
  const context = await NestFactory.createApplicationContext(ExportCliModule, { logger, abortOnError: false });
  try {
    stop.throwIfAborted();
    const file = await context.get(ExportService, { strict: false }).open(request);
    try {
      if (output !== null) return await writeWhole(file, output, terminal, stop);
      const isWhole = await write(file, stdout, stop, false).then(() => true, ignoreClosedPipe);
      return isWhole ? exitCodeOf(file, terminal) : EXIT.DONE;
    } finally {
      await file.close();
    }
  } finally {
    await context.close();
  }
}

/** `| head` closes its end when it has seen enough: that is no failure, and nothing to talk about. */
function ignoreClosedPipe(error: unknown): false {
  if (isNativeError(error) && 'code' in error && error.code === 'EPIPE') return false;
  throw error;
}

/** Beside its place until it is complete: nobody finds a short file under that name. */
async function writeWhole(file: ExportFile, path: string, terminal: Terminal, stop: AbortSignal): Promise<ExitCode> {
  const draft = `${path}.part`;
  try {
    const to = createWriteStream(draft);
    await write(file, to, stop, true);
    await rename(draft, path);
    terminal.out(`${plural(file.rows(), 'row')}, ${plural(to.bytesWritten, 'byte')} written to ${path}`);
    return exitCodeOf(file, terminal);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

function exitCodeOf(file: ExportFile, terminal: Terminal): ExitCode {
  if (file.rows() > 0) return EXIT.DONE;
  terminal.err('Nothing is stored of this range: the file has no rows.');
  return EXIT.NO_DATA;
}

function write({ chunks, signal }: ExportFile, to: Writable, stop: AbortSignal, end: boolean): Promise<void> {
  const readable = Readable.from(chunks, { objectMode: true, highWaterMark: 1 });
  return pipeline(readable, to, { signal: AbortSignal.any([signal, stop]), end });
}
