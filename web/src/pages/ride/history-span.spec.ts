import { intervalOf, limited, zoomedOut } from './history-span.js';

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
});
