/** What a service has under way. When the process ends it is told to stop, and waited for. */
export class TaskTracker {
  private readonly closing = new AbortController();
  private readonly running = new Set<Promise<unknown>>();

  /** Nothing should be begun any more: nobody would wait for it. */
  get isEnding(): boolean {
    return this.closing.signal.aborted;
  }

  /** Aborts when one of them does, or when the process ends. */
  signalWith(...signals: readonly (AbortSignal | undefined)[]): AbortSignal {
    return AbortSignal.any([this.closing.signal, ...signals.filter((signal) => signal !== undefined)]);
  }

  async follow<T>(work: Promise<T>): Promise<T> {
    this.running.add(work);
    try {
      return await work;
    } finally {
      this.running.delete(work);
    }
  }

  /**
   * Begins work that goes on in the background, and gives what it says of itself once it has begun; rejects where it fails
   * before. `onFailure` hears of every failure: after the beginning nobody listens to the promise any more.
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
