import { performance } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { surviveOutputErrors } from '../common/process/output-errors.js';
import { endWith } from './end-process.js';
import { EXIT } from './exit-codes.js';
import { stopOnSignals } from './stop-signals.js';
import { processTerminal } from './terminal.js';
import { runWarehouse } from './warehouse.js';

/** Columns of a report that goes into a pipe. */
const PIPE_COLUMNS = 100;

/** Runs a command with the terminal, signals and exit code of this process. */
export async function runInProcess(args: readonly string[]): Promise<void> {
  const nowMs = (): number => performance.now();
  const outputError = surviveOutputErrors();
  const terminal = processTerminal();
  const exitCode = await runWarehouse(args, {
    terminal,
    stdout: process.stdout,
    columns: process.stdout.columns ?? PIPE_COLUMNS,
    nowMs,
    stopOnSignals: () => stopOnSignals(nowMs),
  });
  await nextTurn(); // a write that fails reports it after the call
  const failure = outputError();
  if (failure !== null) terminal.err(`The result could not be written to stdout: ${failure.message}`);
  endWith(failure !== null && exitCode === EXIT.DONE ? EXIT.FAILED : exitCode);
}
