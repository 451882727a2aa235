import fc from 'fast-check';
import { BOARDING_GROUP_STATUSES, QUEUE_TYPES, RETURN_STATES } from '../observations.js';
import { setOf } from '../../../../test/support/observations.js';
import { PackedSet, packQueues, queueCountOf, unpackQueues } from './packed-queues.js';

const orNull = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: null });
const instantMs = fc.integer({ min: Date.UTC(2016), max: Date.UTC(2100) });
const count = fc.integer({ min: -1, max: 2 ** 31 - 1 });
const row = fc.record({
  rideId: fc.integer({ min: 1, max: 2 ** 32 - 1 }),
  recordedAtMs: instantMs,
  queue: fc.record({
    queueType: fc.constantFrom(...QUEUE_TYPES),
    waitMinutes: orNull(count),
    state: orNull(fc.constantFrom(...RETURN_STATES)),
    returnStartMs: orNull(instantMs),
    returnEndMs: orNull(instantMs),
    priceMinor: orNull(count),
    priceCurrency: orNull(fc.stringMatching(/^[A-Z]{3}$/)),
    boardingGroupStatus: orNull(fc.constantFrom(...BOARDING_GROUP_STATUSES)),
    groupStart: orNull(count),
    groupEnd: orNull(count),
    nextAllocationAtMs: orNull(instantMs),
    estimatedWaitMinutes: orNull(count),
  }),
});

describe('packed queues', () => {
  it('are unpacked to the same queues', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 20 }), (rows) => expect(unpackQueues(packQueues(rows))).toEqual(rows)),
    );
  });

  it('are counted without being unpacked', () => {
    const { snapshots } = setOf([{}]);
    const rows = fc.sample(row, 3);
    expect(queueCountOf(new PackedSet(snapshots, packQueues(rows)))).toBe(3);
    expect(queueCountOf({ snapshots, queues: rows })).toBe(3);
    expect(new PackedSet(snapshots, packQueues(rows)).queues).toEqual(rows);
  });
});
