import { Injectable } from '@nestjs/common';
import { plural } from '../../common/text.js';
import type { FillReport } from '../../modules/history-upkeep/gap-filling.service.js';
import type { ImportRecord } from '../../modules/import/import-record.js';
import { ImportService } from '../../modules/import/import.service.js';
import { EmptyArchiveError } from '../../modules/import/source/archive-errors.js';
import { EntityClient } from '../../modules/themeparks-api/api-clients.js';
import { withBudgetNotices } from '../budget-notices.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { failureOf } from '../failure.js';
import { instant } from '../format.js';
import { StatisticsStep } from '../statistics/statistics-step.js';
import { UsageError } from '../usage-error.js';
import { LeaseWait } from './lease-wait.js';
import { DryRunCli } from './dry-run-cli.js';
import { FillGapsCli, fillText } from './fill-gaps-cli.js';
import type { CliContext, ImportCommand, ImportTarget, StartCommand } from './import-request.js';
import { ImportOverview } from './import-overview.js';
import { exitCodeOf, resumeCommand } from './import-report.js';
import { ImportSession } from './import-session.js';
import { MappingFile } from './mapping-file.js';
import { destinationsText, importText, importsText, nextStep } from './import-overview-view.js';
import { reportText } from './import-report-view.js';

/** Runs one import command. */
@Injectable()
export class ImportCli {
  constructor(
    private readonly session: ImportSession,
    private readonly leases: LeaseWait,
    private readonly overview: ImportOverview,
    private readonly dryRun: DryRunCli,
    private readonly mappings: MappingFile,
    private readonly service: ImportService,
    private readonly statistics: StatisticsStep,
    private readonly gaps: FillGapsCli,
    private readonly api: EntityClient,
  ) {}

  async run(command: ImportCommand, context: CliContext): Promise<ExitCode> {
    switch (command.action) {
      case 'list-destinations':
        return this.listDestinations(context);
      case 'status':
        return command.importId === null ? this.showImports(context) : this.showImport(command.importId, context);
      case 'cancel':
        return this.cancel(command.importId, context);
      case 'dry-run':
        if (command.mappingsFile !== null) await this.mappings.read(command.mappingsFile);
        return this.dryRun.run(command, context);
      case 'resume':
        return this.resume(command, context);
      case 'start':
        return this.start(command, context);
      case 'fill-gaps':
        return this.fillGaps(command.target, context);
    }
  }

  private async start(command: StartCommand, context: CliContext): Promise<ExitCode> {
    if (command.options.replaceLive && !command.confirmed && !(await this.mayReplaceLive(context))) {
      context.terminal.err('Nothing was done.');
      return context.stop.aborted ? EXIT.INTERRUPTED : EXIT.FAILED;
    }
    if (command.mappingsFile !== null) await this.mappings.apply(command.mappingsFile, context.terminal);
    const records = await this.session.add(command);
    if (records.length === 0) throw new EmptyArchiveError(this.overview.describeArchive());
    const isOlder = (record: ImportRecord) => this.session.isOlder(record);
    for (const record of records.filter(isOlder)) {
      context.terminal.err(
        `${record.importId} of ${record.destinationName} was started before: it continues with its original options`,
      );
    }
    for (const record of records) {
      const { importId, endDate, options } = record;
      if (options.requestedEndDate === undefined || isOlder(record)) continue;
      context.terminal.err(
        `${importId}: --end-date ${options.requestedEndDate} is in the future: the import ends with ${endDate}`,
      );
    }
    return this.carryOut(records, context);
  }

  private async resume(
    { importId, mappingsFile }: Extract<ImportCommand, { action: 'resume' }>,
    context: CliContext,
  ): Promise<ExitCode> {
    const { terminal, stop } = context;
    if (mappingsFile !== null) await this.mappings.apply(mappingsFile, terminal);
    const isOneRunning = await this.leases.untilDecided(importId, { log: (line) => terminal.err(line), stop });
    if (stop.aborted) return this.carryOut([], context);
    if (importId !== null) return this.carryOut([await this.session.takeUp(importId)], context);
    const { ready, refused } = await this.session.takeUpAll({ orLatest: !isOneRunning });
    for (const { importId, why } of refused) terminal.err(`${importId} cannot be resumed: ${why}`);
    if (ready.length + refused.length > 0) return this.carryOut(ready, context, { anyNotResumed: refused.length > 0 });
    if (context.json) terminal.out(JSON.stringify({ imports: [] }));
    else if (isOneRunning)
      terminal.out('No other import is interrupted or pending. A paused or failed one needs its id.');
    else terminal.out('There is nothing to resume: no import is interrupted, pending, paused or failed.');
    return EXIT.DONE;
  }

  private async fillGaps(target: ImportTarget, context: CliContext): Promise<ExitCode> {
    return this.carryOut(await this.gaps.begin(target), context, { assess: () => this.gaps.assess(target) });
  }

