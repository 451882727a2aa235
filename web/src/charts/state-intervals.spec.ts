import fc from 'fast-check';
import type { Schemas } from '../api/client.js';
import { holesOf, isDown, longestSilence, rangesOf, stateIntervals, stepLine } from './state-intervals.js';

const MINUTE_MS = 60_000;
const at = (minute: number) => new Date(minute * MINUTE_MS).toISOString();

function point(minute: number, overrides: Partial<Schemas['HistoryPoint']> = {}): Schemas['HistoryPoint'] {
  return {
    ...{ rideId: 1, recordedAt: at(minute), lastConfirmedAt: null, validUntil: null, dataSource: 'LIVE' },
    ...{ status: 'OPERATING', waitMinutes: 30 },
    ...overrides,
  };
}

const shown = (intervals: ReturnType<typeof stateIntervals>) =>
  intervals.map(({ startMs, endMs, status, waitMinutes }) => [
    startMs / MINUTE_MS,
    endMs / MINUTE_MS,
    status,
    waitMinutes,
  ]);

describe('what was known when', () => {
  it('a value counts until the next one', () => {
    const intervals = stateIntervals([point(0), point(5, { waitMinutes: 40 })], null, 0, 10 * MINUTE_MS);
    expect(shown(intervals)).toEqual([
      [0, 5, 'OPERATING', 30],
      [5, 10, 'OPERATING', 40],
    ]);
  });

  it.each(['LIVE', 'ARCHIVE', 'HISTORY_API'] as const)(
    'a value of %s is unknown from when the API says on',
    (dataSource) => {
      const ended = point(0, { dataSource, lastConfirmedAt: at(10), validUntil: at(25) });
      expect(shown(stateIntervals([ended], null, 0, 60 * MINUTE_MS))).toEqual([
        [0, 25, 'OPERATING', 30],
        [25, 60, null, null],
      ]);
    },
  );

  it('a value that is still valid counts until the instant of the response', () => {
    expect(shown(stateIntervals([point(0)], null, 0, 400 * MINUTE_MS))).toEqual([[0, 400, 'OPERATING', 30]]);
  });

  it('begins with the state before the range, and is unknown without one', () => {
    const before = point(-3, { status: 'DOWN', waitMinutes: null });
    expect(shown(stateIntervals([point(4)], before, 0, 6 * MINUTE_MS))).toEqual([
      [0, 4, 'DOWN', null],
      [4, 6, 'OPERATING', 30],
    ]);
    expect(shown(stateIntervals([point(4)], null, 0, 6 * MINUTE_MS))[0]).toEqual([0, 4, null, null]);
  });

  it('covers the whole range without holes or overlaps, whatever was observed', () => {
    const minutes = fc.array(fc.integer({ min: -100, max: 1_500 }), { maxLength: 30 });
    fc.assert(
      fc.property(minutes, (found) => {
        const points = [...new Set(found)].sort((a, b) => a - b).map((minute) => point(minute));
        const intervals = stateIntervals(points, null, 0, 1_000 * MINUTE_MS);
        const edges = [0, ...intervals.map(({ endMs }) => endMs)];
        expect(intervals.map(({ startMs }) => startMs)).toEqual(edges.slice(0, -1));
        expect(edges.at(-1)).toBe(1_000 * MINUTE_MS);
      }),
    );
  });

  it('draws no line while a ride is down or unknown', () => {
    const points = [point(0), point(5, { status: 'DOWN', waitMinutes: 30 })];
    const line = stepLine(stateIntervals(points, null, 0, 10 * MINUTE_MS));
    expect(line.map(([, wait]) => wait)).toEqual([30, 30, null, null]);
  });

  it('joins adjoining intervals of one kind', () => {
    const down = { status: 'DOWN', waitMinutes: null } as const;
    const intervals = stateIntervals([point(0, down), point(5, down), point(9)], null, 0, 12 * MINUTE_MS);
    expect(rangesOf(intervals, isDown)).toEqual([[0, 9 * MINUTE_MS]]);
  });
});

describe('the longest time without a new observation', () => {
  const longest = (...points: Schemas['HistoryPoint'][]) => {
    const found = longestSilence(points, null, 0, 600 * MINUTE_MS);
    return found && [found.fromMs / MINUTE_MS, found.toMs / MINUTE_MS];
  };

  it('is that of a state that was carried forward for more than an hour', () => {
    const archived = [point(0, { validUntil: at(90) }), point(90, { validUntil: at(450) })];
    expect(longest(...archived, point(500, { lastConfirmedAt: at(600) }))).toEqual([90, 450]);
    expect(longest(point(100))).toEqual([100, 600]);
  });

  it('is none while observations come, polls confirm the state, or the ride is closed', () => {
    const closed = point(0, { status: 'CLOSED', waitMinutes: null, validUntil: at(300) });
    const polled = point(300, { lastConfirmedAt: at(550), validUntil: at(560) });
    expect(longest(closed, polled, point(560))).toBeNull();
  });
});

describe('hours without a row', () => {
  it('are the holes between rows, before the first and after the last', () => {
    const rows = [
      { from: at(60), to: at(120) },
      { from: at(180), to: at(240) },
    ];
    const holes = holesOf(rows, 0, 300 * MINUTE_MS);
    expect(holes.map(({ startMs, endMs }) => [startMs / MINUTE_MS, endMs / MINUTE_MS])).toEqual([
      [0, 60],
      [120, 180],
      [240, 300],
    ]);
    expect(holesOf([{ from: at(0), to: at(60) }], 0, 30 * MINUTE_MS)).toEqual([]);
  });
});
