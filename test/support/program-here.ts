import { performance } from 'node:perf_hooks';
import { loadConfig, shareConfig } from '../../src/common/config/app-config.js';
import type { Terminal } from '../../src/cli/terminal.js';
import type { Ended } from './program.js';

/** What a program of src/cli needs of its surroundings. */
export interface Surroundings {
  terminal: Terminal;
  stop: AbortSignal;
  nowMs: () => number;
}

/**
 * A command line program run in this process, from its arguments to its exit code. Costs a tenth of a process of its own:
 * what only that has (signals, the start, noise on stderr) is for `runProgram` of program.ts.
 */
export async function runHere(
  program: (surroundings: Surroundings) => Promise<number>,
  settings: Readonly<Record<string, string>>,
): Promise<Ended> {
  shareConfig(loadConfig({ COLLECT_ENABLED: 'false', ...settings }));
  const reported = { stdout: '', stderr: '' };
  const terminal: Terminal = {
    out: (text) => void (reported.stdout += `${text}\n`),
    err: (text) => void (reported.stderr += `${text}\n`),
    isInteractive: false,
    canAsk: false,
    confirm: () => Promise.resolve(false),
  };
  const stop = new AbortController().signal;
  return { code: await program({ terminal, stop, nowMs: () => performance.now() }), ...reported };
}
