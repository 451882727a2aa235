const LOOK_EVERY_MS = 10_000;
/** Shorter waits are not reported. */
const SHORT_WAIT_MS = 3_000;

/**
 * Reports every ten seconds if the work is waiting for the request budget.
 * @param waitMs how long the next request has to wait now
 */
export async function withBudgetNotices<T>(
  write: (line: string) => void,
  waitMs: () => number,
  work: () => Promise<T>,
): Promise<T> {
  const timer = setInterval(() => {
    const line = noticeOf(waitMs());
    if (line !== null) write(line);
  }, LOOK_EVERY_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

/** Null if the wait is too short to mention. */
function noticeOf(waitMs: number): string | null {
  if (waitMs < SHORT_WAIT_MS) return null;
  const seconds = Math.ceil(waitMs / 1000);
  return `waiting for the request budget (LIVE_REQUESTS_PER_MINUTE, or the API's limit): ${seconds} s until the next request`;
}
