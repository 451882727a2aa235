import { type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { sharedConfig } from '../../common/config/app-config.js';
import { CoreModule } from '../../core.module.js';
import { StatisticsRebuild } from '../../modules/analytics/statistics/rebuild/rebuild.service.js';
import { StatisticsModule } from '../../modules/analytics/statistics/statistics.module.js';
import { CliLogger } from '../cli-logger.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { failureOf } from '../failure.js';
import { plural } from '../format.js';
import type { Terminal } from '../terminal.js';
import { UsageError } from '../usage-error.js';
import { parseStatisticsArgs, type StatisticsCommand } from './statistics-args.js';
import { StatisticsStep } from './statistics-step.js';
import { StatisticsStepModule } from './statistics-step.module.js';

const USAGE = `Computes the statistics from the observations. Readers never find a day missing meanwhile.

  npm run stats:refresh                                      the days that are marked as touched
  npm run stats:rebuild -- --all                           all days of all parks
  npm run stats:rebuild -- --park-id 7                     of one of them
  npm run stats:rebuild -- --from 2024-01-01 --to 2024-01-31   some local days

A rebuild that is cut off goes on with the next drain. Exit codes: 0 done, 1 failed or busy, 2 wrong usage, 130 stopped.`;

@Module({ imports: [CoreModule, StatisticsModule, StatisticsStepModule] })
class StatisticsCliModule {}

/** The statistics program from its arguments to its exit code. `nowMs` is monotonic. */
export async function runStatisticsProgram(
  args: readonly string[],
  terminal: Terminal,
  stop: AbortSignal,
  nowMs: () => number,
): Promise<ExitCode> {
  try {
    const command = parseStatisticsArgs(args);
    if (command.action !== 'help')
      return await withContext(terminal, (context) => perform(command, context, terminal, stop, nowMs));
    terminal.out(USAGE);
    return EXIT.DONE;
  } catch (error) {
    if (stop.aborted) return EXIT.INTERRUPTED;
    const { message, exitCode } = failureOf(error);
    terminal.err(message);
    if (error instanceof UsageError) terminal.err(USAGE);
    return exitCode;
  }
}

async function withContext(
  terminal: Terminal,
  work: (context: INestApplicationContext) => Promise<ExitCode>,
): Promise<ExitCode> {
  const logger = new CliLogger(sharedConfig(), (line) => terminal.err(line));
  const context = await NestFactory.createApplicationContext(StatisticsCliModule, { logger, abortOnError: false });
  try {
    return await work(context);
  } finally {
    await context.close();
  }
}

async function perform(
  command: Exclude<StatisticsCommand, { action: 'help' }>,
  context: INestApplicationContext,
  terminal: Terminal,
  stop: AbortSignal,
  nowMs: () => number,
): Promise<ExitCode> {
  if (command.action === 'rebuild') {
    const { parkDaysTotal } = await context.get(StatisticsRebuild, { strict: false }).request(command.scope);
    terminal.err(`${plural(parkDaysTotal, 'park-day')} to compute ...`);
  }
  const step = context.get(StatisticsStep, { strict: false });
  const report = await step.run({ write: (line) => terminal.out(line), stop, nowMs });
  if (stop.aborted) {
    terminal.err('Stopped; what is left stays marked: npm run stats:refresh goes on.');
    return EXIT.INTERRUPTED;
  }
  return report === null || report.failedParkIds.length > 0 ? EXIT.FAILED : EXIT.DONE;
}
