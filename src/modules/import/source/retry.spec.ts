import { ArchiveObjectMissingError, ArchiveUnavailableError, TransientArchiveError } from './archive-errors.js';
import { type ArchiveRetryPolicy, retryTransient } from './retry.js';

const target = { archive: 's3://bucket', key: 'k' };
const transient = (retryAfterMs?: number) =>
  new TransientArchiveError('THROTTLED', target, 'the server responded with 503 SlowDown', { retryAfterMs });

/** An operation that fails so many times, and a policy that only notes how long it would have slept. */
function scenario(failures: readonly Error[], overrides: Partial<ArchiveRetryPolicy> = {}) {
  const sleptMs: number[] = [];
  let attempts = 0;
  const operation = () => {
    const failure = failures[attempts++];
    return failure ? Promise.reject(failure) : Promise.resolve('done');
  };
  const sleep = (delayMs: number) => {
    sleptMs.push(delayMs);
    return Promise.resolve();
  };
  const policy: ArchiveRetryPolicy = {
    maxAttempts: 6,
    firstPauseMs: 100,
    longestPauseMs: 500,
    random: () => 0.5,
    sleep,
    ...overrides,
  };
  return { operation, policy, sleptMs, attempts: () => attempts };
}

describe('retryTransient', () => {
  it('returns the result of a successful first attempt', async () => {
    const { operation, policy, sleptMs } = scenario([]);
    await expect(retryTransient(operation, policy)).resolves.toBe('done');
    expect(sleptMs).toEqual([]);
  });

  it('doubles the ceiling of the delay up to its maximum and draws from all of it', async () => {
    const { operation, policy, sleptMs } = scenario(Array.from({ length: 5 }, () => transient()));
    await expect(retryTransient(operation, policy)).resolves.toBe('done');
    expect(sleptMs).toEqual([50, 100, 200, 250, 250]);
  });

  it('never retries before Retry-After', async () => {
    const { operation, policy, sleptMs } = scenario([transient(3_000)]);
    await retryTransient(operation, policy);
    expect(sleptMs).toEqual([3_000]);
  });

  it('does not wait for a server that requires more than five minutes', async () => {
    const { operation, policy, attempts } = scenario([transient(3_600_000)]);
    await expect(retryTransient(operation, policy)).rejects.toBeInstanceOf(ArchiveUnavailableError);
    expect(attempts()).toBe(1);
  });

  it('gives up after the last attempt, naming the object, the attempts and the last cause', async () => {
    const failures = Array.from({ length: 3 }, () => transient());
    const { operation, policy, sleptMs } = scenario(failures, { maxAttempts: 3 });
    await expect(retryTransient(operation, policy)).rejects.toMatchObject({
      code: 'ARCHIVE_UNAVAILABLE',
      message: 'The archive could not be read after 3 attempts: s3://bucket/k: the server responded with 503 SlowDown',
      details: { archive: 's3://bucket', key: 'k', attempts: 3, reason: 'THROTTLED' },
      cause: failures[2],
    });
    expect(sleptMs).toHaveLength(2);
  });

  it.each([new ArchiveObjectMissingError(target), new TypeError('a defect')])(
    'passes a final error on at once: %s',
    async (error) => {
      const { operation, policy, attempts } = scenario([error]);
      await expect(retryTransient(operation, policy)).rejects.toBe(error);
      expect(attempts()).toBe(1);
    },
  );

  it('stops in the middle of a wait when the signal aborts, with its reason', async () => {
    const { operation, policy, attempts } = scenario([transient(60_000)], { sleep: undefined });
    const controller = new AbortController();
    const reason = new Error('paused');
    const onRetry = () => queueMicrotask(() => controller.abort(reason));
    await expect(retryTransient(operation, policy, { signal: controller.signal, onRetry })).rejects.toBe(reason);
    expect(attempts()).toBe(1);
  });

  it('does not start if the signal has already aborted', async () => {
    const { operation, policy, attempts } = scenario([]);
    const reason = new Error('paused');
    await expect(retryTransient(operation, policy, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(attempts()).toBe(0);
  });

  it('reports every retry', async () => {
    const failure = transient();
    const { operation, policy } = scenario([failure]);
    const retries: unknown[] = [];
    await retryTransient(operation, policy, { onRetry: (retry) => retries.push(retry) });
    expect(retries).toEqual([{ error: failure, attempt: 1, maxAttempts: 6, delayMs: 50 }]);
  });
});
