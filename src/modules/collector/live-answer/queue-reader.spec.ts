import { liveEntry, liveIssueLines, parseEntries } from '../../../../test/support/live-answer.js';
import { queueObservation } from '../../../../test/support/observations.js';

const withQueue = (queue: unknown) => parseEntries(liveEntry({ queue }));
const queuesOf = (queue: unknown) => withQueue(queue).observations[0]!.queues;

describe('the queues of a live entity', () => {
  it('are all kept, with all their fields, of all six kinds', () => {
    const answer = withQueue({
      PAID_STANDBY: { waitTime: 5 },
      BOARDING_GROUP: {
        allocationStatus: 'PAUSED',
        currentGroupStart: 45,
        currentGroupEnd: 60,
        nextAllocationTime: '2026-04-15T13:00:00-04:00',
        estimatedWait: 90,
      },
      PAID_RETURN_TIME: {
        state: 'AVAILABLE',
        returnStart: '2026-04-15T14:00:00-04:00',
        returnEnd: '2026-04-15T15:00:00-04:00',
        price: { amount: 2100, currency: 'USD', formatted: '$21.00' },
      },
      RETURN_TIME: { state: 'TEMP_FULL', returnStart: null, returnEnd: null },
      SINGLE_RIDER: { waitTime: 10 },
      STANDBY: { waitTime: 30, state: 'AVAILABLE' },
    });
    expect(answer.issues).toEqual([]);
    expect(answer.observations[0]?.waitMinutes).toBe(30);
    expect(answer.observations[0]?.queues).toEqual([
      queueObservation({ queueType: 'STANDBY', waitMinutes: 30, state: 'AVAILABLE' }),
      queueObservation({ queueType: 'SINGLE_RIDER', waitMinutes: 10 }),
      queueObservation({ queueType: 'RETURN_TIME', state: 'TEMP_FULL' }),
      queueObservation({
        queueType: 'PAID_RETURN_TIME',
        state: 'AVAILABLE',
        returnStartMs: Date.UTC(2026, 3, 15, 18),
        returnEndMs: Date.UTC(2026, 3, 15, 19),
        priceMinor: 2100,
        priceCurrency: 'USD',
      }),
      queueObservation({
        queueType: 'BOARDING_GROUP',
        boardingGroupStatus: 'PAUSED',
        groupStart: 45,
        groupEnd: 60,
        nextAllocationAtMs: Date.UTC(2026, 3, 15, 17),
        estimatedWaitMinutes: 90,
      }),
      queueObservation({ queueType: 'PAID_STANDBY', waitMinutes: 5 }),
    ]);
  });

  it('that say nothing are still there: not the same as no queue', () => {
    expect(queuesOf({ SINGLE_RIDER: { waitTime: null }, RETURN_TIME: {} })).toEqual([
      queueObservation({ queueType: 'SINGLE_RIDER' }),
      queueObservation({ queueType: 'RETURN_TIME' }),
    ]);
    expect(queuesOf({ SINGLE_RIDER: null })).toEqual([]);
  });

  it('keep a free price, an unknown price and no price apart', () => {
    const price = (value: unknown) => queuesOf({ PAID_RETURN_TIME: { price: value } })[0];
    expect(price({ amount: 0, currency: 'JPY' })).toMatchObject({ priceMinor: 0, priceCurrency: 'JPY' });
    expect(price({ amount: null, currency: 'JPY' })).toMatchObject({ priceMinor: null, priceCurrency: 'JPY' });
    expect(price(null)).toMatchObject({ priceMinor: null, priceCurrency: null });
  });

  it('have instants as they are stored: whole seconds', () => {
    const [queue] = queuesOf({ RETURN_TIME: { returnStart: '2026-04-15T14:00:00.900-04:00' } });
    expect(queue?.returnStartMs).toBe(Date.UTC(2026, 3, 15, 18));
  });

  it.each([
    [
      'an instant without offset',
      { RETURN_TIME: { returnStart: '2026-04-15T14:00:00' } },
      'queue.RETURN_TIME.returnStart',
    ],
    ['a wait that is no number', { SINGLE_RIDER: { waitTime: 'abc' } }, 'queue.SINGLE_RIDER.waitTime'],
    ['an unknown state', { RETURN_TIME: { state: 'MAYBE' } }, 'queue.RETURN_TIME.state'],
    ['a price that is text', { PAID_RETURN_TIME: { price: '$5' } }, 'queue.PAID_RETURN_TIME.price'],
  ])('with %s have null there and an issue, and are kept', (_, queue, field) => {
    const answer = withQueue(queue);
    expect(liveIssueLines(answer)).toEqual([`INVALID_QUEUE_FIELD ${field}`]);
    expect(answer.observations[0]?.queues).toHaveLength(1);
  });

  it.each([
    ['that are a list', [], 'INVALID_QUEUE queue'],
    ['of which one is text', { RETURN_TIME: 'soon' }, 'INVALID_QUEUE queue.RETURN_TIME'],
    ['of an unknown kind', { TELEPORT: {} }, 'UNKNOWN_QUEUE_TYPE queue'],
  ])('%s are noted, and the entity is kept', (_, queue, line) => {
    const answer = withQueue(queue);
    expect(liveIssueLines(answer)).toEqual([line]);
    expect(answer.observations).toHaveLength(1);
    expect(answer.observations[0]?.queues).toEqual([]);
  });
});
