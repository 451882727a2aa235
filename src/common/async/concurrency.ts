import { setTimeout as delay } from 'node:timers/promises';

/**
 * Runs `work` over the items, `width` at a time; results in the order of the items. After a failure nothing more is
 * begun, what runs is waited for, and the first failure is thrown.
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

/** Lets so many at a time work; the others wait in the order in which they came. */
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
      // The slot passes from hand to hand: nobody who comes meanwhile can take it.
      if (next === undefined) this.free++;
      else next();
    }
  }
}

/** The result of `work`, or of `otherwise` if that takes longer. The work goes on; its late failure is nobody's. */
export async function withinTime<T>(work: Promise<T>, limitMs: number, otherwise: () => T): Promise<T> {
  const timer = new AbortController();
  work.catch(() => undefined);
  try {
    return await Promise.race([work, delay(limitMs, undefined, { signal: timer.signal, ref: false }).then(otherwise)]);
  } finally {
    timer.abort();
  }
}
