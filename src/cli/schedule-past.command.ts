import { Command } from '@commander-js/extra-typings';
import { Module } from '@nestjs/common';
import { plural } from '../common/text.js';
import { CoreModule } from '../core.module.js';
import { CatalogModule } from '../modules/catalog/catalog.module.js';
import { isMonth } from '../modules/catalog/schedule/past-months.js';
import { type PastScheduleReport, PastSchedules } from '../modules/catalog/schedule/past-schedules.service.js';
import { EntityClient } from '../modules/themeparks-api/api-clients.js';
import { defineCommand } from './command.js';
import { EXIT } from './exit-codes.js';
import { inContext, refuseClockAhead } from './nest-context.js';
import { idOf } from './option-values.js';
import { UsageError } from './usage-error.js';
import { withBudgetNotices } from './budget-notices.js';

const NOTES = `
Reads each past month once and the current one once a day, from the park's first observation on, and adds entries only to
past dates without any. One request a month and park. Exit code 3 means that some months failed; the next run requests them again.`;

@Module({ imports: [CoreModule, CatalogModule] })
class SchedulePastCliModule {}

export const schedulePastCommand = defineCommand({
  declare: () =>
    new Command()
      .description('Reads the published schedules of past months in which none was observed.')
      .option('--park-id <id>', 'only this park (default: all active parks)', idOf('--park-id'))
      .option('--from-month <month>', 'first month, YYYY-MM, 1970 to 2150')
      .option('--json', 'print the report as JSON')
      .addHelpText('after', NOTES),

  read: ({ parkId = null, fromMonth = null, json = false }) => {
    if (fromMonth !== null && !isMonth(fromMonth)) {
      throw new UsageError(`--from-month must be a month as YYYY-MM, from 1970-01 to 2150-12, not "${fromMonth}"`);
    }
    return { parkId, fromMonth, json };
  },

  run: ({ json, ...request }, { terminal, stop }) =>
    inContext(SchedulePastCliModule, { terminal, stop }, async (context) => {
      stop.throwIfAborted();
      await refuseClockAhead(context);
      const source = context.get(EntityClient, { strict: false });
      const report = await withBudgetNotices(
        (line) => terminal.err(line),
        () => source.waitMs(),
        () => context.get(PastSchedules, { strict: false }).fill({ ...request, signal: stop }),
      );
      terminal.out(json ? JSON.stringify(report) : textOf(report));
      return report.failed === 0 ? EXIT.DONE : EXIT.REJECTED_DATA;
    }),

  stopText: 'Stopped. Stored schedules are kept; the next run continues from there.',
});

const textOf = ({ parks, months, entriesAdded, failed }: PastScheduleReport): string =>
  `${plural(parks, 'park')}: ${plural(months, 'month')} read, ${entriesAdded} entries added, ${failed} failed.`;
