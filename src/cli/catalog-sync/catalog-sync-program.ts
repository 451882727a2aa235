import { parseArgs } from 'node:util';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { sharedConfig } from '../../common/config/app-config.js';
import { UUID_PATTERN } from '../../common/reading/uuid.js';
import { CoreModule } from '../../core.module.js';
import { CatalogSyncJob } from '../../modules/catalog/sync/catalog-sync-job.js';
import { CatalogSyncModule } from '../../modules/catalog/sync/catalog-sync.module.js';
import type { SyncOptions } from '../../modules/catalog/sync/catalog-sync.service.js';
import { describeReport } from '../../modules/catalog/sync/sync-report.js';
import { CliLogger } from '../cli-logger.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { failureOf } from '../failure.js';
import type { Terminal } from '../terminal.js';
import { UsageError, withUsageErrors } from '../usage-error.js';

const USAGE = `Brings destinations, parks, rides and park schedules in step with the live API's catalogue.

  npm run catalog:sync                                all destinations; some minutes, the API allows so many requests
  npm run catalog:sync -- --destination <uuid>        one of them
  npm run catalog:sync -- --accept-vanished           also where more than half of a destination is missing at once
                                                      (without it such an answer is not believed)
  npm run catalog:sync -- --json                      the report as JSON

Nothing is ever deleted: what is missing becomes inactive. Exit codes: 0 done, 1 failed or busy, 2 wrong usage,
3 done but for some destinations or parks.`;

interface Wish extends SyncOptions {
  help: boolean;
  json: boolean;
}

@Module({ imports: [CoreModule, CatalogSyncModule] })
class CatalogSyncCliModule {}

export async function runCatalogSyncProgram(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  try {
    const { help, json, ...options } = readWish(args);
    if (!help) return await sync(options, json, terminal);
    terminal.out(USAGE);
    return EXIT.DONE;
  } catch (error) {
    const { message, exitCode } = failureOf(error);
    terminal.err(message);
    if (error instanceof UsageError) terminal.err(USAGE);
    return exitCode;
  }
}

/** @throws UsageError */
export function readWish(args: readonly string[]): Wish {
  const { destination, ...flags } = parsed(args);
  if (destination !== undefined && !UUID_PATTERN.test(destination)) {
    throw new UsageError(`--destination wants a UUID, not "${destination}"`);
  }
  return {
    help: flags.help === true,
    json: flags.json === true,
    acceptVanished: flags['accept-vanished'] === true,
    ...(destination === undefined ? {} : { destination: destination.toLowerCase() }),
  };
}

function parsed(args: readonly string[]) {
  const flag = { type: 'boolean' } as const;
  const help = { ...flag, short: 'h' };
  const options = { destination: { type: 'string' }, 'accept-vanished': flag, json: flag, help } as const;
  return withUsageErrors(() => parseArgs({ args: [...args], options }).values);
}

async function sync(options: SyncOptions, json: boolean, terminal: Terminal): Promise<ExitCode> {
  const logger = new CliLogger(sharedConfig(), (line) => terminal.err(line));
  const context = await NestFactory.createApplicationContext(CatalogSyncCliModule, { logger, abortOnError: false });
  try {
    const outcome = await context.get(CatalogSyncJob, { strict: false }).run(options);
    if (!outcome.ran) {
      terminal.err('Another process is synchronising the catalogue.');
      return EXIT.FAILED;
    }
    const { result } = outcome;
    terminal.out(json ? JSON.stringify(result) : describeReport(result));
    return result.failures.length === 0 ? EXIT.DONE : EXIT.REJECTED_DATA;
  } finally {
    await context.close();
  }
}
