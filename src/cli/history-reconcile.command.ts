import { Command } from '@commander-js/extra-typings';
import { Module } from '@nestjs/common';
import { plural } from '../common/text.js';
import { CoreModule } from '../core.module.js';
import { ReconciliationRun } from '../modules/history-api/reconciliation/reconciliation-job.js';
import { ReconciliationModule } from '../modules/history-api/reconciliation/reconciliation.module.js';
import type { ReconciliationReport } from '../modules/history-api/reconciliation/reconciliation.service.js';
import { EntityClient } from '../modules/themeparks-api/api-clients.js';
import { withBudgetNotices } from './budget-notices.js';
import { defineCommand } from './command.js';
import { EXIT } from './exit-codes.js';
import { inContext, refuseClockAhead } from './nest-context.js';
import { dayOf, idOf, refuseReversedRange } from './option-values.js';

const NOTES = `
Needs THEMEPARKS_API_KEY. Costs two history requests for each park, and one more for every 31 days. Only days that are final upstream are
compared. Differences are listed by GET /api/admin/quality/reconciliation/differences.

Exit code 3 means that figures differ without a known reason, or that some parks failed; 130 that the hourly budget of history requests
is used up: run it again after the time that it names.`;

@Module({ imports: [CoreModule, ReconciliationModule] })
class HistoryReconcileCliModule {}

export const historyReconcileCommand = defineCommand({
  declare: () =>
    new Command()
      .description('Compares daily figures of rides with the daily rows that ThemeParks.wiki publishes.')
      .option('--park-id <id>', 'only this park (default: all active parks)', idOf('--park-id'))
      .option(
        '--start, --start-date <day>',
        'first local day, YYYY-MM-DD (default: a range of 14 days)',
        dayOf('--start-date'),
      )
      .option('--end, --end-date <day>', 'last local day (default: the last final one)', dayOf('--end-date'))
      .option('--json', 'print the report as JSON')
      .addHelpText('after', NOTES),

  read: ({ parkId = null, startDate, endDate, json = false }) => {
    refuseReversedRange(['--start-date', startDate], ['--end-date', endDate]);
    return { parkId, startDate: startDate ?? null, endDate: endDate ?? null, json };
  },

  run: ({ json, ...request }, { terminal, stop }) =>
    inContext(HistoryReconcileCliModule, { terminal, stop }, async (context) => {
      stop.throwIfAborted();
      await refuseClockAhead(context);
      const api = context.get(EntityClient, { strict: false });
      const report = await withBudgetNotices(
        (line) => terminal.err(line),
        () => api.waitMs(),
        () => context.get(ReconciliationRun, { strict: false }).run({ ...request, signal: stop }),
      );
      terminal.out(json ? JSON.stringify(report) : textOf(report));
      if (report.resumesAt !== null) return EXIT.INTERRUPTED;
      return report.unexplained + report.failed + report.rejected === 0 ? EXIT.DONE : EXIT.REJECTED_DATA;
    }),

  stopText: 'Stopped. What was compared is kept.',
});

function textOf(report: ReconciliationReport): string {
  const { parks, days, agreeing, explained, unexplained, notObserved, rows, rejected, failed } = report;
  const lines = [
    `${plural(parks, 'park')}, ${plural(days, 'park-day')}: ${agreeing} ride-days agree, ${explained} differ for a known reason, ${unexplained} without.`,
    `${plural(rows, 'published row')} stored, ${notObserved} of them not observed here; ${rejected} rejected, ${plural(failed, 'park')} failed.`,
  ];
  if (report.earliestAllowedDate !== null)
    lines.push(`The account may read days from ${report.earliestAllowedDate} on.`);
  if (report.resumesAt !== null) {
    lines.push(`The hourly budget of history requests is used up until ${report.resumesAt.toISOString()}.`);
  }
  return lines.join('\n');
}
