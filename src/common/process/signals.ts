import { constants } from 'node:os';

/** The exit code of a process that a signal ended, by the convention of shells. */
export const exitCodeOfSignal = (signal: NodeJS.Signals): number => 128 + constants.signals[signal];

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
