import { setTimeout as delay } from 'node:timers/promises';

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