  private async carryOut(
    records: readonly ImportRecord[],
    context: CliContext,
    { anyNotResumed = false, assess }: { anyNotResumed?: boolean; assess?: () => Promise<FillReport> } = {},
  ): Promise<ExitCode> {
    const { terminal, display, json, stop } = context;
    const reports = await withBudgetNotices(
      (line) => display.line(line),
      () => this.api.waitMs(),
      () => this.session.run(records, display, stop),
    );
    display.close();
    const exitCode = exitCodeOf(reports, stop.aborted, anyNotResumed);
    const resume = resumeCommand(reports);
    const gaps = await assess?.();
    if (json)
      terminal.out(JSON.stringify({ exitCode, resume, imports: reports, ...(gaps === undefined ? {} : { gaps }) }));
    else if (reports.length > 0) terminal.out(reportText(reports));
    if (gaps !== undefined && !json) terminal.out(fillText(gaps));
    for (const report of reports.filter(({ filesTotal, result }) => filesTotal === 0 && result === 'completed')) {
      terminal.err(
        report.source === 'HISTORY_API'
          ? `No day of ${report.destinationName} in that range can be requested.`
          : `The archive has no file of ${report.destinationName} in that range; --list-destinations shows what it has.`,
      );
    }
    for (const { importId } of reports.filter(({ result }) => result === 'elsewhere' || result === 'lease-lost')) {
      terminal.err(`Another process is running ${importId}. Watch it: npm run import -- --status ${importId}`);
    }
    for (const { importId, resumesAt } of reports) {
      if (resumesAt === null) continue;
      terminal.err(
        `${importId}: the request budget is used up. A server continues it by itself at ${instant(resumesAt)}.`,
      );
    }
    if (resume !== null && !json) terminal.err(`What was committed is kept. To continue:\n  ${resume}`);
    await this.computeStatistics(context);
    return exitCode;
  }

  /** A failure here does not undo the import: its days stay invalidated. */
  private async computeStatistics({ terminal, stop, nowMs }: CliContext): Promise<void> {
    if (stop.aborted) return;
    try {
      await this.statistics.run({ write: (line) => terminal.err(line), stop, nowMs });
    } catch (error) {
      terminal.err(`The statistics are not up to date (npm run stats:refresh): ${failureOf(error).message}`);
    }
  }

  private async mayReplaceLive({ terminal, stop }: CliContext): Promise<boolean> {
    if (!terminal.canAsk) {
      throw new UsageError(
        '--replace-live removes stored LIVE rows: confirm it with --yes (there is no terminal to ask)',
      );
    }
    const question =
      'LIVE rows of every park-day that the archive covers completely will be removed permanently. Continue?';
    return terminal.confirm(question, stop);
  }

  private async listDestinations({ terminal, json, stop }: CliContext): Promise<ExitCode> {
    const destinations = await this.overview.destinations(stop);
    const archive = this.overview.describeArchive();
    if (json) terminal.out(JSON.stringify({ archive, destinations }));
    else {
      terminal.out(destinationsText(destinations));
      terminal.out(`${plural(destinations.length, 'destination')} in ${archive}`);
    }
    return EXIT.DONE;
  }

  private async showImports({ terminal, json }: CliContext): Promise<ExitCode> {
    const { imports, total } = await this.overview.latestImports();
    if (json) {
      terminal.out(
        JSON.stringify({ total, imports: imports.map(({ record, interrupted }) => ({ ...record, interrupted })) }),
      );
    } else if (total === 0) terminal.out('There are no imports yet.');
    else {
      terminal.out(importsText(imports));
      if (total > imports.length) terminal.out(`the latest ${imports.length} of ${total}`);
    }
    return EXIT.DONE;
  }

  private async showImport(importId: string, { terminal, json }: CliContext): Promise<ExitCode> {
    const state = this.overview.stateOf(await this.service.get(importId));
    const report = await this.session.report(importId);
    if (json) {
      terminal.out(JSON.stringify({ ...report, interrupted: state.interrupted }));
      return EXIT.DONE;
    }
    terminal.out(importText(state));
    terminal.out(reportText([report]));
    const step = nextStep(state);
    if (step !== null) terminal.out(step);
    return EXIT.DONE;
  }

  private async cancel(importId: string, { terminal, json }: CliContext): Promise<ExitCode> {
    const record = await this.service.cancel(importId);
    const isEnded = record.status === 'CANCELLED';
    if (json)
      terminal.out(JSON.stringify({ importId, status: record.status, requestedAction: record.requestedAction }));
    else if (isEnded) terminal.out(`${importId} is cancelled; imported rows are kept.`);
    else terminal.out(`${importId} ends at its next checkpoint; imported rows are kept.`);
    return EXIT.DONE;
  }
}
