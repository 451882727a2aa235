import { covers, intervalOf, limited, loadedPeriod, moved, periodSeen, zoomedIn, zoomedOut } from './history-span.js';

describe('the history of a ride', () => {
  it.each([
    ['2026-11-28', 'raw'],
    ['2026-11-26', 'raw'],
    ['2026-11-25', 'hour'],
    ['2026-10-01', 'hour'],
    ['2026-09-01', 'day'],
    ['2016-11-29', 'day'],
  ])('from %s to 29 November 2026 is shown by %s', (from, interval) => {
    expect(intervalOf({ from, to: '2026-11-29' })).toBe(interval);
  });

  it('is limited to what the API gives at once', () => {
    expect(limited({ from: '1990-01-01', to: '2026-11-29' }).from).toBe('2016-10-13');
  });

  it('zooms out around its middle, but not beyond today', () => {
    expect(zoomedOut({ from: '2026-11-10', to: '2026-11-13' }, '2026-11-29')).toEqual({
      from: '2026-11-08',
      to: '2026-11-15',
    });
    expect(zoomedOut({ from: '2026-11-26', to: '2026-11-29' }, '2026-11-29').to).toBe('2026-11-29');
  });

  it('is shown by the values that the reader asks for, unless the API does not give them for so long a period', () => {
    const year = { from: '2025-11-30', to: '2026-11-29' };
    expect((['raw', 'hour', 'day'] as const).map((asked) => intervalOf(year, asked))).toEqual(['raw', 'day', 'day']);
    expect(intervalOf({ from: '2024-01-01', to: '2026-11-29' }, 'raw')).toBe('day');
  });

  it('zooms in around its middle, down to a day', () => {
    expect(zoomedIn({ from: '2026-11-01', to: '2026-11-08' })).toEqual({ from: '2026-11-03', to: '2026-11-06' });
    expect(zoomedIn({ from: '2026-11-01', to: '2026-11-01' })).toEqual({ from: '2026-11-01', to: '2026-11-01' });
  });

  it('moves by a share of its length, by a day at least, and not beyond today', () => {
    const [period, today] = [{ from: '2026-11-01', to: '2026-11-10' }, '2026-11-12'];
    expect(moved(period, -0.5, today)).toEqual({ from: '2026-10-27', to: '2026-11-05' });
    expect(moved(period, 0.5, today)).toEqual({ from: '2026-11-03', to: '2026-11-12' });
    expect(moved({ from: today, to: today }, 0.5, today)).toEqual({ from: today, to: today });
    expect(moved({ from: today, to: today }, -0.5, today)).toEqual({ from: '2026-11-11', to: '2026-11-11' });
  });

  it('is loaded with what can be dragged into view on both sides, as far as the API gives it', () => {
    const today = '2026-11-29';
    const hours = loadedPeriod({ from: '2026-06-01', to: '2026-07-30' }, 'hour', today);
    expect(hours).toEqual({ from: '2026-04-02', to: '2026-09-28' });
    const year = loadedPeriod({ from: '2025-06-01', to: '2026-05-31' }, 'raw', today);
    expect(year).toEqual({ from: '2025-05-15', to: '2026-06-17' });
    expect(loadedPeriod({ from: '2026-11-26', to: today }, 'raw', today).to).toBe(today);
    expect(covers(year, { from: '2025-06-02', to: '2026-06-01' })).toBe(true);
    expect(covers(year, { from: '2025-01-01', to: '2026-06-01' })).toBe(false);
  });

  it('keeps the number of days when it is dragged, also across a change of the clocks', () => {
    const start = Date.parse('2026-10-20T22:00:00Z');
    const days = (count: number) => count * 86_400_000;
    const seen = (from: number, to: number) => periodSeen(from, to, 'Europe/Paris', '2026-11-29');
    expect(seen(start, start + days(4))).toEqual({ from: '2026-10-21', to: '2026-10-24' });
    expect(seen(start + days(1.4), start + days(5.4))).toEqual({ from: '2026-10-22', to: '2026-10-25' });
    expect(seen(start + days(3.6), start + days(7.6))).toEqual({ from: '2026-10-25', to: '2026-10-28' });
  });

  it('is the day of which most is seen, when less than a day is', () => {
    const noon = Date.parse('2026-11-10T12:00:00Z');
    const hours = (count: number) => count * 3_600_000;
    expect(periodSeen(noon, noon + hours(5), 'UTC', '2026-11-29')).toEqual({ from: '2026-11-10', to: '2026-11-10' });
    expect(periodSeen(noon + hours(11), noon + hours(20), 'UTC', '2026-11-29').from).toBe('2026-11-11');
  });
});
