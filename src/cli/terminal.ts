import { createInterface } from 'node:readline/promises';

/** Output streams of a command: results on stdout, everything else on stderr. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** Whether progress bars can be shown. */
  readonly isInteractive: boolean;
  /** Whether questions can be asked. */
  readonly canAsk: boolean;
  /** True only if the response is yes; false if the signal aborts. */
  confirm(question: string, signal?: AbortSignal): Promise<boolean>;
}

/** The terminal, or the pipes, of this process. */
export function processTerminal(): Terminal {
  return {
    out: (text) => void process.stdout.write(`${text}\n`),
    err: (text) => void process.stderr.write(`${text}\n`),
    isInteractive: process.stderr.isTTY === true,
    canAsk: process.stdin.isTTY === true && process.stderr.isTTY === true,
    confirm: askOnStderr,
  };
}

async function askOnStderr(question: string, signal?: AbortSignal): Promise<boolean> {
  const readline = createInterface({ input: process.stdin, output: process.stderr });
  // Otherwise readline consumes Ctrl+C.
  readline.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  try {
    const response = await readline.question(`${question} [y/N] `, { signal: signal ?? new AbortController().signal });
    return /^y(es)?$/i.test(response.trim());
  } catch (error) {
    if (signal?.aborted) return false;
    throw error;
  } finally {
    readline.close();
  }
}
