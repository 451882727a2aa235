import { CostlyValue } from './costly-value.js';

describe('a value that is costly to read', () => {
  it('is kept for a hundred times as long as it took to read', async () => {
    let [nowMs, reads, takesMs] = [0, 0, 300];
    const value = new CostlyValue(
      () => {
        nowMs += takesMs;
        return Promise.resolve(++reads);
      },
      () => nowMs,
    );
    expect(await value.get()).toBe(1);
    nowMs += 29_999;
    expect(await value.get()).toBe(1);
    nowMs += 1;
    takesMs = 0;
    expect(await value.get()).toBe(2);
    expect(await value.get()).toBe(3);
  });

  it('is asked for again after a failure', async () => {
    let isAway = true;
    const value = new CostlyValue(() => (isAway ? Promise.reject(new Error('away')) : Promise.resolve(1)));
    await expect(value.get()).rejects.toThrow('away');
    isAway = false;
    expect(await value.get()).toBe(1);
  });
});
