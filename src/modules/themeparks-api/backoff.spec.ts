import { backoffMs } from './request-scheduler.js';

describe('the wait before a further attempt', () => {
  it('doubles with each failure, up to half a minute', () => {
    expect([1, 2, 3, 5, 6, 50].map((failures) => backoffMs(failures, 1))).toEqual([
      1_000, 2_000, 4_000, 16_000, 30_000, 30_000,
    ]);
  });

  it('is half to all of that, by chance', () => {
    expect([0, 0.5, 1].map((random) => backoffMs(3, random))).toEqual([2_000, 3_000, 4_000]);
  });
});
