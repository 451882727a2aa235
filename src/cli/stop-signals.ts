import { endWithinLimit } from '../common/process/shutdown-limit.js';
import { onSecondSignal } from '../common/process/signals.js';
import { EXIT } from './exit-codes.js';

export interface StopLimit {
  limitMs: () => number;
  log: (line: string) => void;
}

/**
 * Aborts at the first SIGINT or SIGTERM. A second signal, well after it, ends the process at once, and so does the limit: a
 * query to a hanging database would keep the process running forever.
 */
export function stopOnSignals(nowMs: () => number, { limitMs, log }: StopLimit): AbortSignal {
  const stop = new AbortController();
  const endInTime = endWithinLimit({
    limitMs,
    left: () => ['unfinished work'],
    log,
    exit: (code) => process.exit(code),
  });
  const endAtOnce = onSecondSignal(() => process.exit(EXIT.INTERRUPTED), nowMs);
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, (signal) => {
      endAtOnce(signal);
      endInTime(signal);
      stop.abort(new Error(`stopped by ${signal}`));
    });
  }
  return stop.signal;
}

/** Runs `action` when the signal aborts, or at once if it is aborted. */
export function whenAborted(signal: AbortSignal, action: () => void): void {
  if (signal.aborted) action();
  else signal.addEventListener('abort', action, { once: true });
}
