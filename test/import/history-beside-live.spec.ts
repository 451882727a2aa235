import { HistoryBesideLive } from '../support/history-beside-live.js';

const WORLD = { seed: 4, destinations: 1, rides: 10, startMs: Date.parse('2026-07-14T10:00:00.250Z'), days: 1.5 };

describe('an import of the History API', () => {
  const world = new HistoryBesideLive({ ...WORLD, pollEveryMinutes: 20 });
  afterAll(() => world.close());

  it('has the states that were polled, wherever both know them, from one request for each park-day', async () => {
    const counts = await world.compare();
    const { parks, parkDays, historyRequests, polled, compared, queuesCompared, showTimesCompared } = counts;
    const { unknown, differences } = counts;
    expect(differences).toEqual([]);
    // A sixth of the entities has no history yet.
    expect(compared).toBeGreaterThan(0.75 * polled);
    expect(unknown).toBe(0);
    expect(queuesCompared).toBeGreaterThan(100);
    expect(showTimesCompared).toBeGreaterThan(5);
    expect(historyRequests).toBe(parkDays + parks);
  }, 180_000);
});
