const EXIT_FAILED = 1;

export interface ShutdownLimit {
  limitMs: number;
  /** What is still under way. */
  left: () => readonly string[];
  log: (line: string) => void;
  exit: (code: number) => void;
}

/**
 * A signal handler after which the process ends within a limit, whatever still waits: a database that stands still answers
 * nobody, and a query to it ends never. What is under way may be cut off at any instant without loss, as by a crash.
 */
export function endWithinLimit({ limitMs, left, log, exit }: ShutdownLimit): (signal: NodeJS.Signals) => void {
  let isEnding = false;
  return (signal) => {
    if (isEnding) return;
    isEnding = true;
    const end = () => {
      const what = left();
      const seconds = limitMs / 1_000;
      log(
        `${signal}: not ended within ${seconds} s (SHUTDOWN_LIMIT_SECONDS); the process ends and leaves ` +
          `${what.length === 0 ? 'nothing that it knows of' : what.join(', ')}`,
      );
      exit(EXIT_FAILED);
    };
    // A process that has nothing left to wait for ends by itself.
    setTimeout(end, limitMs).unref();
  };
}
