/**
 * Keeps the process running if the reader of stdout or stderr goes away (`| head`, a log collector that restarts): further
 * output is dropped.
 */
export function surviveClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    if (!stream.listeners('error').includes(ignoreClosedPipe)) stream.on('error', ignoreClosedPipe);
  }
}

function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

/**
 * One Ctrl+C can arrive twice at almost the same time: from the terminal, which signals the whole process group, and from a
 * parent such as npm or the Nest CLI, which forwards it. That does not count as a second signal.
 */
const SAME_SIGNAL_MS = 1_000;

/** A signal handler that calls `endAtOnce` on a second signal, well after the first. `nowMs` is monotonic. */
export function onSecondSignal(endAtOnce: (signal: NodeJS.Signals) => void, nowMs: () => number) {
  let firstAtMs: number | undefined;
  return (signal: NodeJS.Signals): void => {
    if (firstAtMs === undefined) {
      firstAtMs = nowMs();
    } else if (nowMs() - firstAtMs >= SAME_SIGNAL_MS) {
      endAtOnce(signal);
    }
  };
}
