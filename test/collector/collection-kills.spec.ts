import { proveKills } from '../support/prove-kills.js';
import { KilledCollection } from '../support/killed-collection.js';

const KILLS = 8;

describe('a collecting process that is killed', () => {
  let collection: KilledCollection;
  beforeEach(async () => {
    collection = await KilledCollection.start('collection_kills');
  });
  afterEach(() => collection?.close());

  it('loses nothing but the cycle in which it was killed, after 8 kill -9 at seeded moments', async () => {
    console.log(await proveKills(collection, { kills: KILLS, seed: 3 }));
  }, 120_000);

  it('is stood in for by another one, and two of them collect nothing twice', async () => {
    const [one, other] = [collection.begin(), collection.begin()];
    const cycles = 6;
    const killedCycle = 3;
    for (let cycle = 0; cycle < cycles; cycle++) {
      const nowMs = collection.instantOf(cycle);
      const kill = cycle === killedCycle ? { requests: 3, thenMs: 0 } : undefined;
      const workers = cycle > killedCycle ? [other] : [one, other];
      const ends = await Promise.all(
        workers.map((worker) => collection.cycleOf(worker, nowMs, worker === one ? kill : undefined)),
      );
      const reports = ends.flatMap((end) => (end.kind === 'report' ? [end.report] : []));
      // A worker that comes when the other one has ended asks in vain: nothing is newer than what is stored.
      const whole = reports.filter(({ destinationsFailed }) => destinationsFailed === 0);
      for (const { failures } of reports)
        expect(failures.filter(({ errorCode }) => errorCode !== 'OVERTAKEN')).toEqual([]);
      if (cycle !== killedCycle) expect(whole).toHaveLength(1);
    }
    for (const uuid of collection.simulator.destinationIds) {
      const { stored, shown } = await collection.timelines(uuid);
      expect(stored).toEqual(shown);
    }
    const taken = (await collection.ledger()).filter(({ observedAt }) => observedAt !== null);
    expect(new Set(taken.map(({ uuid, observedAt }) => `${uuid} ${observedAt!.getTime()}`)).size).toBe(taken.length);
    expect(taken.length).toBeGreaterThanOrEqual((cycles - 1) * collection.simulator.destinationIds.length);
    expect(await collection.differingStates()).toEqual([]);
  }, 120_000);
});
