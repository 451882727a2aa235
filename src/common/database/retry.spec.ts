import { QueryFailedError } from 'typeorm';
import { withDatabaseRetry } from './retry.js';
import { LockHeldError, retryReason } from './database-errors.js';

const failed = (code: string) => new QueryFailedError('SELECT 1', [], Object.assign(new Error(code), { code }));
const COLLISION = failed('ER_LOCK_DEADLOCK');
const AWAY = failed('PROTOCOL_CONNECTION_LOST');

/** Work that fails with these errors in turn and then succeeds; its clock advances only during sleeps. */
function scenario(failures: readonly Error[], workMs = 0) {
  const sleptMs: number[] = [];
  const forwardedFor: string[] = [];
  let nowMs = 1_000_000;
  let attempts = 0;
  const abort = new AbortController();
  const run = () =>
    withDatabaseRetry(
      () => {
        nowMs += workMs;
        const failure = failures[attempts++];
        return failure ? Promise.reject(failure) : Promise.resolve('done');
      },
      {
        nowMs: () => nowMs,
        signal: abort.signal,
        onRetry: (reason, error) => forwardedFor.push(`${reason} ${error.message}`),
        sleep: (delayMs) => {
          sleptMs.push(delayMs);
          nowMs += delayMs;
          return Promise.resolve();
        },
      },
    );
  return { run, sleptMs, forwardedFor, abort, attempts: () => attempts };
}

const times = (count: number, error: Error): Error[] => Array.from({ length: count }, () => error);

describe('withDatabaseRetry', () => {
  it('does not retry a success', async () => {
    const { run, attempts, sleptMs } = scenario([]);
    await expect(run()).resolves.toBe('done');
    expect([attempts(), sleptMs]).toEqual([1, []]);
  });

  it('retries after a collision with growing pauses, and reports each retry', async () => {
    const { run, sleptMs, forwardedFor } = scenario(times(3, COLLISION));
    await expect(run()).resolves.toBe('done');
    expect(sleptMs).toEqual([50, 100, 150]);
    expect(forwardedFor).toEqual(times(3, COLLISION).map(() => 'collision ER_LOCK_DEADLOCK'));
  });

  it('treats a named lock held by another process like a collision', async () => {
    const { run, sleptMs, forwardedFor } = scenario(times(2, new LockHeldError('held')));
    await expect(run()).resolves.toBe('done');
    expect(sleptMs).toEqual([50, 100]);
    expect(forwardedFor).toEqual(['collision held', 'collision held']);
  });

  it('gives up after ten retries because of collisions', async () => {
    await expect(scenario(times(10, COLLISION)).run()).resolves.toBe('done');
    const { run, attempts } = scenario(times(11, COLLISION));
    await expect(run()).rejects.toBe(COLLISION);
    expect(attempts()).toBe(11);
  });

  it('retries for a minute while the database is unavailable', async () => {
    await expect(scenario(times(120, AWAY)).run()).resolves.toBe('done');
    const { run, sleptMs } = scenario(times(200, AWAY));
    await expect(run()).rejects.toBe(AWAY);
    expect(sleptMs.reduce((sum, ms) => sum + ms, 0)).toBe(60_000);
  });

  it('counts the minute from the first failure, not from the start of the work', async () => {
    const { run, attempts } = scenario([AWAY], 70_000);
    await expect(run()).resolves.toBe('done');
    expect(attempts()).toBe(2);
  });

  it('counts collisions separately, even after a long outage', async () => {
    await expect(scenario([...times(50, AWAY), ...times(10, COLLISION)]).run()).resolves.toBe('done');
  });

  it('restarts the minute after the database was back', async () => {
    await expect(scenario([...times(100, AWAY), COLLISION, ...times(100, AWAY)]).run()).resolves.toBe('done');
  });

  it.each([
    ['a wrong statement', failed('ER_PARSE_ERROR')],
    ['a value that does not fit', failed('ER_DATA_TOO_LONG')],
    ['a failure that is not the database’s', new Error('no')],
  ])('never happens after %s', async (_, error) => {
    const { run, attempts } = scenario([error]);
    await expect(run()).rejects.toBe(error);
    expect(attempts()).toBe(1);
  });

  it('does not retry after its signal has aborted', async () => {
    const { run, abort, attempts } = scenario(times(5, COLLISION));
    abort.abort();
    await expect(run()).rejects.toBe(COLLISION);
    expect(attempts()).toBe(1);
  });
});

describe('retryReason', () => {
  it.each([
    ['ER_LOCK_DEADLOCK', 'collision'],
    ['ER_LOCK_WAIT_TIMEOUT', 'collision'],
    ['ER_DUP_ENTRY', 'collision'],
    ['ER_TABLE_DEF_CHANGED', 'collision'],
    ['ECONNREFUSED', 'unavailable'],
    ['ENOENT', 'unavailable'],
    ['ER_SERVER_SHUTDOWN', 'unavailable'],
    ['ER_CON_COUNT_ERROR', 'unavailable'],
    ['ER_NO_SUCH_TABLE', null],
    ['ER_BAD_NULL_ERROR', null],
  ])('%s: %s', (code, reason) => {
    expect(retryReason(failed(code))).toBe(reason);
  });

  it('is null for an error that does not come from the database', () => {
    expect(retryReason(Object.assign(new Error('no file'), { code: 'ENOENT' }))).toBeNull();
    expect(retryReason('ER_DUP_ENTRY')).toBeNull();
    expect(retryReason(undefined)).toBeNull();
  });
});
