import { Command } from '@commander-js/extra-typings';
import { Module } from '@nestjs/common';
import { plural } from '../common/text.js';
import { CoreModule } from '../core.module.js';
import { DriftModule } from '../modules/drift/drift.module.js';
import { type DriftReport, DriftService } from '../modules/drift/drift.service.js';
import { describeDrift } from '../modules/drift/find-drift.js';
import { defineCommand } from './command.js';
import { EXIT } from './exit-codes.js';
import { inContext, refuseClockAhead } from './nest-context.js';

const NOTES = `
Nothing is requested: a worker samples the responses that it receives anyway. Each difference is one finding of the quality log; set it
to WONTFIX to acknowledge it. Known keys are in src/modules/drift/known-shapes.ts.`;

@Module({ imports: [CoreModule, DriftModule] })
class DriftCliModule {}

export const driftCommand = defineCommand({
  declare: () =>
    new Command()
      .description('Compares the keys and words of the received responses with those that the program knows.')
      .option('--json', 'print the report as JSON')
      .addHelpText('after', NOTES),

  read: ({ json = false }) => ({ json }),

  run: ({ json }, { terminal, stop }) =>
    inContext(DriftCliModule, { terminal, stop }, async (context) => {
      stop.throwIfAborted();
      await refuseClockAhead(context);
      const report = await context.get(DriftService, { strict: false }).check();
      terminal.out(json ? JSON.stringify(report) : textOf(report));
      return EXIT.DONE;
    }),

  stopText: 'Stopped.',
});

function textOf({ examined, drifts, closed }: DriftReport): string {
  if (examined === 0) return 'No responses have been sampled yet: a running worker samples those that it receives.';
  const summary = `${plural(examined, 'key')} and words examined: ${plural(drifts.length, 'difference')}, ${closed} resolved automatically.`;
  return [...drifts.map(describeDrift), summary].join('\n');
}
