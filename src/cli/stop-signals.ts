import { onSecondSignal } from '../common/process/signals.js';
import { EXIT } from './exit-codes.js';

/** Aborts at the first SIGINT or SIGTERM; a second one, well after it, ends the process at once. */
export function stopOnSignals(nowMs: () => number): AbortSignal {
  const stop = new AbortController();
  const endAtOnce = onSecondSignal(() => process.exit(EXIT.INTERRUPTED), nowMs);
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, (signal) => {
      endAtOnce(signal);
      stop.abort(new Error(`stopped by ${signal}`));
    });
  }
  return stop.signal;
}

/** Runs `action` when the signal aborts, at once if it has already. */
export function whenAborted(signal: AbortSignal, action: () => void): void {
  if (signal.aborted) action();
  else signal.addEventListener('abort', action, { once: true });
}
