import { performance } from 'node:perf_hooks';
import { endWith } from './end-process.js';
import { stopOnSignals } from './stop-signals.js';
import { processTerminal } from './terminal.js';
import { runWarehouse } from './warehouse.js';

/** Columns of a report that goes into a pipe. */
const PIPE_COLUMNS = 100;

/** Runs a command with the terminal, signals and exit code of this process. */
export async function runInProcess(args: readonly string[]): Promise<void> {
  const nowMs = (): number => performance.now();
  endWith(
    await runWarehouse(args, {
      terminal: processTerminal(),
      stdout: process.stdout,
      columns: process.stdout.columns ?? PIPE_COLUMNS,
      nowMs,
      stopOnSignals: () => stopOnSignals(nowMs),
    }),
  );
}
