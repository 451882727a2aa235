import { SeededRandom } from '../../../../test/support/seeded-random.js';
import { NOON_MS, type ObservationRow, queueObservation, unordered } from '../../../../test/support/observations.js';
import { type ObservationSet, orderObservations, sameQueue } from './observation-set.js';
import { QUEUE_TYPES, RIDE_STATUSES } from '../observations.js';

/** `ride@instant status/wait`, instants as milliseconds after noon. */
function lines({ snapshots }: ObservationSet): string[] {
  return Array.from(
    snapshots.rideId,
    (ride, row) =>
      `${ride}@${snapshots.recordedAtMs[row]! - NOON_MS} ${snapshots.status[row]}/${snapshots.waitMinutes[row]}`,
  );
}

const queueLines = ({ queues }: ObservationSet): string[] =>
  queues.map(({ rideId, recordedAtMs, queue }) => `${rideId}@${recordedAtMs - NOON_MS} ${queue.queueType}`);

const singleRider = (waitMinutes: number) => queueObservation({ queueType: 'SINGLE_RIDER', waitMinutes });

describe('ordering observations', () => {
  it('sorts by ride, then by instant', () => {
    const { set } = orderObservations(
      unordered([
        { rideId: 7, atMs: NOON_MS + 5 },
        { rideId: 3, atMs: NOON_MS + 9 },
        { rideId: 7, atMs: NOON_MS - 1 },
        { rideId: 3, atMs: NOON_MS },
      ]),
    );
    expect(lines(set)).toEqual(['3@0 1/10', '3@9 1/10', '7@-1 1/10', '7@5 1/10']);
  });

  it('returns an empty set for an empty set', () => {
    const ordered = orderObservations(unordered([]));
    expect(ordered.set.snapshots).toHaveLength(0);
    expect(ordered).toMatchObject({ duplicates: 0, excluded: 0, supersededRows: [] });
  });

  it('keeps the last row in file order if a ride has an instant twice, and reports superseded rows', () => {
    const ordered = orderObservations(
      unordered([{ waitMinutes: 5 }, { waitMinutes: 20 }, { rideId: 2 }, { waitMinutes: 15 }]),
    );
    expect(lines(ordered.set)).toEqual(['1@0 1/15', '2@0 1/10']);
    expect([...ordered.sourceRows]).toEqual([3, 2]);
    expect(ordered).toMatchObject({ duplicates: 2, supersededRows: [0, 1] });
  });

  it('does not report a row equal to the last one as superseded, whatever lies between', () => {
    const ordered = orderObservations(unordered([{ waitMinutes: 5 }, { waitMinutes: 20 }, { waitMinutes: 5 }]));
    expect(ordered).toMatchObject({ duplicates: 2, supersededRows: [1] });
  });

  it('reports every row that differs from the last one as superseded, even if two of them are equal', () => {
    const ordered = orderObservations(unordered([{ waitMinutes: 5 }, { waitMinutes: 5 }, { waitMinutes: 20 }]));
    expect(ordered.supersededRows).toEqual([0, 1]);
  });

  it('distinguishes an unknown status and an unposted wait from known ones', () => {
    expect(orderObservations(unordered([{ status: null }, {}])).supersededRows).toEqual([0]);
    expect(orderObservations(unordered([{ waitMinutes: null }, { waitMinutes: 0 }])).supersededRows).toEqual([0]);
  });

  it('keeps rows apart that differ by a millisecond', () => {
    const ordered = orderObservations(unordered([{ atMs: NOON_MS + 1 }, { atMs: NOON_MS }]));
    expect(ordered).toMatchObject({ duplicates: 0, sourceRows: Uint32Array.of(1, 0) });
  });

  it('omits the rows of ride 0 with their queues, and counts them', () => {
    const ordered = orderObservations(
      unordered([{ rideId: 0, queues: [singleRider(5)] }, { queues: [singleRider(6)] }, { rideId: 0 }]),
    );
    expect(ordered).toMatchObject({ excluded: 2, duplicates: 0 });
    expect(lines(ordered.set)).toEqual(['1@0 1/10']);
    expect(ordered.set.queues).toHaveLength(1);
  });

  it('keeps a queue of a superseded row if the last row does not have it', () => {
    const paid = queueObservation({ queueType: 'PAID_RETURN_TIME', priceMinor: 0, priceCurrency: 'USD' });
    const ordered = orderObservations(unordered([{ queues: [paid] }, { queues: [singleRider(6)] }]));
    expect(ordered.set.queues.map(({ queue }) => queue)).toEqual([singleRider(6), paid]);
    expect(ordered.supersededRows).toEqual([]);
  });

  it('reports a row whose queue differs from that of the last one', () => {
    const ordered = orderObservations(
      unordered([{ queues: [singleRider(5)] }, { queues: [singleRider(6)] }, { queues: [singleRider(6)] }]),
    );
    expect(ordered.set.queues.map(({ queue }) => queue.waitMinutes)).toEqual([6]);
    expect(ordered.supersededRows).toEqual([0]);
  });

  it('has every queue type of an instant once, in the order of the types', () => {
    const queues = [...QUEUE_TYPES].reverse().map((queueType) => queueObservation({ queueType }));
    const { set } = orderObservations(unordered([{ queues: [...queues, queues[0]!] }]));
    expect(queueLines(set)).toEqual(QUEUE_TYPES.map((queueType) => `1@0 ${queueType}`));
  });

  it('compares instants of queues as they are stored, to the second', () => {
    const at = (returnStartMs: number | null) => queueObservation({ queueType: 'RETURN_TIME', returnStartMs });
    expect(sameQueue(at(NOON_MS), at(NOON_MS + 999))).toBe(true);
    expect(sameQueue(at(NOON_MS), at(NOON_MS + 1000))).toBe(false);
    expect(sameQueue(at(0), at(null))).toBe(false);
  });

  it.each<Partial<ReturnType<typeof queueObservation>>>([
    { waitMinutes: 0 },
    { state: 'FINISHED' },
    { returnStartMs: NOON_MS },
    { returnEndMs: NOON_MS },
    { priceMinor: 0 },
    { priceCurrency: 'USD' },
    { boardingGroupStatus: 'PAUSED' },
    { groupStart: 1 },
    { groupEnd: 1 },
    { nextAllocationAtMs: NOON_MS },
    { estimatedWaitMinutes: 0 },
  ])('tells queues apart by %j', (reported) => {
    expect(sameQueue(queueObservation(), queueObservation(reported))).toBe(false);
    expect(sameQueue(queueObservation(reported), queueObservation())).toBe(false);
  });
});

