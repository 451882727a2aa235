import { HistoryBesideLive } from '../support/history-beside-live.js';

/** Five parks in three destinations. */
const WORLD = { seed: 5, destinations: 3, rides: 12, startMs: Date.parse('2026-06-10T10:00:00.250Z'), days: 30 };
const PARKS = 5;

describe('thirty days of five parks', () => {
  it('are the same from the History API as from live collection, wherever both know a state', async () => {
    const world = new HistoryBesideLive({ ...WORLD, pollEveryMinutes: 30 });
    try {
      const { differences, ...counts } = await world.compare();
      console.log({ ...counts, differences: differences.length });
      expect(differences.slice(0, 10)).toEqual([]);
      expect(counts.parks).toBeGreaterThanOrEqual(PARKS);
      // A sixth of the entities has no history yet.
      expect(counts.compared).toBeGreaterThan(0.75 * counts.polled);
      expect(counts.unknown).toBe(0);
      expect(counts.historyRequests).toBe(counts.parkDays + counts.parks);
    } finally {
      await world.close();
    }
  });
});
