import { Injectable } from '@nestjs/common';
import { count } from '../../common/text.js';
import { type DryRunListener, type DryRunReport, DryRunService } from '../../modules/import/dry-run.service.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { type DryRunSummary, dryRunText, summariseDryRun } from './dry-run-view.js';
import type { CliContext, ImportCommand } from './import-request.js';

type DryRunCommand = Extract<ImportCommand, { action: 'dry-run' }>;

const LINE_EVERY_FILES = 100;

/** `--dry-run`: reads what an import would read, stores nothing, and reports what it found. */
@Injectable()
export class DryRunCli {
  constructor(private readonly service: DryRunService) {}

  async run({ target, range }: DryRunCommand, { terminal, json, stop }: CliContext): Promise<ExitCode> {
    const onFile: DryRunListener = ({ filesDone, files, day, read }) => {
      if (filesDone % LINE_EVERY_FILES === 0) {
        terminal.err(`${count(filesDone)}/${count(files)} files read, ${day}, ${count(read)} events`);
      }
    };
    const reports: DryRunReport[] = [];
    if (target.kind === 'park') reports.push(await this.service.park(target.parkId, range, stop, onFile));
    else {
      const ids = target.kind === 'all' ? await this.service.listDestinations(stop) : [target.themeparksWikiId];
      for (const id of ids) reports.push(await this.service.destination(id, range, stop, onFile));
    }
    const summaries = reports.map(summariseDryRun);
    const exitCode = exitCodeOf(summaries);
    terminal.out(json ? JSON.stringify({ exitCode, dryRun: true, destinations: summaries }) : dryRunText(summaries));
    return exitCode;
  }
}

function exitCodeOf(summaries: readonly DryRunSummary[]): ExitCode {
  if (summaries.some(({ unavailableFiles }) => unavailableFiles.length > 0)) return EXIT.FAILED;
  const hasRefused = summaries.some(({ rejected, defectiveFiles }) => rejected > 0 || defectiveFiles.length > 0);
  return hasRefused ? EXIT.REJECTED_DATA : EXIT.DONE;
}
