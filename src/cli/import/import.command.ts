import { DataSource } from 'typeorm';
import { sharedConfig } from '../../common/config/app-config.js';
import { ImportInProgressError } from '../../modules/import/import.service.js';
import { CliLogger } from '../cli-logger.js';
import { type CliHost, defineCommand } from '../command.js';
import type { ExitCode } from '../exit-codes.js';
import { audited } from '../audited-command.js';
import { openContext, refuseClockAhead } from '../nest-context.js';
import { ImportCli } from './import-cli.js';
import { ImportCliModule } from './import-cli.module.js';
import type { ImportCommand } from './import-request.js';
import { declareImport, readImport } from './import-options.js';
import { BarProgress } from './progress/bar-progress.js';
import { LineProgress } from './progress/line-progress.js';

export const importCommand = defineCommand({
  declare: declareImport,
  read: readImport,
  run: perform,
  stopText: 'Stopped.',
  adviceOn: (error) => (error instanceof ImportInProgressError ? adviceOn(error) : null),
});

async function perform(command: ImportCommand, { terminal, stop, nowMs }: CliHost): Promise<ExitCode> {
  const display =
    terminal.isInteractive && !command.json
      ? new BarProgress(nowMs)
      : new LineProgress((line) => terminal.err(line), nowMs);
  stop.addEventListener(
    'abort',
    () => display.line('Stopping at the next checkpoint; press Ctrl+C again to stop at once ...'),
    {
      once: true,
    },
  );
  const context = await openContext(ImportCliModule, stop, new CliLogger(sharedConfig(), (line) => display.line(line)));
  try {
    stop.throwIfAborted();
    if (command.action === 'start' || command.action === 'resume') await refuseClockAhead(context);
    const cli = context.get(ImportCli, { strict: false });
    return await audited(context.get(DataSource, { strict: false }), () =>
      cli.run(command, { terminal, display, json: command.json, stop, nowMs }),
    );
  } finally {
    display.close();
    await context.close();
  }
}

function adviceOn({ details: { importId, interrupted } }: ImportInProgressError): string {
  const run = 'npm run import --';
  return interrupted
    ? `Continue it: ${run} --resume ${importId}\nEnd it:      ${run} --cancel ${importId}`
    : `Watch it: ${run} --status ${importId}`;
}
