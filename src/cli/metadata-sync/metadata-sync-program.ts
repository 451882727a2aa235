import { performance } from 'node:perf_hooks';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { sharedConfig } from '../../common/config/app-config.js';
import { CoreModule } from '../../core.module.js';
import { MetadataModule } from '../../modules/metadata/metadata.module.js';
import { MetadataSyncJob } from '../../modules/metadata/sync/metadata-sync-job.js';
import { describeProgress, type SyncProgress } from '../../modules/metadata/sync/sync-progress.js';
import { EntityClient } from '../../modules/wiki-api/entity-client.js';
import { CliLogger } from '../cli-logger.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { failureOf } from '../failure.js';
import { count } from '../format.js';
import type { Terminal } from '../terminal.js';
import { UsageError } from '../usage-error.js';
import { withWaitNotices } from '../wait-notes.js';
import { type MetadataSyncCommand, parseMetadataSyncArgs } from './metadata-sync-args.js';

const USAGE = `Asks the live API where rides are and what it takes to ride them.

  npm run metadata:sync                        every ride that was not asked about within the last 20 hours
  npm run metadata:sync -- --park-id <id>      rides of one park
  npm run metadata:sync -- --ride-id <id>      one ride
  npm run metadata:sync -- --force             also those whose turn it is not
  npm run metadata:sync -- --json              the report as JSON on stdout

All of it takes about two hours for 6,000 rides: the API allows so many requests. It may be stopped at any time; the next
run goes on with the rides that are left. Nothing that is known is wiped by an answer that does not say it. Exit codes:
0 done, 1 failed or busy, 2 wrong usage, 3 done but for some rides or destinations, 130 stopped.`;

const LINE_EVERY_MS = 1_000;

@Module({ imports: [CoreModule, MetadataModule] })
class MetadataSyncCliModule {}

/** The program from its arguments to its exit code. */
export async function runMetadataSyncProgram(
  args: readonly string[],
  terminal: Terminal,
  stop: AbortSignal,
): Promise<ExitCode> {
  try {
    const command = parseMetadataSyncArgs(args);
    if (command.action === 'help') {
      terminal.out(USAGE);
      return EXIT.DONE;
    }
    const report = await sync(command, terminal, stop);
    terminal.out(command.json ? JSON.stringify(report) : describeProgress(report));
    for (const { name, reason } of report.failures) terminal.err(`failed: ${name}: ${reason}`);
    return report.failed === 0 ? EXIT.DONE : EXIT.REJECTED_DATA;
  } catch (error) {
    if (stop.aborted) {
      terminal.err('Stopped. What was learnt is kept; the next run goes on from there.');
      return EXIT.INTERRUPTED;
    }
    const { message, exitCode } = failureOf(error);
    terminal.err(message);
    if (error instanceof UsageError) terminal.err('Run with --help for the options.');
    return exitCode;
  }
}

async function sync(
  { parkId, rideId, force }: Extract<MetadataSyncCommand, { action: 'sync' }>,
  terminal: Terminal,
  stop: AbortSignal,
): Promise<SyncProgress> {
  const logger = new CliLogger(sharedConfig(), (line) => terminal.err(line));
  const context = await NestFactory.createApplicationContext(MetadataSyncCliModule, { logger, abortOnError: false });
  try {
    stop.throwIfAborted();
    const onProgress = progressLines(terminal, () => performance.now());
    const job = context.get(MetadataSyncJob, { strict: false });
    const source = context.get(EntityClient, { strict: false });
    const run = () => job.run({ parkId, rideId, force, signal: stop, onProgress });
    const progress = await withWaitNotices(
      (line) => terminal.err(line),
      () => source.waitMs(),
      run,
    );
    if (!(await job.hasRides())) terminal.err('The catalogue has no rides yet: npm run catalog:sync first.');
    return progress;
  } finally {
    await context.close();
  }
}

/** A line a second at most, and always the last one. */
function progressLines(terminal: Terminal, nowMs: () => number): (progress: Readonly<SyncProgress>) => void {
  let lastMs = -Infinity;
  let lastLine = '';
  return ({ destinationsDone, destinationsTotal, ridesDone, ridesTotal, failed }) => {
    const isLast = ridesDone === ridesTotal && destinationsDone === destinationsTotal;
    if (!isLast && nowMs() - lastMs < LINE_EVERY_MS) return;
    const line =
      `${count(destinationsDone)}/${count(destinationsTotal)} destinations, ` +
      `${count(ridesDone)}/${count(ridesTotal)} rides${failed === 0 ? '' : `, ${count(failed)} failed`}`;
    if (line === lastLine) return;
    [lastMs, lastLine] = [nowMs(), line];
    terminal.err(line);
  };
}
