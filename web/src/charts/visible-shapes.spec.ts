import fc from 'fast-check';
import { intervalAt, type StateInterval } from './state-intervals.js';
import { visibleShapes } from './visible-shapes.js';

type Part = [minutes: number, status: StateInterval['status'], waitMinutes: number | null];

/** Adjoining intervals from minute 0. */
function intervalsOf(parts: readonly Part[]): StateInterval[] {
  let startMs = 0;
  return parts.map(([minutes, status, waitMinutes]) => {
    const interval = { startMs, endMs: startMs + minutes, status, waitMinutes };
    startMs = interval.endMs;
    return interval;
  });
}

const day: Part[] = [
  [10, 'CLOSED', null],
  [20, 'OPERATING', 15],
  [10, 'OPERATING', 30],
  [5, 'DOWN', 30],
  [5, null, null],
  [50, 'OPERATING', 20],
];

describe('what is drawn of a history', () => {
  it('is a stepped line while a wait is posted, and a background while not', () => {
    const { lines, bands } = visibleShapes(intervalsOf(day), 0, 100, 100);
    expect(lines).toEqual([
      [...[10, 30].map((x) => [x, 15]), ...[30, 40].map((x) => [x, 30])],
      [50, 100].map((x) => [x, 20]),
    ]);
    expect(bands).toEqual([
      { kind: 'closed', from: 0, to: 10 },
      { kind: 'down', from: 40, to: 45 },
      { kind: 'unknown', from: 45, to: 50 },
    ]);
  });

  it('is only what lies between both edges', () => {
    const { lines, bands } = visibleShapes(intervalsOf(day), 20, 42, 22);
    expect(lines).toEqual([
      [
        [0, 15],
        [10, 15],
        [10, 30],
        [20, 30],
      ],
    ]);
    expect(bands).toEqual([{ kind: 'down', from: 20, to: 22 }]);
    expect(visibleShapes(intervalsOf(day), 200, 300, 100)).toEqual({ lines: [], bands: [] });
  });

  it('is not interrupted and no zero where the wait was 0', () => {
    const { lines } = visibleShapes(
      intervalsOf([
        [10, 'OPERATING', 0],
        [10, 'OPERATING', null],
        [10, 'OPERATING', 5],
      ]),
      0,
      30,
      30,
    );
    expect(lines).toEqual([
      [
        [0, 0],
        [10, 0],
      ],
      [
        [20, 5],
        [30, 5],
      ],
    ]);
  });

  const parts = fc.array(
    fc.tuple(
      fc.integer({ min: 1, max: 40 }),
      fc.constantFrom('OPERATING', 'DOWN', 'CLOSED', null),
      fc.option(fc.integer({ min: 0, max: 120 })),
    ),
    { minLength: 1, maxLength: 200 },
  );

  it('shows the lowest and the highest posted wait, however many values share a pixel', () => {
    fc.assert(
      fc.property(parts, fc.integer({ min: 3, max: 300 }), (some, width) => {
        const intervals = intervalsOf(some);
        const { lines } = visibleShapes(intervals, 0, intervals.at(-1)!.endMs, width);
        const drawn = lines.flat().map(([, wait]) => wait);
        const posted = some.flatMap(([, status, wait]) => (status === 'OPERATING' && wait !== null ? [wait] : []));
        expect([Math.min(...drawn), Math.max(...drawn)]).toEqual([Math.min(...posted), Math.max(...posted)]);
        expect(lines.flat().every(([x]) => x >= 0 && x <= width)).toBe(true);
      }),
    );
  });

  it('has no more points than the width allows', () => {
    const year = intervalsOf(Array.from({ length: 50_000 }, (_, index) => [10, 'OPERATING', (index * 7) % 90] as Part));
    const { lines } = visibleShapes(year, 0, year.at(-1)!.endMs, 1_000);
    expect(lines.flat().length).toBeLessThanOrEqual(4 * 1_001);
  });

  it('says under the pointer what was known at that instant', () => {
    const intervals = intervalsOf(day);
    expect([0, 9, 10, 44, 45, 99].map((ms) => intervalAt(intervals, ms)?.status)).toEqual([
      ...['CLOSED', 'CLOSED', 'OPERATING', 'DOWN', null, 'OPERATING'],
    ]);
    expect([-1, 100].map((ms) => intervalAt(intervals, ms))).toEqual([undefined, undefined]);
  });
});
