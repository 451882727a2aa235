import { Semaphore } from './concurrency.js';

describe('slots', () => {
  it('let so many work at a time, in the order in which they came, and are free again after a failure', async () => {
    const slots = new Semaphore(2);
    const begun: number[] = [];
    const ends: (() => void)[] = [];
    const work = (name: number) =>
      slots.use(async () => {
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
    expect(await slots.use(() => Promise.resolve('free'))).toBe('free');
  });
});
