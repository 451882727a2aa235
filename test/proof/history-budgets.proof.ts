import { importTwice } from '../support/two-history-imports.js';

/**
 * Requests outside the cycle may use a quarter of the minute: 8. The imports therefore wait for three windows of a minute, and
 * neither can end within the hour, however much of it the other one leaves.
 */
const PLAN = { requestsPerMinute: 32, historyPerHour: 24, days: 24 };

describe('two imports of the History API in two processes', () => {
  it('never exceed the budget of a minute or of an hour together', async () => {
    const startedMs = performance.now();
    const { results, imports, counted } = await importTwice(PLAN);
    const minutes = (performance.now() - startedMs) / 60_000;
    console.log({ ...counted, minutes: Math.round(minutes * 10) / 10 });
    expect(results).toEqual(['paused', 'paused']);
    expect(counted).toMatchObject({ refusedPerHour: 0, refusedPerMinute: 0, mostHistoryPerHour: PLAN.historyPerHour });
    // One request of each is for the coverage.
    expect(imports.reduce((sum, { files }) => sum + files, 0)).toBe(PLAN.historyPerHour - 2);
    expect(minutes).toBeGreaterThan(2);
  });
});
