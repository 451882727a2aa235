import { isGivenUp, nextAttemptAt } from './alert-delivery.service.js';

const NOW = new Date('2026-04-15T16:00:00Z');
const pauseSeconds = (attempt: number) => (nextAttemptAt(attempt, NOW).getTime() - NOW.getTime()) / 1000;

describe('the next attempt at a message', () => {
  it('comes after a pause that doubles, at most an hour', () => {
    expect([1, 2, 3, 8, 9, 100, 2_000].map(pauseSeconds)).toEqual([15, 30, 60, 1920, 3600, 3600, 3600]);
  });

  it('is given up after three days', () => {
    expect(isGivenUp(new Date('2026-04-12T16:00:00.001Z'), NOW)).toBe(false);
    expect(isGivenUp(new Date('2026-04-12T16:00:00Z'), NOW)).toBe(true);
  });
});
