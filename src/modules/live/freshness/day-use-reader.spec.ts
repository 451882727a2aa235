import { countedParts } from './day-use-reader.service.js';

const run = { fromMs: 100, untilMs: 200, status: 'OPERATING' as const, waitMinutes: 30 };
const all = (fromMs: number, toMs: number | null) => ({ fromMs, toMs, scope: 'ALL' as const });
const waits = (fromMs: number, toMs: number | null) => ({ fromMs, toMs, scope: 'WAIT' as const });
const parts = (...intervals: Parameters<typeof countedParts>[1]) =>
  countedParts(run, intervals).map(({ fromMs, untilMs, waitMinutes }) => [fromMs, untilMs, waitMinutes]);

describe('the counted parts of a span', () => {
  it('are the whole span if no exclusion overlaps it', () => {
    expect(parts(all(0, 100), all(201, null))).toEqual([[100, 200, 30]]);
  });

  it('are the parts around an exclusion, and nothing of a span inside it', () => {
    expect(parts(all(120, 150))).toEqual([
      [100, 120, 30],
      [150, 200, 30],
    ]);
    expect(parts(all(0, 150))).toEqual([[150, 200, 30]]);
    expect(parts(all(50, null))).toEqual([]);
  });

  it('include times of which only waits are excluded, which still show that the ride was in use', () => {
    expect(parts(waits(120, 160), waits(140, 170))).toEqual([[100, 200, 30]]);
    expect(parts(waits(90, null), all(150, 180))).toEqual([
      [100, 150, 30],
      [180, 200, 30],
    ]);
  });

  it('are not split where exclusions overlap or adjoin', () => {
    expect(parts(all(120, 160), all(140, 170), all(170, 180))).toEqual([
      [100, 120, 30],
      [180, 200, 30],
    ]);
  });

  it('include a span of one instant outside of the exclusions', () => {
    const point = { ...run, untilMs: 100 };
    expect(countedParts(point, [all(100, 101)])).toEqual([]);
    expect(countedParts(point, [all(50, 100)])).toEqual([point]);
  });
});
