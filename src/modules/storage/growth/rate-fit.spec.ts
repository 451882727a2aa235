import { DAY_MS } from '../../../common/time/calendar.js';
import { fitRate, type Level, rateChange, steadySeries } from './rate-fit.js';

/** Row counts at the end of each day, from the rows added on it. */
function levels(daily: readonly number[]): Level[] {
  let rows = 0;
  return [{ atMs: 0, rows }, ...daily.map((added, index) => ({ atMs: (index + 1) * DAY_MS, rows: (rows += added) }))];
}
const days = (count: number, rows: number | ((day: number) => number)): number[] =>
  Array.from({ length: count }, (_, day) => (typeof rows === 'number' ? rows : rows(day)));
const EXACT = { knowsBulkRows: true };

describe('the growth of ordinary days', () => {
  it('is the rate of each day, even if some days were not measured', () => {
    const all = levels(days(30, 1000));
    expect(fitRate(steadySeries(all, [], EXACT).intervals).value).toBeCloseTo(1000);
    const some = all.filter((_, index) => index % 3 === 0);
    expect(fitRate(steadySeries(some, [], EXACT).intervals).value).toBeCloseTo(1000);
  });

  it('excludes the rows that imports report, however many days they ran', () => {
    const bulk = days(30, (day) => (day < 25 ? 50_000 : 0));
    const loads = bulk.map((rows, day) => ({ atMs: (day + 0.5) * DAY_MS, rows }));
    const { intervals, jumps } = steadySeries(levels(bulk.map((rows) => rows + 1000)), loads, EXACT);
    expect(fitRate(intervals)).toEqual({ value: 1000, low: 1000, high: 1000 });
    expect(jumps).toEqual([]);
  });

  it('of a table that imports fill in other ways uses the days without an import', () => {
    const daily = days(30, (day) => (day < 20 ? 9_000 : 1_000));
    const loads = days(20, 1).map((rows, day) => ({ atMs: (day + 0.5) * DAY_MS, rows }));
    const { intervals } = steadySeries(levels(daily), loads, { knowsBulkRows: false });
    expect(fitRate(intervals).value).toBeCloseTo(1000);
  });

  it('excludes an unexplained jump, up or down, and reports it', () => {
    const daily = days(30, (day) => (day === 12 ? 500_000 : day === 20 ? -30_000 : 1000 + (day % 5) * 20));
    const { intervals, jumps } = steadySeries(levels(daily), [], EXACT);
    expect(Math.abs(fitRate(intervals).value - 1040)).toBeLessThan(15);
    expect(jumps.map(({ toMs, rows }) => [toMs / DAY_MS, Math.sign(rows)])).toEqual([
      [13, 1],
      [21, -1],
    ]);
  });

  it('does not treat weekends or a day without collection as jumps', () => {
    const daily = days(35, (day) => (day === 17 ? 0 : day % 7 < 2 ? 600 : 1000));
    expect(steadySeries(levels(daily), [], EXACT).jumps).toEqual([]);
  });

  it('treats a change that lasts longer than three days as the new rate', () => {
    const { jumps, intervals } = steadySeries(levels(days(30, (day) => (day < 24 ? 1000 : 5000))), [], EXACT);
    expect(jumps).toEqual([]);
    expect(intervals.at(-1)!.rowsPerDay).toBe(5000);
  });

  it('has a band as wide as the differences between days', () => {
    const rough = fitRate(steadySeries(levels(days(30, (day) => (day % 2 === 0 ? 800 : 1200))), [], EXACT).intervals);
    expect(rough.high - rough.low).toBeGreaterThan(100);
    expect(rough.low).toBeLessThan(1000);
    expect(rough.high).toBeGreaterThan(1000);
  });

  it('of no measurements is 0', () => {
    expect(fitRate(steadySeries([], [], EXACT).intervals)).toEqual({ value: 0, low: 0, high: 0 });
  });
});

describe('a change of the growth rate', () => {
  const daily = (rates: readonly number[]) => rates.map((perDay, index) => ({ toMs: (index + 1) * DAY_MS, perDay }));
  const change = (rates: readonly number[]) => rateChange(daily(rates), rates.length * DAY_MS);

  it('compares the last week with the four weeks before', () => {
    expect(change([...days(28, 100), ...days(7, 130)])).toMatchObject({ changePercent: 30, isSignificant: true });
    expect(change([...days(100, 500), ...days(28, 100), ...days(7, 80)])).toMatchObject({ changePercent: -20 });
  });

  it('is 0 for a weekly rhythm, and not significant within the usual differences', () => {
    expect(change(days(35, (day) => (day % 7 < 2 ? 60 : 100)))!.changePercent).toBeCloseTo(0);
    const noisy = [...days(28, (day) => 100 + (day % 2) * 90), ...days(7, (day) => 115 + (day % 2) * 90)];
    expect(change(noisy)).toMatchObject({ isSignificant: false });
  });

  it('is unknown before two weeks, and without growth', () => {
    expect(change(days(13, 100))).toBeNull();
    expect(change([...days(28, 0), ...days(7, 100)])).toBeNull();
  });
});
