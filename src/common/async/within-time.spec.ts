import { setTimeout as delay } from 'node:timers/promises';
import { withinTime } from './concurrency.js';

describe('withinTime', () => {
  const late = () => 'late';

  it('gives the result of work that ends in time', async () => {
    expect(await withinTime(Promise.resolve('done'), 1_000, late)).toBe('done');
  });

  it('gives the other result once the time is over', async () => {
    expect(await withinTime(new Promise<string>(() => undefined), 10, late)).toBe('late');
  });

  it('passes on a failure in time, and lets none escape afterwards', async () => {
    await expect(withinTime(Promise.reject(new Error('broken')), 1_000, late)).rejects.toThrow('broken');
    const failsLate = delay(20).then((): string => {
      throw new Error('too late');
    });
    expect(await withinTime(failsLate, 1, late)).toBe('late');
    await delay(40);
  });
});
