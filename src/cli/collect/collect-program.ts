import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { sharedConfig } from '../../common/config/app-config.js';
import { CoreModule } from '../../core.module.js';
import { CollectionService } from '../../modules/collector/collection.service.js';
import { CollectorModule } from '../../modules/collector/collector.module.js';
import type { CycleReport } from '../../modules/collector/cycle/run-result.js';
import { CliLogger } from '../cli-logger.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { failureOf } from '../failure.js';
import type { Terminal } from '../terminal.js';
import { UsageError } from '../usage-error.js';
import { parseCollectArgs } from './collect-args.js';
import { cycleText } from './cycle-view.js';

const USAGE = `Collects live data now, beside the schedule of the server.

  npm run collect -- --once                        one cycle over all destinations of the catalogue
  npm run collect -- --once --destination <uuid>   of one of them
  npm run collect -- --once --json                 the report as JSON on stdout

Ends with 0 when every destination was collected, 3 when some failed or entities were refused, 1 when none could be
collected, the catalogue is empty or a cycle is running already, 2 for wrong usage, 130 when it was stopped.`;

@Module({ imports: [CoreModule, CollectorModule] })
class CollectCliModule {}

/** The collector's program from its arguments to its exit code. */
export async function runCollectProgram(
  args: readonly string[],
  terminal: Terminal,
  stop: AbortSignal,
): Promise<ExitCode> {
  try {
    const command = parseCollectArgs(args);
    if (command.action === 'help') {
      terminal.out(USAGE);
      return EXIT.DONE;
    }
    const report = await collect(command.destinationId, terminal, stop);
    const exitCode = exitCodeOf(report);
    terminal.out(command.json ? JSON.stringify({ exitCode, ...report }) : cycleText(report));
    return exitCode;
  } catch (error) {
    if (stop.aborted) {
      terminal.err('Stopped.');
      return EXIT.INTERRUPTED;
    }
    return report(error, args.includes('--json'), terminal);
  }
}

async function collect(destinationId: string | null, terminal: Terminal, stop: AbortSignal): Promise<CycleReport> {
  const logger = new CliLogger(sharedConfig(), (line) => terminal.err(line));
  const context = await NestFactory.createApplicationContext(CollectCliModule, { logger, abortOnError: false });
  try {
    stop.throwIfAborted();
    return await context.get(CollectionService, { strict: false }).collect({ destinationId, signal: stop });
  } finally {
    await context.close();
  }
}

function exitCodeOf(report: CycleReport): ExitCode {
  const { wasAborted, destinationsFailed, destinationsTotal, entitiesRejected } = report;
  if (wasAborted) return EXIT.INTERRUPTED;
  // Of an empty catalogue, too, none could be collected.
  if (destinationsFailed === destinationsTotal) return EXIT.FAILED;
  return destinationsFailed > 0 || entitiesRejected > 0 ? EXIT.REJECTED_DATA : EXIT.DONE;
}

function report(error: unknown, json: boolean, terminal: Terminal): ExitCode {
  const { code, message, details, exitCode } = failureOf(error);
  if (json) terminal.out(JSON.stringify({ exitCode, error: { code, message, details } }));
  terminal.err(message);
  if (error instanceof UsageError) terminal.err('Run with --help for the options.');
  return exitCode;
}
