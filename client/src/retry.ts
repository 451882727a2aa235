import type { Method } from './types.js';

const TOO_MANY_REQUESTS = 429;
const UNAVAILABLE = 503;
const FIRST_WAIT_MS = 500;

/** After 503, the server may have begun the request: only those that may be repeated are. */
const REPEATABLE: readonly Method[] = ['get', 'put', 'delete'];

export function isWorthRetrying(method: Method, status: number): boolean {
  return status === TOO_MANY_REQUESTS || (status === UNAVAILABLE && REPEATABLE.includes(method));
}

/** The time until the next attempt, in milliseconds. */
export function retryWaitMs(attempt: number, retryAfterSeconds: number | null): number {
  return retryAfterSeconds === null ? FIRST_WAIT_MS * 2 ** attempt : retryAfterSeconds * 1_000;
}

/** @throws the reason of `signal` */
export async function wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- the reason that the caller has chosen
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
