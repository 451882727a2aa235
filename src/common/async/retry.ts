import { setTimeout as delay } from 'node:timers/promises';

/**
 * How long to pause between attempts, and when to give up. Our own, because p-retry and cockatiel pause on real timers, so that
 * a test could not set the time, and count different failures as one.
 */
export interface RetryPolicy {
  firstPauseMs: number;
  longestPauseMs: number;
  /** How the pause grows with each failure, up to the longest one. Default: it doubles. */
  growth?: 'DOUBLING' | 'LINEAR';
  /**
   * The share of a pause that is random, from 0 (default) to 1, so that attempts that failed together are not repeated
   * together.
   */
  jitter?: number;
  /** Including the first. Default: no limit. */
  maxAttempts?: number;
}

export interface FailedAttempts {
  /** Number of failed attempts, from 1. */
  failures: number;
  /** The server's own demand (Retry-After), which a pause is never shorter than. */
  retryAfterMs?: number;
  /** Time left for further attempts. Default: no limit. */
  leftMs?: number;
  /** Whether a pause that is longer than the time left is shortened to it; otherwise it means giving up. */
  shortensLastPause?: boolean;
}

/**
 * The pause before the next attempt, in whole milliseconds; null: give up.
 * @param random from 0 to 1
 */
export function nextPauseMs(policy: RetryPolicy, failed: FailedAttempts, random = Math.random): number | null {
  const { failures, retryAfterMs = 0, leftMs = Infinity, shortensLastPause = false } = failed;
  if (failures >= (policy.maxAttempts ?? Infinity)) return null;
  const pauseMs = Math.max(retryAfterMs, backoffMs(policy, failures, random));
  if (pauseMs <= leftMs) return pauseMs;
  return shortensLastPause && leftMs > 0 ? leftMs : null;
}

function backoffMs(policy: RetryPolicy, failures: number, random: () => number): number {
  const { firstPauseMs, longestPauseMs, growth = 'DOUBLING', jitter = 0 } = policy;
  const grownMs = firstPauseMs * (growth === 'LINEAR' ? failures : 2 ** (failures - 1));
  return Math.round(Math.min(grownMs, longestPauseMs) * (1 - jitter * (1 - random())));
}

export interface RetryOptions {
  /** The pause before the next attempt; null: the error is thrown. */
  pauseAfter: (error: unknown, failures: number) => number | null;
  /** Called before each pause. */
  onRetry?: (retry: { error: unknown; failures: number; pauseMs: number }) => void;
  /** Default: {@link sleepUnlessAborted} without a signal. */
  sleep?: (pauseMs: number) => Promise<unknown>;
}

/** Repeats a failed attempt for as long as `pauseAfter` allows. @param attempt gets the number of the attempt, from 1 */
export async function withRetry<T>(attempt: (attempt: number) => Promise<T>, options: RetryOptions): Promise<T> {
  const { pauseAfter, onRetry, sleep = sleepUnlessAborted } = options;
  for (let failures = 1; ; failures++) {
    try {
      return await attempt(failures);
    } catch (error) {
      const pauseMs = pauseAfter(error, failures);
      if (pauseMs === null) throw error;
      onRetry?.({ error, failures, pauseMs });
      await sleep(pauseMs);
    }
  }
}

/** @throws the signal's reason as soon as it aborts */
export async function sleepUnlessAborted(pauseMs: number, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  try {
    await delay(pauseMs, undefined, { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}
