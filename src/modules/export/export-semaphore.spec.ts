import { jest } from '@jest/globals';
import { loadConfig } from '../../common/config/app-config.js';
import { ExportBusyError, ExportSemaphore, ExportTimeoutError } from './export-semaphore.js';

const semaphoreOf = (settings: Record<string, string>) => new ExportSemaphore(loadConfig(settings));

describe('an export permit', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('is granted up to the limit, and again once another one is released', () => {
    const semaphore = semaphoreOf({ EXPORT_CONCURRENCY: '2' });
    const first = semaphore.take();
    semaphore.take();
    expect(() => semaphore.take()).toThrow(ExportBusyError);
    first.release();
    first.release();
    semaphore.take();
    expect(() => semaphore.take()).toThrow(ExportBusyError);
  });

  it('leaves one connection of the pool to other requests', () => {
    const semaphore = semaphoreOf({ EXPORT_CONCURRENCY: '5', DATABASE_POOL_SIZE: '2' });
    semaphore.take();
    expect(() => semaphore.take()).toThrow(ExportBusyError);
  });

  it('aborts after the time limit, unless it was released before', () => {
    const semaphore = semaphoreOf({ EXPORT_MAX_MINUTES: '3', EXPORT_CONCURRENCY: '2' });
    const [slow, quick] = [semaphore.take(), semaphore.take()];
    quick.release();
    jest.advanceTimersByTime(3 * 60_000);
    expect(slow.signal.reason).toBeInstanceOf(ExportTimeoutError);
    expect(quick.signal.aborted).toBe(false);
  });

  it('aborts at shutdown', () => {
    const semaphore = semaphoreOf({});
    const { signal } = semaphore.take();
    semaphore.beforeApplicationShutdown();
    expect(signal.aborted).toBe(true);
  });
});
