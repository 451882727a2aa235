import { isAnyListedAt, isListedAt } from './ride-listing-history.js';

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

  it('by its current state, if no change is recorded', () => {
    expect(isListedAt([], true, 100)).toBe(true);
    expect(isListedAt([], false, 100)).toBe(false);
  });
});

describe('rides that count as one were listed at an instant', () => {
  const ofOld = { changes: [LEFT], isListedNow: false, firstSeenMs: 0 };
  const ofNew = { changes: [], isListedNow: true, firstSeenMs: 150 };

  it.each([
    ['while the old UUID was', 99, true],
    ['not between the end of the old UUID and the first report of the new one', 149, false],
    ['from the first report of the new UUID on', 150, true],
  ])('%s', (_, atMs, expected) => {
    expect(isAnyListedAt([ofOld, ofNew], atMs)).toBe(expected);
  });

  it('while one without a recorded first report was listed', () => {
    expect(isAnyListedAt([ofOld, { ...ofNew, firstSeenMs: null }], 120)).toBe(true);
  });

  it('regardless of the first report for a single ride', () => {
    expect(isAnyListedAt([ofNew], 100)).toBe(true);
  });
});
