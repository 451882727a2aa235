import { jest } from '@jest/globals';
import { loadConfig } from '../../common/config/app-config.js';
import { ExportBusyError, ExportSemaphore, ExportTimeoutError } from './export-semaphore.js';

const slotsOf = (settings: Record<string, string>) => new ExportSemaphore(loadConfig(settings));

describe('the right to export', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('is given to so many at a time, and to another when one has ended', () => {
    const slots = slotsOf({ EXPORT_CONCURRENCY: '2' });
    const first = slots.take();
    slots.take();
    expect(() => slots.take()).toThrow(ExportBusyError);
    first.release();
    first.release();
    slots.take();
    expect(() => slots.take()).toThrow(ExportBusyError);
  });

  it('leaves a connection of the pool to everybody else', () => {
    const slots = slotsOf({ EXPORT_CONCURRENCY: '5', DATABASE_POOL_SIZE: '2' });
    slots.take();
    expect(() => slots.take()).toThrow(ExportBusyError);
  });

  it('ends after the time that an export may take, and not where it was given back before', () => {
    const slots = slotsOf({ EXPORT_MAX_MINUTES: '3', EXPORT_CONCURRENCY: '2' });
    const [slow, quick] = [slots.take(), slots.take()];
    quick.release();
    jest.advanceTimersByTime(3 * 60_000);
    expect(slow.signal.reason).toBeInstanceOf(ExportTimeoutError);
    expect(quick.signal.aborted).toBe(false);
  });

  it('ends with the process', () => {
    const slots = slotsOf({});
    const { signal } = slots.take();
    slots.beforeApplicationShutdown();
    expect(signal.aborted).toBe(true);
  });
});
