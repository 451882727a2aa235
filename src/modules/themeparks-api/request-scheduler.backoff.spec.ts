import { nextPauseMs } from '../../common/async/retry.js';
import { API_BACKOFF } from './request-scheduler.js';

const pauseMs = (failures: number, random: number) => nextPauseMs(API_BACKOFF, { failures }, () => random);

describe('API_BACKOFF', () => {
  it('doubles the pause with each failure, up to half a minute', () => {
    expect([1, 2, 3, 5, 6, 50].map((failures) => pauseMs(failures, 1))).toEqual([
      1_000, 2_000, 4_000, 16_000, 30_000, 30_000,
    ]);
  });

  it('takes half to all of that, at random', () => {
    expect([0, 0.5, 1].map((random) => pauseMs(3, random))).toEqual([2_000, 3_000, 4_000]);
  });
});
