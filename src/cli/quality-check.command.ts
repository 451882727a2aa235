import { Command } from '@commander-js/extra-typings';
import { Module } from '@nestjs/common';
import { sharedConfig } from '../common/config/app-config.js';
import { Clock } from '../common/time/clock.js';
import { plural } from '../common/text.js';
import { CoreModule } from '../core.module.js';
import type { CheckReport } from '../modules/quality/detection/park-check.service.js';
import { checkRange, QualityCheckRunService } from '../modules/quality/quality-check-run.service.js';
import { QualityModule } from '../modules/quality/quality.module.js';
import { defineCommand } from './command.js';
import { EXIT } from './exit-codes.js';
import { inContext, refuseClockAhead } from './nest-context.js';
import { dayOf, idOf, refuseReversedRange } from './option-values.js';

const NOTES = `
Example:
  npm run quality:check -- --start-date 2024-01-01 --end-date 2024-12-31 --park-id 7

Without dates the command checks the last QUALITY_CHECK_HOURS. Findings that no longer apply are closed.`;

@Module({ imports: [CoreModule, QualityModule] })
class QualityCheckCliModule {}

export const qualityCheckCommand = defineCommand({
  declare: () =>
    new Command()
      .description('Looks for gaps and anomalies in the stored data, and records its findings in the quality log.')
      .option('--park-id <id>', 'only this park (default: all active parks)', idOf('--park-id'))
      .option('--start-date <day>', 'first UTC day, YYYY-MM-DD', dayOf('--start-date'))
      .option('--end-date <day>', 'last UTC day, YYYY-MM-DD', dayOf('--end-date'))
      .option('--json', 'print the report as JSON')
      .addHelpText('after', NOTES),

  read: ({ parkId = null, startDate, endDate, json = false }) => {
    refuseReversedRange(['--start-date', startDate], ['--end-date', endDate]);
    return {
      json,
      parkId,
      ...(startDate === undefined ? {} : { startDate }),
      ...(endDate === undefined ? {} : { endDate }),
    };
  },

  run: ({ json, parkId, ...days }, { terminal, stop }) =>
    inContext(QualityCheckCliModule, { terminal, stop }, async (context) => {
      stop.throwIfAborted();
      await refuseClockAhead(context);
      const now = context.get(Clock, { strict: false }).now();
      const range = checkRange(days, now, sharedConfig().QUALITY_CHECK_HOURS);
      const checks = context.get(QualityCheckRunService, { strict: false });
      const report = await checks.check({ ...range, parkId, signal: stop });
      terminal.out(json ? JSON.stringify(report) : textOf(report));
      return EXIT.DONE;
    }),

  stopText: 'Stopped.',
});

const textOf = ({ parks, findings, closed }: CheckReport): string =>
  `${plural(parks, 'park')} examined: ${plural(findings, 'finding')}, ${closed} resolved automatically. ` +
  'They are listed by GET /api/admin/quality/issues.';
