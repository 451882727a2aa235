import { performance } from 'node:perf_hooks';
import { runWarehouse, type Surroundings } from '../../src/cli/warehouse.js';
import { loadConfig, shareConfig } from '../../src/common/config/app-config.js';
import type { Ended } from './program.js';

/**
 * Runs the command `warehouse` in this process, from its arguments to its exit code, in a tenth of the time of a separate process.
 * For signals, the start and unexpected output on stderr, use `runProgram` of program.ts.
 */
export async function runHere(
  args: readonly string[],
  settings: Readonly<Record<string, string>>,
  surroundings: Partial<Surroundings> = {},
): Promise<Ended> {
  shareConfig(loadConfig({ COLLECT_ENABLED: 'false', ...settings }));
  const written = { stdout: '', stderr: '' };
  const code = await runWarehouse(args, {
    terminal: {
      out: (text) => void (written.stdout += `${text}\n`),
      err: (text) => void (written.stderr += `${text}\n`),
      isInteractive: false,
      canAsk: false,
      confirm: () => Promise.resolve(false),
    },
    stdout: process.stdout,
    columns: 100,
    nowMs: () => performance.now(),
    stopOnSignals: () => new AbortController().signal,
    ...surroundings,
  });
  return { code, ...written };
}
