/** Tracks the running tasks of a service. When the process ends, it aborts them and waits for them. */
export class TaskTracker {
  private readonly closing = new AbortController();
  private readonly running = new Set<Promise<unknown>>();

  /** Whether the process is ending: nothing new should be started, because nothing would wait for it. */
  get isEnding(): boolean {
    return this.closing.signal.aborted;
  }

  /** Aborts when one of the signals does, or when the process ends. */
  signalWith(...signals: readonly (AbortSignal | undefined)[]): AbortSignal {
    return AbortSignal.any([this.closing.signal, ...signals.filter((signal) => signal !== undefined)]);
  }

  /** Waits for the task, and keeps track of it. */
  async follow<T>(work: Promise<T>): Promise<T> {
    this.running.add(work);
    try {
      return await work;
    } finally {
      this.running.delete(work);
    }
  }

  /**
   * Starts work that continues in the background, and resolves with the value that it passes to `onStarted`; rejects if it
   * fails before. `onFailure` gets every failure, because the promise is settled once the work has started.
   */
  begin<Started>(
    work: (onStarted: (started: Started) => void) => Promise<unknown>,
    onFailure: (error: unknown) => void,
  ): Promise<Started> {
    return new Promise((resolve, reject) => {
      this.follow(work(resolve)).catch((error: unknown) => {
        onFailure(error);
        reject(error instanceof Error ? error : new Error(String(error)));
      });
    });
  }

  async end(): Promise<void> {
    this.closing.abort(new Error('the process is ending'));
    await Promise.allSettled(this.running);
  }
}
