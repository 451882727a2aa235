import { performance } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { sharedConfig } from '../common/config/app-config.js';
import { surviveOutputErrors } from '../common/process/output-errors.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { stopOnSignals } from './stop-signals.js';
import { processTerminal } from './terminal.js';
import { runWarehouse } from './warehouse.js';

/** Columns of a report that goes into a pipe. */
const PIPE_COLUMNS = 100;
const DEFAULT_STOP_LIMIT_MS = 20_000;
/** A program that has its result ends within this time, whatever connection or timer it left open. */
const GRACE_MS = 5_000;

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
    stopOnSignals: () => stopOnSignals(nowMs, { limitMs: stopLimitMs, log: (line) => terminal.err(line) }),
  });
  await nextTurn(); // a write that fails reports it after the call
  const failure = outputError();
  if (failure !== null) terminal.err(`The result could not be written to stdout: ${failure.message}`);
  endWith(failure !== null && exitCode === EXIT.DONE ? EXIT.FAILED : exitCode);
}

/** A command that uses no settings, such as a simulator, must stop in time with wrong ones too. */
function stopLimitMs(): number {
  try {
    return sharedConfig().SHUTDOWN_LIMIT_SECONDS * 1_000;
  } catch {
    return DEFAULT_STOP_LIMIT_MS;
  }
}

/**
 * Sets the exit code and lets the process end by itself. A start that failed half-way may leave connections open that
 * would keep it running for ever: after a grace period the process exits, once everything written has left stdout.
 */
function endWith(exitCode: ExitCode): void {
  process.exitCode = exitCode;
  exitWhenFlushed();
}

function exitWhenFlushed(): void {
  setTimeout(() => {
    // Output without a reader is not waited for.
    const streams = [process.stdout, process.stderr].filter(({ destroyed }) => !destroyed);
    const unwritten = streams.reduce((bytes, { writableLength }) => bytes + writableLength, 0);
    if (unwritten === 0) process.exit();
    else exitWhenFlushed();
  }, GRACE_MS).unref();
}
