import { KilledHistory } from '../support/killed-history.js';

const KILLS = 25;

describe('imports of the History API killed 25 times', () => {
  it('produce, after each kill, the same tables as uninterrupted ones', async () => {
    const killed = new KilledHistory();
    try {
      const points = await killed.prove({ kills: KILLS });
      console.log(points.map(({ statement, moment }) => `${moment} ${statement}`).join(', '));
      expect(points).toHaveLength(KILLS);
      expect(new Set(points.map(({ statement }) => statement)).size).toBeGreaterThan(20);
    } finally {
      await killed.close();
    }
  });
});
