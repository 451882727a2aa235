import { retryAfterMs } from './retry-after.js';

const NOW = Date.UTC(2026, 3, 15, 12, 0, 0);
const after = (retryAfter: string | null, date: string | null = null) => retryAfterMs({ retryAfter, date }, NOW);

describe('Retry-After', () => {
  it('reads seconds', () => {
    expect(['0', '30', ' 12 ', '1.5'].map((text) => after(text))).toEqual([0, 30_000, 12_000, 1_500]);
  });

  it('reads a date, relative to the Date header if there is one', () => {
    expect(after('Wed, 15 Apr 2026 12:00:45 GMT')).toBe(45_000);
    expect(after('Wed, 15 Apr 2026 12:00:45 GMT', 'Wed, 15 Apr 2026 12:00:15 GMT')).toBe(30_000);
    expect(after('Wed, 15 Apr 2026 12:00:45 GMT', 'yesterday')).toBe(45_000);
  });

  it('returns 0 for a date in the past', () => {
    expect(after('Wed, 15 Apr 2026 11:00:00 GMT')).toBe(0);
  });

  it('returns null if it is unreadable', () => {
    expect([null, '', 'soon', '-5', 'NaN'].map((text) => after(text))).toEqual([null, null, null, null, null]);
  });

  it('returns null for a date without any current time', () => {
    expect(retryAfterMs({ retryAfter: 'Wed, 15 Apr 2026 12:00:45 GMT', date: null }, null)).toBeNull();
  });
});
