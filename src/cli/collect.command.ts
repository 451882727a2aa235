import { Module } from '@nestjs/common';
import { Command } from '@commander-js/extra-typings';
import { CoreModule } from '../core.module.js';
import { CollectionService } from '../modules/collector/collection.service.js';
import { CollectorModule } from '../modules/collector/collector.module.js';
import type { CycleReport } from '../modules/collector/cycle/run-result.js';
import { defineCommand } from './command.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { inContext } from './nest-context.js';
import { uuidOf } from './option-values.js';
import { UsageError } from './usage-error.js';
import { cycleText } from './cycle-view.js';

const EXAMPLES = `
Examples:
  npm run collect -- --once                        one cycle over all destinations of the catalogue
  npm run collect -- --once --destination <uuid>   of one of them

Exit code 0 means that every destination was collected, 3 that some failed or entities were refused, 1 that none could be
collected, that the catalogue is empty, or that a cycle is already running.`;

@Module({ imports: [CoreModule, CollectorModule] })
class CollectCliModule {}

export const collectCommand = defineCommand({
  declare: () =>
    new Command()
      .description('Collects live data now, in addition to the schedule of the server.')
      .option('--once', 'run one cycle; required, because the server collects on its own schedule (COLLECT_CRON)')
      .option('--destination <uuid>', 'only this destination', uuidOf('--destination', 'destination'))
      .option('--json', 'print the report as JSON')
      .addHelpText('after', EXAMPLES),

  read: ({ once, destination = null, json = false }) => {
    if (once !== true) {
      throw new UsageError(
        '--once is required: it runs one cycle. The server collects on its own schedule (COLLECT_CRON)',
      );
    }
    return { destinationId: destination, json };
  },

  run: ({ destinationId, json }, { terminal, stop }) =>
    inContext(CollectCliModule, { terminal, stop }, async (context) => {
      stop.throwIfAborted();
      const report = await context.get(CollectionService, { strict: false }).collect({ destinationId, signal: stop });
      const exitCode = exitCodeOf(report);
      terminal.out(json ? JSON.stringify({ exitCode, ...report }) : cycleText(report));
      return exitCode;
    }),

  stopText: 'Stopped.',
});

function exitCodeOf(report: CycleReport): ExitCode {
  const { wasAborted, destinationsFailed, destinationsTotal, entitiesRejected } = report;
  if (wasAborted) return EXIT.INTERRUPTED;
  // With an empty catalogue, nothing could be collected either.
  if (destinationsFailed === destinationsTotal) return EXIT.FAILED;
  return destinationsFailed > 0 || entitiesRejected > 0 ? EXIT.REJECTED_DATA : EXIT.DONE;
}
