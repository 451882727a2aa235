import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { sharedConfig } from '../../common/config/app-config.js';
import { Clock } from '../../common/time/clock.js';
import { CoreModule } from '../../core.module.js';
import { checkRange } from '../../modules/quality/check-range.js';
import type { CheckReport } from '../../modules/quality/detection/park-check.service.js';
import { QualityCheckRunModule } from '../../modules/quality/quality-check-run.module.js';
import { QualityCheckRunService } from '../../modules/quality/quality-check-run.service.js';
import { CliLogger } from '../cli-logger.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { failureOf } from '../failure.js';
import { plural } from '../format.js';
import type { Terminal } from '../terminal.js';
import { UsageError } from '../usage-error.js';
import { type CheckCommand, parseCheckArgs } from './quality-check-args.js';

const USAGE = `Looks for gaps and oddities in the stored data, and keeps what it finds in the quality log.

  npm run quality:check                                        the last QUALITY_CHECK_HOURS of all active parks
  npm run quality:check -- --start-date 2024-01-01 --end-date 2024-12-31
  npm run quality:check -- --park-id 7                         one park
  npm run quality:check -- --json                              the report as JSON

Days are UTC days. What was found before and is not there any more is closed. Exit codes: 0 done, 1 failed or busy,
2 wrong usage, 130 stopped.`;

@Module({ imports: [CoreModule, QualityCheckRunModule] })
class QualityCheckCliModule {}

export async function runQualityCheckProgram(
  args: readonly string[],
  terminal: Terminal,
  stop: AbortSignal,
): Promise<ExitCode> {
  try {
    const command = parseCheckArgs(args);
    if (command.help) {
      terminal.out(USAGE);
      return EXIT.DONE;
    }
    const report = await check(command, terminal, stop);
    terminal.out(command.json ? JSON.stringify(report) : textOf(report));
    return EXIT.DONE;
  } catch (error) {
    if (stop.aborted) {
      terminal.err('Stopped.');
      return EXIT.INTERRUPTED;
    }
    const { message, exitCode } = failureOf(error);
    terminal.err(message);
    if (error instanceof UsageError) terminal.err(USAGE);
    return exitCode;
  }
}

async function check(command: CheckCommand, terminal: Terminal, stop: AbortSignal): Promise<CheckReport> {
  const config = sharedConfig();
  const logger = new CliLogger(config, (line) => terminal.err(line));
  const context = await NestFactory.createApplicationContext(QualityCheckCliModule, { logger, abortOnError: false });
  try {
    stop.throwIfAborted();
    const range = checkRange(command, context.get(Clock, { strict: false }).now(), config.QUALITY_CHECK_HOURS);
    const checks = context.get(QualityCheckRunService, { strict: false });
    return await checks.run({ ...range, parkId: command.parkId, signal: stop });
  } finally {
    await context.close();
  }
}

const textOf = ({ parks, findings, closed }: CheckReport): string =>
  `${plural(parks, 'park')} examined: ${plural(findings, 'finding')}, ${closed} closed by themselves. ` +
  'They are listed by GET /api/admin/quality/issues.';
