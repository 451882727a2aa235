import { Logger } from '@nestjs/common';
import { RecurringFailure } from '../../common/logging/recurring-failure.js';
import { MINUTE_MS } from '../../common/time/calendar.js';
import type { Clock } from '../../common/time/clock.js';
import { type Change, newChanges, type ReadChanges } from './change.js';

const POLL_EVERY_MS = 2_000;
/** Rows of other processes may be committed late, and their clocks may differ: changes are read again for this long. */
const OVERLAP_MS = MINUTE_MS;
/** Forgotten deliveries are at worst delivered again. */
const MAX_REMEMBERED = 10_000;

export type ChangeListener = (changes: readonly Change[], id: number) => void;

/** Polls the database for changes while there are listeners, once for all of them in the process. */
export class EventFeed {
  private readonly listeners = new Set<ChangeListener>();
  private readonly failure: RecurringFailure;
  private delivered = new Map<string, string>();
  private timer: NodeJS.Timeout | null = null;
  private sinceMs = 0;

  constructor(
    name: string,
    private readonly read: ReadChanges,
    private readonly clock: Clock,
  ) {
    this.failure = new RecurringFailure(new Logger(name));
  }

  /** Returns a function that stops it. */
  listen(listener: ChangeListener): () => void {
    this.listeners.add(listener);
    if (this.timer === null) this.start();
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size === 0) this.stop();
    };
  }

  /** What changed since an event, for a listener that comes back: possibly more than it missed. */
  async since(id: number): Promise<{ changes: Change[]; id: number }> {
    const nowMs = this.clock.now().getTime();
    return { changes: await this.read(new Date(id - OVERLAP_MS)), id: nowMs };
  }

  /** The first poll returns the changes of the minute before: none is lost between two connections. */
  private start(): void {
    this.delivered = new Map();
    this.sinceMs = this.clock.now().getTime();
    this.schedule(0);
  }

  private stop(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  private schedule(delayMs: number): void {
    const timer = setTimeout(
      () =>
        void this.pollOrLog().then(() => {
          if (this.timer === timer) this.schedule(POLL_EVERY_MS);
        }),
      delayMs,
    );
    this.timer = timer.unref();
  }

  private async pollOrLog(): Promise<void> {
    try {
      await this.poll();
      this.failure.succeeded('changes can be read again');
    } catch (error) {
      this.failure.failed(`changes could not be read: ${String(error)}`);
    }
  }

  private async poll(): Promise<void> {
    const nowMs = this.clock.now().getTime();
    if (this.delivered.size > MAX_REMEMBERED) this.delivered = new Map();
    const changes = newChanges(await this.read(new Date(this.sinceMs - OVERLAP_MS)), this.delivered);
    this.sinceMs = nowMs;
    if (changes.length > 0) for (const listener of this.listeners) listener(changes, nowMs);
  }
}
