import { pushJoined, timesWithAtLeast } from './day-activity.js';

const spans = (...pairs: number[]) => pairs;
const times = (pairs: number[], least: number) =>
  timesWithAtLeast(pairs, least).map(({ startMs, endMs }) => [startMs, endMs]);

describe('times with at least so many intervals', () => {
  it('begin and end where their number changes, in any order of the intervals', () => {
    const pairs = spans(10, 20, 0, 12, 11, 30);
    expect(times(pairs, 1)).toEqual([[0, 30]]);
    expect(times(pairs, 2)).toEqual([[10, 20]]);
    expect(times(pairs, 3)).toEqual([[11, 12]]);
    expect(times(pairs, 4)).toEqual([]);
  });

  it('go on where one interval takes the place of another', () => {
    expect(times(spans(0, 10, 10, 20), 1)).toEqual([[0, 20]]);
    expect(times(spans(0, 10, 10, 20, 0, 20), 2)).toEqual([[0, 20]]);
    expect(times(spans(0, 10, 11, 20), 1)).toEqual([[0, 10], [11, 20]]); // prettier-ignore
  });

  it('are none without intervals', () => {
    expect(times([], 1)).toEqual([]);
  });
});

it('joins an interval to the one that it follows at once', () => {
  const pairs: number[] = [];
  for (const [from, to] of [[0, 5], [5, 7], [8, 9]] as const) pushJoined(pairs, from, to); // prettier-ignore
  expect(pairs).toEqual([0, 7, 8, 9]);
});
