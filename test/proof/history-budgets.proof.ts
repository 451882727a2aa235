import { importTwice } from '../support/two-history-imports.js';

describe('two imports of the History API in two processes', () => {
  it('never exceed the budget of a minute or of an hour together', async () => {
    const { results, counted } = await importTwice({ requestsPerMinute: 24, historyPerHour: 30, days: 20 });
    console.log(counted);
    expect(results).toEqual(['paused', 'paused']);
    expect(counted).toMatchObject({ refusedPerHour: 0, refusedPerMinute: 0, mostHistoryPerHour: 30 });
  });
});