describe('ordering arbitrary observations', () => {
  const seeds = Array.from({ length: 40 }, (_, seed) => seed);

  function randomRows(random: SeededRandom, distinctInstants: boolean): ObservationRow[] {
    return Array.from({ length: random.below(120) }, (_, index) => ({
      rideId: random.below(5),
      atMs: NOON_MS + (distinctInstants ? index : random.below(12)),
      status: random.pick([...RIDE_STATUSES, null]),
      waitMinutes: random.pick([null, 0, 5, 10]),
      queues: QUEUE_TYPES.filter(() => random.below(8) === 0).map((queueType) =>
        queueObservation({ queueType, waitMinutes: random.below(2) }),
      ),
    }));
  }

  it.each(seeds)('is sorted, has every key once and loses no row (seed %i)', (seed) => {
    const source = unordered(randomRows(new SeededRandom(seed), false));
    const { set, sourceRows, duplicates, excluded } = orderObservations(source);
    const { snapshots } = set;
    expect(snapshots.length + duplicates + excluded).toBe(source.snapshots.length);
    for (let row = 1; row < snapshots.length; row++) {
      const [before, after] = [snapshots.rideId[row - 1]!, snapshots.rideId[row]!];
      expect(after > before || (after === before && isLater(snapshots.recordedAtMs, row))).toBe(true);
    }
    for (const [row, sourceRow] of sourceRows.entries()) {
      expect(snapshots.rideId[row]).toBe(source.rideIds[sourceRow]);
      expect(snapshots.recordedAtMs[row]).toBe(source.snapshots.recordedAtMs[sourceRow]);
      expect(snapshots.status[row]).toBe(source.snapshots.status[sourceRow]);
      expect(snapshots.waitMinutes[row]).toBe(source.snapshots.waitMinutes[sourceRow]);
    }
  });

  it.each(seeds)('keeps the last reported value of every queue (seed %i)', (seed) => {
    const source = unordered(randomRows(new SeededRandom(seed), false));
    const { set } = orderObservations(source);
    const last = new Map<string, unknown>();
    for (const { row, queue } of source.queues) {
      if (source.rideIds[row] === 0) continue;
      last.set(`${source.rideIds[row]}@${source.snapshots.recordedAtMs[row]! - NOON_MS} ${queue.queueType}`, queue);
    }
    expect(queueLines(set)).toHaveLength(last.size);
    expect(new Map(set.queues.map(({ queue }, index) => [queueLines(set)[index]!, queue]))).toEqual(last);
  });

  it.each(seeds)('does not depend on the order of rows of distinct instants (seed %i)', (seed) => {
    const random = new SeededRandom(seed);
    const rows = randomRows(random, true);
    const inOrder = orderObservations(unordered(rows));
    const shuffled = orderObservations(unordered(random.shuffle(rows)));
    expect(shuffled.set).toEqual(inOrder.set);
    expect(shuffled).toMatchObject({ duplicates: 0, excluded: inOrder.excluded, supersededRows: [] });
  });
});

const isLater = (instants: Float64Array, row: number): boolean => instants[row]! > instants[row - 1]!;
