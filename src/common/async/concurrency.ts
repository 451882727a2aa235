import { setTimeout as delay } from 'node:timers/promises';

/**
 * Runs `work` on the items, `width` at a time, and returns the results in order. After a failure it starts nothing more,
 * waits for running work, and throws the first failure.
 */
export async function mapWithConcurrency<T, R>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const failures: unknown[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < items.length && failures.length === 0) {
      const index = next++;
      try {
        results[index] = await work(items[index]!);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, lane));
  if (failures.length > 0) throw failures[0];
  return results;
}

/** Limits concurrent work; waiting work starts in order of arrival. */
export class Semaphore {
  private readonly waiting: (() => void)[] = [];

  constructor(private free: number) {}

  async use<T>(work: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free--;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      // The slot is handed over directly, so newly arriving work cannot take it.
      if (next === undefined) this.free++;
      else next();
    }
  }
}

/** The result of `work`, or of `otherwise` after `limitMs`. The work continues; its late failure is ignored. */
export async function withinTime<T>(work: Promise<T>, limitMs: number, otherwise: () => T): Promise<T> {
  const timer = new AbortController();
  work.catch(() => undefined);
  try {
    return await Promise.race([work, delay(limitMs, undefined, { signal: timer.signal, ref: false }).then(otherwise)]);
  } finally {
    timer.abort();
  }
}
