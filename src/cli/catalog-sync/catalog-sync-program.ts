import { performance } from 'node:perf_hooks';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { sharedConfig } from '../../common/config/app-config.js';
import { UUID_PATTERN } from '../../common/reading/uuid.js';
import { CoreModule } from '../../core.module.js';
import { CatalogSyncJob } from '../../modules/catalog/sync/catalog-sync-job.js';
import { CatalogSyncModule } from '../../modules/catalog/sync/catalog-sync.module.js';
import type { SyncOptions } from '../../modules/catalog/sync/catalog-sync.service.js';
import { describeReport, removedLines } from '../../modules/catalog/sync/sync-report.js';
import type { OnCatalogProgress } from '../../modules/catalog/sync/sync-progress.js';
import { holdText } from '../../modules/jobs/lease-hold.js';
import { EntityClient } from '../../modules/wiki-api/entity-client.js';
import { CliLogger } from '../cli-logger.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { failureOf } from '../failure.js';
import { parseOptions } from '../parse-options.js';
import type { Terminal } from '../terminal.js';
import { UsageError } from '../usage-error.js';
import { withWaitNotices } from '../wait-notes.js';

const USAGE = `Brings destinations, parks, rides and park schedules in step with the live API's catalogue.

  npm run catalog:sync                                all destinations; some minutes, the API allows so many requests
  npm run catalog:sync -- --destination <uuid>        one of them
  npm run catalog:sync -- --allow-deactivation           also where more than half of a destination is missing at once
                                                      (without it such an answer is not believed)
  npm run catalog:sync -- --json                      the report as JSON

Nothing is ever deleted: what is missing becomes inactive. It may be stopped at any time; what was done is kept. Exit
codes: 0 done, 1 failed, busy or no such destination, 2 wrong usage, 3 done but for some destinations or parks, 130 stopped.`;

const LINE_EVERY_MS = 1_000;

interface Wish extends SyncOptions {
  help: boolean;
  json: boolean;
}

@Module({ imports: [CoreModule, CatalogSyncModule] })
class CatalogSyncCliModule {}

/** The program from its arguments to its exit code. */
export async function runCatalogSyncProgram(
  args: readonly string[],
  terminal: Terminal,
  stop: AbortSignal,
): Promise<ExitCode> {
  try {
    const { help, json, ...options } = readWish(args);
    if (!help) return await sync({ ...options, signal: stop }, json, terminal);
    terminal.out(USAGE);
    return EXIT.DONE;
  } catch (error) {
    if (stop.aborted) {
      terminal.err('Stopped. What was done is kept; the next run does all of it again.');
      return EXIT.INTERRUPTED;
    }
    const { message, exitCode } = failureOf(error);
    terminal.err(message);
    if (error instanceof UsageError) terminal.err(USAGE);
    return exitCode;
  }
}

/** @throws UsageError */
function readWish(args: readonly string[]): Wish {
  const { destination, ...flags } = parsed(args);
  if (destination !== undefined && !UUID_PATTERN.test(destination)) {
    throw new UsageError(`--destination wants a UUID, not "${destination}"`);
  }
  return {
    help: flags.help === true,
    json: flags.json === true,
    allowDeactivation: flags['allow-deactivation'] === true,
    ...(destination === undefined ? {} : { destination: destination.toLowerCase() }),
  };
}

function parsed(args: readonly string[]) {
  const flag = { type: 'boolean' } as const;
  const help = { ...flag, short: 'h' };
  const options = { destination: { type: 'string' }, 'allow-deactivation': flag, json: flag, help } as const;
  return parseOptions({ args: [...args], options }).values;
}

async function sync(options: SyncOptions, json: boolean, terminal: Terminal): Promise<ExitCode> {
  const logger = new CliLogger(sharedConfig(), (line) => terminal.err(line));
  const context = await NestFactory.createApplicationContext(CatalogSyncCliModule, { logger, abortOnError: false });
  try {
    options.signal?.throwIfAborted();
    const job = context.get(CatalogSyncJob, { strict: false });
    const source = context.get(EntityClient, { strict: false });
    const write = (line: string) => terminal.err(line);
    const onProgress = progressLines(write, () => performance.now());
    const outcome = await withWaitNotices(
      write,
      () => source.waitMs(),
      () => job.run({ ...options, onProgress }),
    );
    if (!outcome.ran) {
      terminal.err(`Another process is synchronising the catalogue${holdText(await job.findHold())}.`);
      return EXIT.FAILED;
    }
    const { result } = outcome;
    terminal.out(json ? JSON.stringify(result) : describeReport(result));
    for (const line of removedLines(result)) terminal.err(line);
    return result.failures.length === 0 ? EXIT.DONE : EXIT.REJECTED_DATA;
  } finally {
    await context.close();
  }
}

/** A line a second at most, and the last one of each step. */
function progressLines(write: (line: string) => void, nowMs: () => number): OnCatalogProgress {
  let lastMs = -Infinity;
  return ({ step, done, total, name }) => {
    if (done < total && nowMs() - lastMs < LINE_EVERY_MS) return;
    lastMs = nowMs();
    write(`${step === 'destination' ? 'destinations' : 'schedules of parks'} ${done}/${total}: ${name}`);
  };
}
