import { performance } from 'node:perf_hooks';
import { Command } from '@commander-js/extra-typings';
import { type INestApplicationContext, Module } from '@nestjs/common';
import { CoreModule } from '../core.module.js';
import { CatalogModule } from '../modules/catalog/catalog.module.js';
import { CatalogSyncJob } from '../modules/catalog/sync/catalog-jobs.js';
import type { SyncOptions } from '../modules/catalog/sync/catalog-sync.service.js';
import { describeReport, type OnCatalogProgress, removedLines } from '../modules/catalog/sync/sync-report.js';
import { activeLeaseText } from '../modules/jobs/job-lease.entity.js';
import { EntityClient } from '../modules/themeparks-api/api-clients.js';
import { defineCommand } from './command.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { inContext, refuseClockAhead } from './nest-context.js';
import { uuidOf } from './option-values.js';
import type { Terminal } from './terminal.js';
import { withBudgetNotices } from './budget-notices.js';

const NOTES = `
Nothing is ever deleted: what is missing becomes inactive. The command may be stopped at any time; what was done is kept.
All destinations take some minutes, because the API limits requests. Exit code 3 means that some destinations or parks
failed, 1 that the command failed, that another process is synchronising, or that the destination does not exist.`;

const LINE_EVERY_MS = 1_000;

@Module({ imports: [CoreModule, CatalogModule] })
class CatalogSyncCliModule {}

export const catalogSyncCommand = defineCommand({
  declare: () =>
    new Command()
      .description("Brings destinations, parks, rides and park schedules in line with the live API's catalogue.")
      .option('--destination <uuid>', 'only this destination', uuidOf('--destination', 'destination'))
      .option('--allow-deactivation', 'allow the deactivation of more than half of a destination at once')
      .option('--json', 'print the report as JSON')
      .addHelpText('after', NOTES),

  read: ({ destination, allowDeactivation = false, json = false }) => ({
    json,
    options: { allowDeactivation, ...(destination === undefined ? {} : { destination }) },
  }),

  run: ({ options, json }, { terminal, stop }) =>
    inContext(CatalogSyncCliModule, { terminal, stop }, async (context) => {
      stop.throwIfAborted();
      await refuseClockAhead(context);
      return sync(context, { ...options, signal: stop }, json, terminal);
    }),

  stopText: 'Stopped. Completed changes are kept; the next run starts over.',
});

async function sync(
  context: INestApplicationContext,
  options: SyncOptions,
  json: boolean,
  terminal: Terminal,
): Promise<ExitCode> {
  const job = context.get(CatalogSyncJob, { strict: false });
  const source = context.get(EntityClient, { strict: false });
  const write = (line: string) => terminal.err(line);
  const onProgress = progressLines(write, () => performance.now());
  const outcome = await withBudgetNotices(
    write,
    () => source.waitMs(),
    () => job.run({ ...options, onProgress }),
  );
  if (!outcome.ran) {
    const message = `Another process is synchronising the catalogue${activeLeaseText(await job.findActiveLease())}.`;
    if (json) terminal.out(JSON.stringify({ exitCode: EXIT.FAILED, error: { code: 'BUSY', message, details: {} } }));
    terminal.err(message);
    return EXIT.FAILED;
  }
  const { result } = outcome;
  terminal.out(json ? JSON.stringify(result) : describeReport(result));
  for (const line of removedLines(result)) terminal.err(line);
  return result.failures.length === 0 ? EXIT.DONE : EXIT.REJECTED_DATA;
}

/** Prints at most one line a second, and the last one of each step. */
function progressLines(write: (line: string) => void, nowMs: () => number): OnCatalogProgress {
  let lastMs = -Infinity;
  return ({ step, done, total, name }) => {
    if (done < total && nowMs() - lastMs < LINE_EVERY_MS) return;
    lastMs = nowMs();
    write(`${step === 'destination' ? 'destinations' : 'schedules of parks'} ${done}/${total}: ${name}`);
  };
}
