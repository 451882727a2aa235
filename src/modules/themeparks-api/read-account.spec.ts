import { readAccount } from './read-account.js';

describe('a response about the account', () => {
  it('has both budgets, of which a missing figure is unknown and not zero', () => {
    const account = readAccount({
      tier: 'free',
      historyDays: 30,
      historyEarliestDate: '2026-10-31',
      rateLimit: { unmetered: false, limit: 300, windowSeconds: 60, remaining: 0, reset: 12 },
      historyRateLimit: { unmetered: true },
      colour: 'blue',
    });
    expect(account).toEqual({
      tier: 'free',
      historyDays: 30,
      hasAllHistory: false,
      historyEarliestDate: '2026-10-31',
      budgets: {
        MINUTE: { limit: 300, windowMs: 60_000, remaining: 0, resetMs: 12_000 },
        HISTORY_HOUR: 'UNMETERED',
      },
    });
    expect(readAccount({ rateLimit: {} })?.budgets.MINUTE).toEqual({
      limit: null,
      windowMs: null,
      remaining: null,
      resetMs: null,
    });
  });

  it.each([undefined, [], 'free', {}])('is not one: %j', (body) => {
    expect(readAccount(body)).toBeNull();
  });
});
