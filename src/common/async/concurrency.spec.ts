import { setTimeout as delay } from 'node:timers/promises';
import { mapWithConcurrency, Semaphore, withinTime } from './concurrency.js';

describe('mapWithConcurrency', () => {
  it('limits the concurrency and keeps the order of the results', async () => {
    let running = 0;
    let most = 0;
    const results = await mapWithConcurrency([1, 2, 3, 4, 5], 2, async (item) => {
      most = Math.max(most, ++running);
      await Promise.resolve();
      running--;
      return item * 10;
    });
    expect(results).toEqual([10, 20, 30, 40, 50]);
    expect(most).toBe(2);
  });

  it('starts nothing more after a failure, waits for running work, and throws the failure', async () => {
    const begun: number[] = [];
    const work = async (item: number) => {
      begun.push(item);
      await Promise.resolve();
      if (item === 1) throw new Error('first');
    };
    await expect(mapWithConcurrency([1, 2, 3, 4], 2, work)).rejects.toThrow('first');
    expect(begun).toEqual([1, 2]);
  });
});

describe('Semaphore', () => {
  it('limits concurrent work, admits it in order of arrival, and frees its slots after failures', async () => {
    const semaphore = new Semaphore(2);
    const begun: number[] = [];
    const ends: (() => void)[] = [];
    const work = (name: number) =>
      semaphore.use(async () => {
        begun.push(name);
        await new Promise<void>((resolve) => ends.push(resolve));
        if (name === 1) throw new Error('one failed');
      });
    const all = [1, 2, 3, 4].map((name) => work(name));
    const [first] = all;
    expect(begun).toEqual([1, 2]);
    ends[0]!();
    await expect(first).rejects.toThrow('one failed');
    expect(begun).toEqual([1, 2, 3]);
    ends[1]!();
    await all[1];
    expect(begun).toEqual([1, 2, 3, 4]);
    ends[2]!();
    ends[3]!();
    await Promise.all([all[2], all[3]]);
    expect(await semaphore.use(() => Promise.resolve('free'))).toBe('free');
  });
});

describe('withinTime', () => {
  const late = () => 'late';

  it('returns the result of work that ends in time', async () => {
    expect(await withinTime(Promise.resolve('done'), 1_000, late)).toBe('done');
  });

  it('returns the fallback once the time is over', async () => {
    expect(await withinTime(new Promise<string>(() => undefined), 10, late)).toBe('late');
  });

  it('throws a failure in time and swallows a later one', async () => {
    await expect(withinTime(Promise.reject(new Error('broken')), 1_000, late)).rejects.toThrow('broken');
    const failsLate = delay(20).then((): string => {
      throw new Error('too late');
    });
    expect(await withinTime(failsLate, 1, late)).toBe('late');
    await delay(40);
  });
});
