import type { QueryClient } from '@tanstack/react-query';
import { NetworkError } from './errors.js';
import { isServerUp } from './server-up.js';

const FIRST_MS = 5_000;
const LONGEST_MS = 60_000;

const isUnreachable = ({ state }: { state: { error: unknown } }): boolean => state.error instanceof NetworkError;

/**
 * Sends requests that did not reach the server again as soon as it responds, whatever their intervals. Until then only the server's
 * liveness is asked for, so that the parts of the page keep their messages. If a request fails again, the next ones come later.
 */
export function refetchOnceReachable(client: QueryClient): void {
  const cache = client.getQueryCache();
  const failed = () => cache.findAll({ type: 'active', predicate: isUnreachable });
  let timer: ReturnType<typeof setTimeout> | null = null;
  let delayMs = FIRST_MS;
  const check = async () => {
    if (failed().length > 0 && !document.hidden && (await isServerUp())) {
      await client.refetchQueries({ type: 'active', predicate: isUnreachable }, { cancelRefetch: false });
      delayMs = Math.min(2 * delayMs, LONGEST_MS);
    }
    timer = null;
    if (failed().length > 0) schedule();
    else delayMs = FIRST_MS;
  };
  const schedule = () => (timer ??= setTimeout(() => void check(), delayMs));
  cache.subscribe(({ query }) => {
    if (isUnreachable(query)) schedule();
  });
}
