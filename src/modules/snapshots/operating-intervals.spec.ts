import fc from 'fast-check';
import { HOUR_MS, MINUTE_MS } from '../../common/time/calendar.js';
import { nightBoundsOf, OperatingIntervals } from './operating-intervals.js';

const DAY_START_MS = Date.parse('2024-07-02T00:00:00Z');
const BOUNDS = nightBoundsOf('UTC')('2024-07-02');

/** Hours of the day in which rides operate, and those of the windows that follow from them. */
function scheduledHours(...operating: (readonly [from: number, until: number])[]): number[][] {
  const intervals = new OperatingIntervals();
  for (const [from, until] of operating) intervals.add(DAY_START_MS + from * HOUR_MS, DAY_START_MS + until * HOUR_MS);
  const windows = intervals.openingIntervals(BOUNDS);
  return windows.map(({ startMs, endMs }) => [startMs - DAY_START_MS, endMs - DAY_START_MS].map((ms) => ms / HOUR_MS));
}

describe('the use of a day derived from its rides', () => {
  it('is empty if no ride operates', () => {
    expect(scheduledHours()).toEqual([]);
  });

  it('lasts from the first to the last operating moment, in any order of the rides', () => {
    expect(scheduledHours([12, 20], [9, 10], [10, 11])).toEqual([[9, 20]]);
  });

  it('excludes the night after an evening past midnight', () => {
    expect(scheduledHours([0, 1.5], [0, 0.5], [10, 24], [9, 22])).toEqual([[0, 1.5], [9, 24]]); // prettier-ignore
  });

  it('excludes the night if the evening is first observed between midnight and six', () => {
    expect(scheduledHours([0.25, 2], [10, 20])).toEqual([[0.25, 2], [10, 20]]); // prettier-ignore
    expect(scheduledHours([5.9, 6.5], [10, 20])).toEqual([[5.9, 6.5], [10, 20]]); // prettier-ignore
    expect(scheduledHours([6, 6.5], [10, 20])).toEqual([[6, 20]]);
  });

  it('includes breaks of less than three hours, however many', () => {
    expect(scheduledHours([0, 1], [3.9, 4], [6.9, 7], [9.9, 20])).toEqual([[0, 20]]);
    expect(scheduledHours([0, 1], [4, 20])).toEqual([[0, 1], [4, 20]]); // prettier-ignore
  });

  it('includes a gap during the day, even if it is longer than the night', () => {
    expect(scheduledHours([0, 1], [5, 12], [18, 24])).toEqual([[0, 1], [5, 24]]); // prettier-ignore
    expect(scheduledHours([0, 8], [12, 20])).toEqual([[0, 20]]);
    expect(scheduledHours([9, 10], [15, 20])).toEqual([[9, 20]]);
  });

  it('excludes only one night: the longest, or the first of equally long ones', () => {
    expect(scheduledHours([0, 1], [4.5, 5], [10, 20])).toEqual([[0, 5], [10, 20]]); // prettier-ignore
    expect(scheduledHours([0, 1], [4, 5], [8, 20])).toEqual([[0, 1], [4, 20]]); // prettier-ignore
  });

  it('ends with the previous evening if no ride operates afterwards', () => {
    expect(scheduledHours([0, 1.5])).toEqual([[0, 1.5]]);
  });

  it('follows the park’s clock: six and eight of New York on a day that skips an hour', () => {
    expect(nightBoundsOf('America/New_York')('2024-03-10')).toEqual({
      runsOverBeforeMs: Date.parse('2024-03-10T10:00:00Z'),
      beginsBeforeMs: Date.parse('2024-03-10T12:00:00Z'),
    });
  });

  it('equals a check of every minute, for any intervals in any order', () => {
    const minutes = 24 * 60;
    const somePart = fc
      .tuple(
        fc.oneof(fc.integer({ min: 0, max: minutes - 1 }), fc.integer({ min: 0, max: 600 })),
        fc.integer({ min: 1, max: 240 }),
      ) // prettier-ignore
      .map(([from, length]) => [from, Math.min(minutes, from + length)] as const);
    let nights = 0;
    fc.assert(
      fc.property(fc.array(somePart, { minLength: 1, maxLength: 7 }), (parts) => {
        const expected = windowsByMinute(parts, minutes);
        if (expected.length === 2) nights++;
        const inMinutes = scheduledHours(...parts.map(([from, until]) => [from / 60, until / 60] as const));
        expect(inMinutes.map((window) => window.map((hours) => Math.round((hours * HOUR_MS) / MINUTE_MS)))).toEqual(
          expected,
        );
      }),
      { seed: 20_240_702, numRuns: 500 },
    );
    expect(nights).toBeGreaterThan(50);
  });
});

function windowsByMinute(parts: readonly (readonly [number, number])[], minutes: number): number[][] {
  const operates = Array.from({ length: minutes }, (_, at) => parts.some(([from, until]) => from <= at && at < until));
  const [first, last] = [operates.indexOf(true), operates.lastIndexOf(true) + 1];
  let night = { from: 0, length: 179 };
  for (let from = first, at = first; first < 360 && at < last; at++) {
    if (operates[at]!) from = at + 1;
    else if (from < 480 && at + 1 - from > night.length) night = { from, length: at + 1 - from };
  }
  if (night.length < 180) return [[first, last]];
  return [
    [first, night.from],
    [night.from + night.length, last],
  ];
}
