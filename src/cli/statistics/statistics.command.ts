import { type INestApplicationContext, Module } from '@nestjs/common';
import { Command } from '@commander-js/extra-typings';
import { plural } from '../../common/text.js';
import { CoreModule } from '../../core.module.js';
import type { RebuildScope } from '../../modules/statistics/rebuild.repository.js';
import { StatisticsRebuildService } from '../../modules/statistics/rebuild.service.js';
import { StatisticsModule } from '../../modules/statistics/statistics.module.js';
import { type CliHost, defineCommand } from '../command.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { inContext, refuseClockAhead } from '../nest-context.js';
import { dayOf, idOf, refuseReversedRange } from '../option-values.js';
import { UsageError } from '../usage-error.js';
import { StatisticsStep, StatisticsStepModule } from './statistics-step.js';

const EXAMPLES = `
Examples:
  npm run stats:recompute -- --all                                  all days of all parks
  npm run stats:recompute -- --park-id 7                            of one of them
  npm run stats:recompute -- --from 2024-01-01 --to 2024-01-31      some local days

Readers never find a day missing meanwhile. The next refresh continues what was stopped.`;
const STOPPED = 'Stopped. The remaining days stay invalidated; npm run stats:refresh continues.';

@Module({ imports: [CoreModule, StatisticsModule, StatisticsStepModule] })
class StatisticsCliModule {}

export const refreshCommand = defineCommand({
  declare: () =>
    new Command()
      .description('Computes the statistics of all invalidated park-days.')
      .option('--json', 'print the report as JSON'),
  read: ({ json = false }) => ({ json }),
  run: ({ json }, host) =>
    inContext(StatisticsCliModule, host, async (context) => {
      await refuseClockAhead(context);
      return refresh(context, json, host);
    }),
  stopText: STOPPED,
});

export const recomputeCommand = defineCommand({
  declare: () =>
    new Command()
      .description('Invalidates park-days and computes their statistics again from the observations.')
      .option('--all', 'all days of all parks')
      .option('--park-id <id>', 'only this park', idOf('--park-id'))
      .option('--from <day>', 'first local day, YYYY-MM-DD', dayOf('--from'))
      .option('--to <day>', 'last local day, YYYY-MM-DD', dayOf('--to'))
      .option('--json', 'print the report as JSON')
      .addHelpText('after', EXAMPLES),

  /** Computing all days can take hours, so a forgotten option must not start it. */
  read: ({
    all = false,
    parkId = null,
    from = null,
    to = null,
    json = false,
  }): { scope: RebuildScope; json: boolean } => {
    const scope = { parkId, from, to };
    const isLimited = Object.values(scope).some((limit) => limit !== null);
    if (!isLimited && !all) throw new UsageError('One of --park-id, --from, --to and --all is required');
    if (isLimited && all) throw new UsageError('--all excludes --park-id, --from and --to');
    refuseReversedRange(['--from', from ?? undefined], ['--to', to ?? undefined]);
    return { scope, json };
  },

  run: ({ scope, json }, host) =>
    inContext(StatisticsCliModule, host, async (context) => {
      await refuseClockAhead(context);
      const { parkDaysTotal } = await context.get(StatisticsRebuildService, { strict: false }).request(scope);
      host.terminal.err(`${plural(parkDaysTotal, 'park-day')} to compute ...`);
      return refresh(context, json, host);
    }),
  stopText: STOPPED,
});

async function refresh(
  context: INestApplicationContext,
  json: boolean,
  { terminal, stop, nowMs }: CliHost,
): Promise<ExitCode> {
  const step = context.get(StatisticsStep, { strict: false });
  const write = (line: string): void => (json ? terminal.err(line) : terminal.out(line));
  const report = await step.run({ write, stop, nowMs });
  const exitCode = exitCodeOf(report, stop);
  if (json) terminal.out(JSON.stringify({ exitCode, ...report }));
  if (stop.aborted) terminal.err(STOPPED);
  return exitCode;
}

function exitCodeOf(report: { failedParkIds: readonly number[] } | null, stop: AbortSignal): ExitCode {
  if (stop.aborted) return EXIT.INTERRUPTED;
  return report === null || report.failedParkIds.length > 0 ? EXIT.FAILED : EXIT.DONE;
}
