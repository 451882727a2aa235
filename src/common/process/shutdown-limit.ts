const EXIT_FAILED = 1;

export interface ShutdownLimit {
  /** Asked at the first signal. */
  limitMs: () => number;
  /** Names of the work that is still in progress. */
  left: () => readonly string[];
  log: (line: string) => void;
  exit: (code: number) => void;
}

/**
 * A signal handler that ends the process within a limit. Without it, a query to a database that hangs would keep the process
 * alive forever. Work in progress can be cut off at any instant without loss, as by a crash.
 */
export function endWithinLimit({ limitMs, left, log, exit }: ShutdownLimit): (signal: NodeJS.Signals) => void {
  let isEnding = false;
  return (signal) => {
    if (isEnding) return;
    isEnding = true;
    const limit = limitMs();
    const end = () => {
      const what = left();
      const seconds = limit / 1_000;
      log(
        `${signal}: the shutdown took more than ${seconds} s (SHUTDOWN_LIMIT_SECONDS); the process exits and leaves ` +
          `${what.length === 0 ? 'no known work' : what.join(', ')}`,
      );
      exit(EXIT_FAILED);
    };
    // Without pending work the process exits by itself.
    setTimeout(end, limit).unref();
  };
}
