import { KilledHistory } from '../support/killed-history.js';

const KILLS = 6;

describe('an import of the History API whose processes are killed', () => {
  const killed = new KilledHistory();
  afterAll(() => killed.close());

  it('stores, after each of 6 kill -9 at chosen statements, the same as one that was never interrupted', async () => {
    const points = await killed.prove({ kills: KILLS });
    expect(points).toHaveLength(KILLS);
    expect(new Set(points.map(({ statement, moment }) => `${statement} ${moment}`)).size).toBe(KILLS);
  }, 300_000);
});
