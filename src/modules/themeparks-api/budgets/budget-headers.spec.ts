import fc from 'fast-check';
import { BUDGET_NAMES, readBudgetHeaders } from './budget-headers.js';

const read = (headers: Record<string, string>) => readBudgetHeaders(new Headers(headers));

describe('readBudgetHeaders', () => {
  it('reads both budgets by their exact names', () => {
    const headers = {
      'RateLimit-Limit': '300',
      'RateLimit-Policy': '300;w=60',
      'RateLimit-Remaining': '285',
      'RateLimit-Reset': '12',
      'RateLimit-History-Limit': '600',
      'RateLimit-History-Policy': '600;w=3600',
      'RateLimit-History-Remaining': '0',
      'RateLimit-History-Reset': '1847',
    };
    expect(read(headers)).toEqual({
      MINUTE: { limit: 300, windowMs: 60_000, remaining: 285, resetMs: 12_000 },
      HISTORY_HOUR: { limit: 600, windowMs: 3_600_000, remaining: 0, resetMs: 1_847_000 },
    });
  });

  it('takes neither budget for the other', () => {
    expect(read({ 'ratelimit-history-remaining': '7' })).toEqual({
      MINUTE: null,
      HISTORY_HOUR: { limit: null, windowMs: null, remaining: 7, resetMs: null },
    });
    expect(read({ 'ratelimit-remaining': '7' }).HISTORY_HOUR).toBeNull();
    expect(read({ 'x-ratelimit-remaining': '7', 'ratelimit-remaining-extra': '7', ratelimit: 'remaining=7' })).toEqual({
      MINUTE: null,
      HISTORY_HOUR: null,
    });
  });

  it('reads a limit from the policy alone', () => {
    expect(read({ 'ratelimit-policy': ' 300 ; w=60 ' }).MINUTE).toMatchObject({ limit: 300, windowMs: 60_000 });
  });

  it.each(['', ' ', '-1', '1.5', '0x10', '1e3', 'many', '5, 4', '99999999999'])('does not read "%s"', (value) => {
    expect(read({ 'ratelimit-remaining': value, 'ratelimit-limit': '300' }).MINUTE).toMatchObject({ remaining: null });
  });

  it('does not believe a limit of 0', () => {
    expect(read({ 'ratelimit-limit': '0', 'ratelimit-remaining': '4' }).MINUTE).toMatchObject({ limit: null });
  });

  it.each(['9', '1', '0, 9', 'old', '99999999999999999999'])('ignores a response with Age %s', (age) => {
    expect(read({ age, 'ratelimit-remaining': '0' })).toEqual({ MINUTE: null, HISTORY_HOUR: null });
  });

  it('believes a response with Age 0', () => {
    expect(read({ age: '0', 'ratelimit-remaining': '0' }).MINUTE).toMatchObject({ remaining: 0 });
  });

  const names = ['limit', 'policy', 'remaining', 'reset', 'history-limit', 'history-remaining', 'history-reset'].map(
    (name) => `ratelimit-${name}`,
  );
  const values = fc.oneof(fc.nat().map(String), fc.string({ unit: 'grapheme-ascii' }), fc.constant(''));
  const headers = fc.dictionary(fc.constantFrom('age', ...names), values, { maxKeys: 8 });

  it('never reports more than the headers contain: each number stands in its own header', () => {
    fc.assert(
      fc.property(headers, (given) => {
        const clean = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, value.trim()]));
        const reports = read(clean);
        for (const name of BUDGET_NAMES) {
          const prefix = name === 'MINUTE' ? 'ratelimit' : 'ratelimit-history';
          const remaining = reports[name]?.remaining ?? null;
          if (remaining !== null) expect(Number(clean[`${prefix}-remaining`])).toBe(remaining);
          const reset = reports[name]?.resetMs ?? null;
          if (reset !== null) expect(Number(clean[`${prefix}-reset`]) * 1_000).toBe(reset);
          expect(reports[name]?.limit).not.toBe(0);
        }
        if (Number(clean.age) > 0) expect(reports).toEqual({ MINUTE: null, HISTORY_HOUR: null });
      }),
    );
  });

  it('reads what it is given, whichever headers are absent', () => {
    fc.assert(
      fc.property(fc.record({ remaining: fc.nat(1e6), reset: fc.nat(3_600) }, { requiredKeys: [] }), (given) => {
        const { MINUTE } = read(
          Object.fromEntries(Object.entries(given).map(([name, value]) => [`ratelimit-${name}`, String(value)])),
        );
        expect(MINUTE?.remaining ?? null).toBe(given.remaining ?? null);
        expect(MINUTE?.resetMs ?? null).toBe(given.reset === undefined ? null : given.reset * 1_000);
      }),
    );
  });
});
