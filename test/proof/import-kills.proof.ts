import { KilledImport } from '../support/killed-import.js';

const KILLS = 25;
const DAYS = 150;
const SEEDS = [25, 26];

describe('an import killed 25 times', () => {
  it.each(SEEDS)('produces the same tables as an uninterrupted one, with seed %i', async (seed) => {
    const killed = new KilledImport(DAYS);
    try {
      const doneAfter = await killed.prove({ kills: KILLS, seed });
      console.log(seed, doneAfter);
      expect(doneAfter[0]).toBe(0);
      expect(new Set(doneAfter).size).toBeGreaterThan(KILLS / 2);
      expect(doneAfter.at(-1)).toBeGreaterThan(DAYS / 2);
    } finally {
      await killed.close();
    }
  });
});
