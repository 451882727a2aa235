import { isListedAt } from './ride-listing-history.js';

const LEFT = { changedMs: 100, isListed: false };
const CAME_BACK = { changedMs: 200, isListed: true };

describe('a ride was listed at an instant', () => {
  it.each([
    ['before it left', [LEFT], 99, true],
    ['not from the instant on at which it left', [LEFT], 100, false],
    ['not between leaving and coming back', [LEFT, CAME_BACK], 150, false],
    ['after coming back', [LEFT, CAME_BACK], 200, true],
    ['not before the first change, where that brought it back', [CAME_BACK], 150, false],
  ])('%s, whatever it is today', (_, changes, atMs, expected) => {
    expect(isListedAt(changes, true, atMs)).toBe(expected);
    expect(isListedAt(changes, false, atMs)).toBe(expected);
  });

  it('by what it is today, where no change is known', () => {
    expect(isListedAt([], true, 100)).toBe(true);
    expect(isListedAt([], false, 100)).toBe(false);
  });
});
