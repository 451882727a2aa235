import { NestFactory } from '@nestjs/core';
import { type AppConfig, sharedConfig } from '../../common/config/app-config.js';
import { chosenEntrypoint } from '../../common/process/entrypoint.js';
import { ImportInProgressError } from '../../modules/import/import-errors.js';
import { CliLogger } from '../cli-logger.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { failureOf } from '../failure.js';
import type { Terminal } from '../terminal.js';
import { UsageError } from '../usage-error.js';
import { parseImportArgs } from './import-args.js';
import { ImportCli } from './import-cli.js';
import { ImportCliModule } from './import-cli.module.js';
import type { ImportCommand } from './import-command.js';
import { IMPORT_HELP } from './import-help.js';
import { BarProgress } from './progress/bar-progress.js';
import { LineProgress } from './progress/line-progress.js';

type WorkingCommand = Exclude<ImportCommand, { action: 'help' }>;

/** The import program from its arguments to its exit code. `nowMs` is monotonic. */
export async function runImportProgram(
  args: readonly string[],
  terminal: Terminal,
  stop: AbortSignal,
  nowMs: () => number,
): Promise<ExitCode> {
  try {
    const command = parseImportArgs(withoutEntrypoint(args));
    if (command.action === 'help') {
      terminal.out(IMPORT_HELP);
      return EXIT.DONE;
    }
    return await perform(command, terminal, stop, nowMs);
  } catch (error) {
    if (stop.aborted) {
      terminal.err('Stopped.');
      return EXIT.INTERRUPTED;
    }
    return report(error, args.includes('--json'), terminal);
  }
}

async function perform(
  command: WorkingCommand,
  terminal: Terminal,
  stop: AbortSignal,
  nowMs: () => number,
): Promise<ExitCode> {
  const config = sharedConfig();
  const display =
    terminal.isInteractive && !command.json
      ? new BarProgress(nowMs)
      : new LineProgress((line) => terminal.err(line), nowMs);
  stop.addEventListener('abort', () => display.line('Stopping at the next checkpoint; again to stop at once ...'), {
    once: true,
  });
  const context = await open(config, (line) => display.line(line));
  try {
    stop.throwIfAborted();
    return await context.get(ImportCli).run(command, { terminal, display, json: command.json, stop, nowMs });
  } finally {
    display.close();
    await context.close();
  }
}

function open(config: AppConfig, write: (line: string) => void) {
  return NestFactory.createApplicationContext(ImportCliModule, {
    logger: new CliLogger(config, write),
    abortOnError: false,
  });
}

/** `nest start` may leave its own flag in the arguments. */
function withoutEntrypoint(args: readonly string[]): readonly string[] {
  const entrypoint = chosenEntrypoint(args, ['import'] as const);
  if (entrypoint.kind === 'UNKNOWN') throw new UsageError(entrypoint.message);
  return entrypoint.kind === 'KNOWN' ? entrypoint.rest : args;
}

function report(error: unknown, json: boolean, terminal: Terminal): ExitCode {
  const { code, message, details, exitCode } = failureOf(error);
  if (json) terminal.out(JSON.stringify({ exitCode, error: { code, message, details } }));
  terminal.err(message);
  if (error instanceof UsageError) terminal.err('Run with --help for the options.');
  if (error instanceof ImportInProgressError) terminal.err(adviceOn(error));
  return exitCode;
}

function adviceOn({ details: { importId, interrupted } }: ImportInProgressError): string {
  const run = 'npm run import --';
  return interrupted
    ? `Continue it: ${run} --resume ${importId}\nEnd it:      ${run} --cancel ${importId}`
    : `Watch it: ${run} --status ${importId}`;
}
