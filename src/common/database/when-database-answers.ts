import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { RecurringFailure } from '../logging/recurring-failure.js';
import { isDatabaseUnavailable } from './database-unavailable.js';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 5_000;
/** What Node reports while a host is not up yet; the driver does not mark these as the end of a connection. */
const NOT_UP_YET: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOENT',
]);

export interface DatabaseWait {
  /** From the first attempt; 0: a single attempt. */
  waitMs: number;
  log: (line: string) => void;
}

/**
 * Opens a connection, and tries again with growing pauses while the server does not answer: after a power cut the
 * database and this program start side by side. Any other failure, a wrong password say, is thrown at once.
 */
export async function whenDatabaseResponds<T>(open: () => Promise<T>, { waitMs, log }: DatabaseWait): Promise<T> {
  const startedMs = performance.now();
  const failure = new RecurringFailure({ log, warn: log, debug: () => undefined });
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    try {
      const opened = await open();
      failure.succeeded('The database answers');
      return opened;
    } catch (error) {
      const leftMs = startedMs + waitMs - performance.now();
      if (!isAway(error) || leftMs <= 0) throw error;
      const code = 'code' in error ? ` (${String(error.code)})` : '';
      failure.failed(`The database does not answer${code}; trying again for ${Math.ceil(leftMs / 1000)} more seconds`);
      await delay(Math.min(pauseMs, leftMs));
    }
  }
}

function isAway(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  return isDatabaseUnavailable(error) || ('code' in error && NOT_UP_YET.has(String(error.code)));
}
