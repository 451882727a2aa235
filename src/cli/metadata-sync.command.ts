import { performance } from 'node:perf_hooks';
import { Module } from '@nestjs/common';
import { Command } from '@commander-js/extra-typings';
import { count } from '../common/text.js';
import { CoreModule } from '../core.module.js';
import { MetadataModule } from '../modules/metadata/metadata.module.js';
import { MetadataSyncJob } from '../modules/metadata/sync/metadata-sync-jobs.js';
import { describeProgress, type SyncProgress } from '../modules/metadata/sync/sync-progress.js';
import { EntityClient } from '../modules/themeparks-api/api-clients.js';
import { defineCommand } from './command.js';
import { EXIT } from './exit-codes.js';
import { inContext, refuseClockAhead } from './nest-context.js';
import { idOf } from './option-values.js';
import type { Terminal } from './terminal.js';
import { withBudgetNotices } from './budget-notices.js';

const NOTES = `
Without options the command asks about every ride that was not asked about within the last 20 hours. 6,000 rides take about
two hours, because the API limits requests. The command may be stopped at any time; the next run continues with the
rides that are left. A response that lacks a value never removes a known one. Exit code 3 means that some rides or
destinations failed.`;

const LINE_EVERY_MS = 1_000;

interface MetadataSyncRequest {
  parkId: number | null;
  rideId: number | null;
  force: boolean;
}

@Module({ imports: [CoreModule, MetadataModule] })
class MetadataSyncCliModule {}

export const metadataSyncCommand = defineCommand({
  declare: () =>
    new Command()
      .description('Reads positions, height limits and tags of rides from the live API.')
      .option('--park-id <id>', 'only the rides of this park', idOf('--park-id'))
      .option('--ride-id <id>', 'only this ride', idOf('--ride-id'))
      .option('--force', 'also rides that were read within the last 20 hours')
      .option('--json', 'print the report as JSON')
      .addHelpText('after', NOTES),

  read: ({ parkId = null, rideId = null, force = false, json = false }) => ({ parkId, rideId, force, json }),

  run: async ({ json, ...request }, { terminal, stop }) => {
    const report = await sync(request, terminal, stop);
    terminal.out(json ? JSON.stringify(report) : describeProgress(report));
    for (const { name, reason } of report.failures) terminal.err(`failed: ${name}: ${reason}`);
    return report.failed === 0 ? EXIT.DONE : EXIT.REJECTED_DATA;
  },

  stopText: 'Stopped. Completed rides are kept; the next run continues from there.',
});

function sync(request: MetadataSyncRequest, terminal: Terminal, stop: AbortSignal): Promise<SyncProgress> {
  return inContext(MetadataSyncCliModule, { terminal, stop }, async (context) => {
    stop.throwIfAborted();
    await refuseClockAhead(context);
    const onProgress = progressLines(terminal, () => performance.now());
    const job = context.get(MetadataSyncJob, { strict: false });
    const source = context.get(EntityClient, { strict: false });
    const progress = await withBudgetNotices(
      (line) => terminal.err(line),
      () => source.waitMs(),
      () => job.run({ ...request, signal: stop, onProgress }),
    );
    if (!(await job.hasRides())) terminal.err('The catalogue has no rides yet: npm run catalog:sync first.');
    return progress;
  });
}

/** Prints at most one line a second, and always the last one. */
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
