import { closedIntervals, overlapMs, merged } from './time-intervals.js';

const window = (startMs: number, endMs: number) => ({ startMs, endMs });

describe('closedIntervals', () => {
  it.each([
    ['all of it, without opening hours', [], [window(0, 100)]],
    [
      'the gaps between opening hours',
      [window(60, 70), window(20, 40)],
      [window(0, 20), window(40, 60), window(70, 100)],
    ],
    ['not what two overlapping ones have open', [window(20, 60), window(10, 30)], [window(0, 10), window(60, 100)]],
    ['nothing, when open throughout', [window(-10, 50), window(50, 200)], []],
    ['cut at its ends', [window(-50, 10), window(90, 150), window(120, 140)], [window(10, 90)]],
    ['untouched by hours that end before they begin', [window(50, 20)], [window(0, 100)]],
  ])('are %s', (_, open, closed) => {
    expect(closedIntervals(open, window(0, 100))).toEqual(closed);
  });

  it('complement the opening hours', () => {
    expect(overlapMs(window(0, 100), [window(-5, 10), window(5, 20), window(95, 120)])).toBe(25);
    expect(overlapMs(window(30, 30), [window(0, 100)])).toBe(0);
  });
});

describe('merged', () => {
  it('joins windows that overlap or are close, in any order', () => {
    const [early, inner, near, far] = [
      { startMs: 0, endMs: 10 },
      { startMs: 2, endMs: 5 },
      { startMs: 13, endMs: 20 },
      { startMs: 30, endMs: 31 },
    ];
    expect(merged([far, near, inner, early], 3)).toEqual([{ startMs: 0, endMs: 20 }, far]);
    expect(merged([near, early], 2)).toEqual([early, near]);
  });
});
