import { type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { sharedConfig } from '../../common/config/app-config.js';
import { CoreModule } from '../../core.module.js';
import { StorageApiService } from '../../modules/storage/api/storage-api.service.js';
import { bytesText } from '../../modules/storage/bytes-text.js';
import { MeasureService } from '../../modules/storage/measure/measure.service.js';
import type { Measurement } from '../../modules/storage/measure/measurement.js';
import { StorageModule } from '../../modules/storage/storage.module.js';
import { CliLogger } from '../cli-logger.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { failureOf } from '../failure.js';
import { count, plural } from '../format.js';
import type { Terminal } from '../terminal.js';
import { UsageError } from '../usage-error.js';
import { reportText } from './report-view.js';
import { parseStorageArgs, type StorageCommand } from './storage-args.js';
import { readReport } from './storage-report.js';

const USAGE = `What the database weighs, how it grows, and when it is full.

  npm run storage:measure                 measure now; the server does it every day
  npm run storage:measure -- --json       the result as JSON on stdout
  npm run storage:report                  tables, growth, projections, partitions, retention, alerts
  npm run storage:report -- --days 90     growth over more days than 30
  npm run storage:report -- --json        everything as JSON on stdout

Ends with 0, 1 when it failed, 2 for wrong usage, 130 when it was stopped.`;

@Module({ imports: [CoreModule, StorageModule] })
class StorageCliModule {}

/** The storage program from its arguments to its exit code; the report keeps to `columns`. */
export async function runStorageProgram(
  args: readonly string[],
  terminal: Terminal,
  columns: number,
  stop: AbortSignal,
): Promise<ExitCode> {
  try {
    const command = parseStorageArgs(args);
    if (command.action === 'help') terminal.out(USAGE);
    else await inContext(terminal, (context) => execute(command, context, terminal, { columns, stop }));
    return EXIT.DONE;
  } catch (error) {
    if (stop.aborted) {
      terminal.err('Stopped.');
      return EXIT.INTERRUPTED;
    }
    const { code, message, details, exitCode } = failureOf(error);
    if (args.includes('--json')) terminal.out(JSON.stringify({ exitCode, error: { code, message, details } }));
    terminal.err(message);
    if (error instanceof UsageError) terminal.err(USAGE);
    return exitCode;
  }
}

async function execute(
  command: Exclude<StorageCommand, { action: 'help' }>,
  context: INestApplicationContext,
  terminal: Terminal,
  { columns, stop }: { columns: number; stop: AbortSignal },
): Promise<void> {
  stop.throwIfAborted();
  if (command.action === 'measure') {
    const measurement = await context
      .get(MeasureService, { strict: false })
      .measure({ startedBy: 'CLI', signal: stop });
    terminal.out(command.json ? JSON.stringify(measurement) : measurementText(measurement));
    return;
  }
  const report = await readReport(context.get(StorageApiService, { strict: false }), command.days);
  terminal.out(command.json ? JSON.stringify(report) : reportText(report, columns));
}

async function inContext(terminal: Terminal, work: (context: INestApplicationContext) => Promise<void>): Promise<void> {
  const logger = new CliLogger(sharedConfig(), (line) => terminal.err(line));
  const context = await NestFactory.createApplicationContext(StorageCliModule, { logger, abortOnError: false });
  try {
    await work(context);
  } finally {
    await context.close();
  }
}

function measurementText({ result }: Measurement): string {
  if (result === null) return 'The measurement has no result.';
  const { tables, partitions, rows, totalBytes, durationMs, rowCounts, sizeNote, missingTables } = result;
  const lines = [
    `${plural(tables, 'table')} and ${plural(partitions, 'partition')} measured in ${durationMs} ms: ` +
      `${count(rows)} rows, ${bytesText(totalBytes)}`,
    `row counts: ${rowCounts.COUNTED} counted, ${rowCounts.KEPT} kept from before, ${rowCounts.CORRECTED} corrected, ` +
      `${rowCounts.ESTIMATED} estimated`,
    ...(sizeNote === null ? [] : [`some sizes are the server's statistics: ${sizeNote}`]),
    ...(missingTables.length === 0 ? [] : [`missing tables: ${missingTables.join(', ')} (npm run migration:status)`]),
  ];
  return lines.join('\n');
}
