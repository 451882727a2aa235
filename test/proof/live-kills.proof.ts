import { KilledCollection } from '../support/killed-collection.js';
import { proveKills } from '../support/prove-kills.js';

const KILLS_PER_SEED = 25;
const SEEDS = [1, 2, 3, 4];

describe('a collecting process killed 100 times', () => {
  it.each(SEEDS)(`loses only the interrupted cycles, ${KILLS_PER_SEED} kills with seed %i`, async (seed) => {
    const collection = await KilledCollection.start('live_kills');
    try {
      console.log(seed, await proveKills(collection, { kills: KILLS_PER_SEED, seed }));
    } finally {
      await collection.close();
    }
  });
});
