import {
  LIVE_MS,
  LIVE_PARK_ID,
  liveBody,
  liveEntry,
  liveIssueLines,
  parseEntries,
} from '../../../../test/support/live-response.js';
import { queueObservation } from '../../../../test/support/observations.js';
import { parseLiveResponse } from './parse-live-response.js';

const withQueue = (queue: unknown) => parseEntries(liveEntry({ queue }));
const queuesOf = (queue: unknown) => withQueue(queue).observations[0]!.queues;

describe('the queues of a live entity', () => {
  it('are all kept, with all fields, for all six types', () => {
    const response = withQueue({
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
    expect(response.issues).toEqual([]);
    expect(response.observations[0]?.waitMinutes).toBe(30);
    expect(response.observations[0]?.queues).toEqual([
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

  it('without values are kept, unlike missing queues', () => {
    expect(queuesOf({ SINGLE_RIDER: { waitTime: null }, RETURN_TIME: {} })).toEqual([
      queueObservation({ queueType: 'SINGLE_RIDER' }),
      queueObservation({ queueType: 'RETURN_TIME' }),
    ]);
    expect(queuesOf({ SINGLE_RIDER: null })).toEqual([queueObservation({ queueType: 'SINGLE_RIDER' })]);
    expect(queuesOf({ STANDBY: null })).toEqual([]);
  });

  it('distinguish a free price, an unknown price and no price', () => {
    const price = (value: unknown) => queuesOf({ PAID_RETURN_TIME: { price: value } })[0];
    expect(price({ amount: 0, currency: 'JPY' })).toMatchObject({ priceMinor: 0, priceCurrency: 'JPY' });
    expect(price({ amount: null, currency: 'JPY' })).toMatchObject({ priceMinor: null, priceCurrency: 'JPY' });
    expect(price(null)).toMatchObject({ priceMinor: null, priceCurrency: null });
  });

  it('have instants in whole seconds, as stored', () => {
    const [queue] = queuesOf({ RETURN_TIME: { returnStart: '2026-04-15T14:00:00.900-04:00' } });
    expect(queue?.returnStartMs).toBe(Date.UTC(2026, 3, 15, 18));
  });

  it.each([
    ['a wait that is no number', { SINGLE_RIDER: { waitTime: 'abc' } }, 'queue.SINGLE_RIDER.waitTime'],
    ['an unknown state', { RETURN_TIME: { state: 'MAYBE' } }, 'queue.RETURN_TIME.state'],
    ['a price that is text', { PAID_RETURN_TIME: { price: '$5' } }, 'queue.PAID_RETURN_TIME.price'],
  ])('with %s are kept, with null and an issue', (_, queue, field) => {
    const response = withQueue(queue);
    expect(liveIssueLines(response)).toEqual([`INVALID_QUEUE_FIELD ${field}`]);
    expect(response.observations[0]?.queues).toHaveLength(1);
  });

  it.each([
    ['that are text', 'closed', 'INVALID_QUEUE queue'],
    ['that are a number', 5, 'INVALID_QUEUE queue'],
    ['that are a list of no queues', [5], 'INVALID_QUEUE queue'],
    ['that are a list of an unknown kind', [{ queueType: 'TELEPORT' }], 'UNKNOWN_QUEUE_TYPE queue'],
    ['of which one is text', { RETURN_TIME: 'soon' }, 'INVALID_QUEUE queue.RETURN_TIME'],
    ['of an unknown kind', { TELEPORT: {} }, 'UNKNOWN_QUEUE_TYPE queue'],
  ])('%s are noted, and the entity is kept', (_, queue, line) => {
    const response = withQueue(queue);
    expect(liveIssueLines(response)).toEqual([line]);
    expect(response.observations).toHaveLength(1);
    expect(response.observations[0]?.queues).toEqual([]);
  });

  it.each([[[]], [''], [null], [{}]])('that are %j count as no queue, without an issue', (queue) => {
    const response = withQueue(queue);
    expect(response.issues).toEqual([]);
    expect(response.observations[0]).toMatchObject({ status: 'OPERATING', waitMinutes: null, queues: [] });
  });

  it('are read from a list like from an object', () => {
    const { queues, waitMinutes } = withQueue([
      { queueType: 'SINGLE_RIDER', waitTime: 10 },
      null,
      { queueType: 'STANDBY', waitTime: 35 },
    ]).observations[0]!;
    expect(waitMinutes).toBe(35);
    expect(queues).toEqual([queueObservation({ queueType: 'SINGLE_RIDER', waitMinutes: 10 })]);
  });

  it.each(['standby', 'Standby', ' STANDBY '])('accept the type spelled %j', (key) => {
    const response = withQueue({ [key]: { waitTime: 35 } });
    expect(response.observations[0]!.waitMinutes).toBe(35);
    expect(response.issues).toEqual([]);
  });

  it.each(['paidReturnTime', 'paid_return_time', 'Paid Return-Time'])(
    'accept a type of several words spelled %j',
    (key) => {
      expect(queuesOf({ [key]: { state: 'FINISHED' } })).toEqual([
        queueObservation({ queueType: 'PAID_RETURN_TIME', state: 'FINISHED' }),
      ]);
    },
  );

  it('use the exact spelling if a type occurs twice, and the first entry of a list', () => {
    const twice = withQueue({ standby: { waitTime: 5 }, STANDBY: { waitTime: 35 } });
    expect(twice.observations[0]!.waitMinutes).toBe(35);
    expect(liveIssueLines(twice)).toEqual(['INVALID_QUEUE queue.STANDBY']);
    const list = [35, 5].map((waitTime) => ({ queueType: 'STANDBY', waitTime }));
    expect(withQueue(list).observations[0]!.waitMinutes).toBe(35);
  });
});

describe('a return time without an offset', () => {
  const entry = liveEntry({
    queue: { RETURN_TIME: { returnStart: '2026-04-15T14:10:00', returnEnd: '2026-11-01T10:00:00' } },
  });
  const windowOf = (response: ReturnType<typeof parseLiveResponse>) => {
    const { returnStartMs, returnEndMs } = response.observations[0]!.queues[0]!;
    return [returnStartMs, returnEndMs];
  };

  it('is read in the zone of the response, with the offset of its own day, and noted once', () => {
    const response = parseEntries(entry);
    expect(windowOf(response)).toEqual([Date.UTC(2026, 3, 15, 18, 10), Date.UTC(2026, 10, 1, 15)]);
    expect(liveIssueLines(response)).toEqual(['LOCAL_TIME_WITHOUT_OFFSET entity']);
    expect(response.issues[0]!.value).toBe('{"field":"queue.RETURN_TIME.returnStart","value":"2026-04-15T14:10:00"}');
  });

  it('is read in the zone of its park if that is known', () => {
    const timezoneOfPark = (id: string) => (id === LIVE_PARK_ID ? 'Asia/Tokyo' : null);
    const response = parseLiveResponse(liveBody([entry]), { observedAtMs: LIVE_MS, timezoneOfPark });
    expect(windowOf(response)).toEqual([Date.UTC(2026, 3, 15, 5, 10), Date.UTC(2026, 10, 1, 1)]);
  });

  it('is null and noted if no zone is known', () => {
    const body = { ...liveBody([entry]), timezone: 'Mars/Olympus' };
    const response = parseLiveResponse(body, { observedAtMs: LIVE_MS });
    expect(windowOf(response)).toEqual([null, null]);
    expect(liveIssueLines(response)).toEqual([
      'INVALID_QUEUE_FIELD queue.RETURN_TIME.returnStart',
      'INVALID_QUEUE_FIELD queue.RETURN_TIME.returnEnd',
    ]);
  });
});
