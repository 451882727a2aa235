import type { CollectProcess } from './collect-process.js';
import { type KilledCollection, killMoments } from './killed-collection.js';

export interface KillMetrics {
  kills: number;
  cycles: number;
  /** Kills during a run, by the number of destinations that it had stored. */
  interruptedAfter: number[];
  /** Kills before the start or after the end of a run. */
  betweenCycles: number;
  /** Stored polls, and polls lost by kills. */
  polls: number;
  pollsLost: number;
}

/**
 * Collects with processes that are killed at seeded moments of their cycles, each followed by a new one that continues with the
 * next cycle. Asserts that nothing is lost but the cycle of a kill, and nothing is duplicated.
 */
export async function proveKills(
  collection: KilledCollection,
  { kills, seed }: { kills: number; seed: number },
): Promise<KillMetrics> {
  const killed: number[] = [];
  let cycle = 0;
  let next: CollectProcess = collection.begin();
  for (const [index, moment] of killMoments(seed, kills).entries()) {
    const current = next;
    // The next process loads while this one collects.
    next = collection.begin();
    // Every third process completes a cycle before the one in which it is killed.
    if (index % 3 === 2) await wholeCycle(collection, current, cycle++);
    await collection.cycleOf(current, collection.instantOf(cycle), moment);
    current.end();
    killed.push(cycle++);
  }
  for (let last = 0; last < 2; last++) await wholeCycle(collection, next, cycle++);
  return expectNothingLost(collection, new Set(killed), cycle);
}

async function wholeCycle(collection: KilledCollection, process: CollectProcess, cycle: number): Promise<void> {
  const end = await collection.cycleOf(process, collection.instantOf(cycle));
  expect(end).toMatchObject({ kind: 'report', report: { destinationsFailed: 0, wasAborted: false } });
}

async function expectNothingLost(
  collection: KilledCollection,
  killed: ReadonlySet<number>,
  cycles: number,
): Promise<KillMetrics> {
  const { destinationIds } = collection.simulator;
  for (const uuid of destinationIds) {
    const { stored, shown } = await collection.timelines(uuid);
    expect(stored).toEqual(shown);
  }
  expect(await collection.differingStates()).toEqual([]);
  const ledger = await collection.ledger();
  expect(ledger.filter(({ finishedAt }) => finishedAt === null)).toEqual([]);
  const lost = ledger.filter(({ observedAt }) => observedAt === null);
  expect(lost.filter(({ errorCode }) => errorCode !== 'INTERRUPTED')).toEqual([]);
  const interruptedAfter: number[] = [];
  for (let cycle = 0; cycle < cycles; cycle++) {
    const rows = ledger.filter(({ startedAt }) => startedAt.getTime() === collection.instantOf(cycle));
    const taken = rows.filter(({ observedAt }) => observedAt !== null).length;
    if (!killed.has(cycle)) expect([rows.length, taken]).toEqual([destinationIds.length, destinationIds.length]);
    else if (rows.length > taken) interruptedAfter.push(taken);
  }
  await expectEntitiesOnce(collection);
  await expectRunsClosed(collection);
  expect(interruptedAfter.length).toBeGreaterThanOrEqual(killed.size / 2);
  expect(new Set(interruptedAfter).size).toBeGreaterThan(1);
  const betweenCycles = killed.size - interruptedAfter.length;
  const polls = ledger.length - lost.length;
  return { kills: killed.size, cycles, interruptedAfter, betweenCycles, polls, pollsLost: lost.length };
}

/** A run of a killed process is marked as such, and counts the destinations that it did not store. */
async function expectRunsClosed(collection: KilledCollection): Promise<void> {
  const wrong = await collection.app.query(
    `SELECT r.run_id FROM collection_runs r JOIN collection_run_destinations c ON c.run_id = r.run_id
      GROUP BY r.run_id, r.finished_at, r.destinations_failed, r.error
     HAVING r.finished_at IS NULL OR r.destinations_failed <> SUM(c.observed_at IS NULL)
         OR (SUM(c.error_code = 'INTERRUPTED') > 0 AND r.error IS NULL)`,
  );
  expect(wrong).toEqual([]);
}

/** Including rides that were being registered when the process was killed. */
async function expectEntitiesOnce(collection: KilledCollection): Promise<void> {
  const twice = await collection.app.query(
    `SELECT themeparks_wiki_id FROM (SELECT themeparks_wiki_id FROM rides UNION ALL
       SELECT a.themeparks_wiki_id FROM ride_aliases a JOIN rides r ON r.ride_id = a.alias_ride_id
        WHERE r.themeparks_wiki_id <> a.themeparks_wiki_id) known
      GROUP BY themeparks_wiki_id HAVING COUNT(*) > 1`,
  );
  expect(twice).toEqual([]);
}
