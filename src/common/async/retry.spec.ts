import { nextPauseMs, type RetryPolicy, sleepUnlessAborted, withRetry } from './retry.js';

const POLICY: RetryPolicy = { firstPauseMs: 100, longestPauseMs: 500 };
const pauses = (policy: RetryPolicy, failures: readonly number[], random = 1) =>
  failures.map((count) => nextPauseMs(policy, { failures: count }, () => random));

describe('nextPauseMs', () => {
  it('doubles with each failure up to the longest pause', () => {
    expect(pauses(POLICY, [1, 2, 3, 4, 2_000])).toEqual([100, 200, 400, 500, 500]);
  });

  it('grows by the same amount with linear growth', () => {
    expect(pauses({ ...POLICY, growth: 'LINEAR' }, [1, 2, 3, 5, 6])).toEqual([100, 200, 300, 500, 500]);
  });

  it('is random within the share of the jitter', () => {
    const at = (jitter: number) => [0, 0.5, 1].map((random) => pauses({ ...POLICY, jitter }, [2], random)[0]);
    expect([at(0), at(0.5), at(1)]).toEqual([
      [200, 200, 200],
      [100, 150, 200],
      [0, 100, 200],
    ]);
  });

  it('gives up after the last attempt', () => {
    expect(pauses({ ...POLICY, maxAttempts: 3 }, [1, 2, 3, 4])).toEqual([100, 200, null, null]);
  });

  it('is never shorter than Retry-After, even if that is longer than the longest pause', () => {
    expect([50, 3_000].map((retryAfterMs) => nextPauseMs(POLICY, { failures: 1, retryAfterMs }))).toEqual([100, 3_000]);
  });

  it('gives up if the next attempt would begin after the time limit', () => {
    expect([100, 99].map((leftMs) => nextPauseMs(POLICY, { failures: 1, leftMs }))).toEqual([100, null]);
  });

  it('is shortened on request for a last attempt at the time limit', () => {
    const lastPause = (leftMs: number) => nextPauseMs(POLICY, { failures: 1, leftMs, shortensLastPause: true });
    expect([100, 99, 1, 0, -5].map(lastPause)).toEqual([100, 99, 1, null, null]);
  });
});

describe('withRetry', () => {
  const failing = (times: number) => (attempt: number) =>
    attempt <= times ? Promise.reject(new Error(`attempt ${attempt}`)) : Promise.resolve(attempt);

  it('repeats a failed attempt after the pause, and reports it', async () => {
    const slept: number[] = [];
    const reported: unknown[] = [];
    const result = await withRetry(failing(2), {
      pauseAfter: (_, failures) => failures * 10,
      onRetry: ({ error, ...retry }) => reported.push([(error as Error).message, retry]),
      sleep: (pauseMs) => Promise.resolve(slept.push(pauseMs)),
    });
    expect([result, slept]).toEqual([3, [10, 20]]);
    expect(reported).toEqual([
      ['attempt 1', { failures: 1, pauseMs: 10 }],
      ['attempt 2', { failures: 2, pauseMs: 20 }],
    ]);
  });

  it('throws the last error when it gives up', async () => {
    const pauseAfter = (_: unknown, failures: number) => (failures < 2 ? 1 : null);
    await expect(withRetry(failing(5), { pauseAfter })).rejects.toThrow('attempt 2');
  });
});

describe('sleepUnlessAborted', () => {
  it('ends with the reason of the signal, before or during the pause', async () => {
    const reason = new Error('stopped');
    await expect(sleepUnlessAborted(60_000, AbortSignal.abort(reason))).rejects.toBe(reason);
    const stop = new AbortController();
    const asleep = sleepUnlessAborted(60_000, stop.signal);
    stop.abort(reason);
    await expect(asleep).rejects.toBe(reason);
  });
});
