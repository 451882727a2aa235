import { SeededRandom } from '../../../test/support/seeded-random.js';
import { SlidingWindowLimiter } from './request-scheduler.js';

describe('the request budget', () => {
  it('gives so many requests at once, and the next one when the first is a minute old', () => {
    const budget = new SlidingWindowLimiter(3);
    expect([0, 1, 2].map((nowMs) => budget.take(nowMs))).toEqual([0, 0, 0]);
    expect(budget.take(10)).toBe(59_991);
    expect(budget.take(60_000)).toBe(1);
    expect(budget.take(60_001)).toBe(0);
    expect(budget.take(60_001)).toBe(1);
  });

  it('sends nothing while it is blocked, and the longest block counts', () => {
    const budget = new SlidingWindowLimiter(3);
    budget.blockUntil(5_000);
    budget.blockUntil(2_000);
    expect(budget.take(1_000)).toBe(4_000);
    expect(budget.take(4_999.5)).toBe(1);
    expect(budget.take(5_000)).toBe(0);
  });

  it('says truly when to ask again: whoever waits so long gets a request, unless another one was first', () => {
    const budget = new SlidingWindowLimiter(5);
    let nowMs = 0;
    for (let request = 0; request < 200; request++) {
      const waitMs = budget.take(nowMs);
      if (waitMs > 0) expect(budget.take((nowMs += waitMs))).toBe(0);
    }
  });

  it('never gives more than its number within any 60 seconds, however the requests come', () => {
    const random = new SeededRandom(7);
    const budget = new SlidingWindowLimiter(20);
    const sent: number[] = [];
    let nowMs = 0;
    for (let step = 0; step < 5_000; step++) {
      nowMs += random.below(400);
      if (budget.take(nowMs) === 0) sent.push(nowMs);
    }
    sent.forEach((first, index) => {
      const inWindow = sent.slice(index).filter((at) => at - first <= 60_000).length;
      expect(inWindow).toBeLessThanOrEqual(20);
    });
    expect(sent.length).toBeGreaterThan(300);
  });
});
