import { exitCodeOfSignal } from './signals.js';

/**
 * SIGINT and SIGTERM while the server starts. By default they would end the process at once, and a private database server
 * that it has just started would run on without an owner.
 */
export class StartSignals {
  private readonly stop = new AbortController();
  private received: NodeJS.Signals | null = null;

  constructor(private readonly source: NodeJS.EventEmitter = process) {
    for (const name of ['SIGINT', 'SIGTERM']) source.on(name, this.take);
  }

  /** Aborts at the first signal. */
  get signal(): AbortSignal {
    return this.stop.signal;
  }

  /** Null: no signal was received. */
  get exitCode(): number | null {
    return this.received === null ? null : exitCodeOfSignal(this.received);
  }

  /** The start is complete: the application handles signals from now on. */
  end(): void {
    for (const name of ['SIGINT', 'SIGTERM']) this.source.off(name, this.take);
  }

  private readonly take = (name: NodeJS.Signals): void => {
    this.received ??= name;
    this.stop.abort(new Error(`stopped by ${name}`));
  };
}
