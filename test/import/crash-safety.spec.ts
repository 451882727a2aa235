import { KilledImport } from '../support/killed-import.js';

const KILLS = 8;
const DAYS = 50;

describe('an import that is killed', () => {
  const killed = new KilledImport(DAYS);
  afterAll(() => killed.close());

  it('ends, after 8 kill -9 at seeded moments, in the same tables as one that was left alone', async () => {
    const doneAfter = await killed.prove({ kills: KILLS, seed: 25 });
    // The kills were spread over the most of it.
    expect(doneAfter[0]).toBe(0);
    expect(new Set(doneAfter).size).toBeGreaterThan(KILLS / 2);
    expect(doneAfter.at(-1)).toBeGreaterThan(DAYS / 2);
  }, 300_000);
});
