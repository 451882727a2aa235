import { fixedOffsetClock, type LocalClock } from '../../../common/time/zones/time-zones.js';
import { HOUR_MS } from '../../../common/time/calendar.js';
import type { QueueType } from '../observations.js';
import { normaliseQueue } from './queue-normaliser.js';

const PARK_CLOCK = fixedOffsetClock(-5 * HOUR_MS);

/** The non-null fields of the row, and what was noted. */
function normalise(queueType: QueueType, fields: Record<string, unknown>, clock: LocalClock | null = PARK_CLOCK) {
  const notes: string[] = [];
  const row = normaliseQueue({
    queueType,
    path: 'queue',
    fields,
    context: {
      note: (reason, field) => notes.push(`${reason} ${field}`),
      noteLocalTime: (field) => notes.push(`local time ${field}`),
      localClock: () => clock,
      decodeText: (text) => text,
    },
  });
  const reported = row && Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
  return { row: reported, notes };
}

describe('a queue with a wait', () => {
  it.each(['SINGLE_RIDER', 'PAID_STANDBY'] as const)('%s keeps its wait', (queueType) => {
    expect(normalise(queueType, { waitTime: 20 })).toEqual({ row: { queueType, waitMinutes: 20 }, notes: [] });
    expect(normalise(queueType, { waitTime: ' 20 ' }).row).toEqual({ queueType, waitMinutes: 20 });
    expect(normalise(queueType, { waitTime: 0 }).row).toEqual({ queueType, waitMinutes: 0 });
  });

  it.each([[{}], [{ waitTime: null }], [{ waitTime: '' }], [{ waitTime: -1 }], [{ waitTime: '-1' }]])(
    '%j is empty: no row, no issue',
    (fields) => {
      expect(normalise('SINGLE_RIDER', fields)).toEqual({ row: null, notes: [] });
    },
  );

  it.each([-5, 4.5, 'abc', 1441, true, [], {}, 1e400])('%p as a wait is dropped and noted', (waitTime) => {
    const notes = ['INVALID_QUEUE_FIELD queue.waitTime'];
    expect(normalise('SINGLE_RIDER', { waitTime })).toEqual({ row: null, notes });
  });

  it('a wait above five hours is kept and noted', () => {
    expect(normalise('SINGLE_RIDER', { waitTime: 301 })).toEqual({
      row: { queueType: 'SINGLE_RIDER', waitMinutes: 301 },
      notes: ['SUSPICIOUS_WAIT_TIME queue.waitTime'],
    });
  });

  it('STANDBY has a row only if it contains more than a wait', () => {
    expect(normalise('STANDBY', { waitTime: 45 }).row).toBeNull();
    expect(normalise('STANDBY', { waitTime: 45, state: null }).row).toBeNull();
    expect(normalise('STANDBY', { waitTime: 45, state: 'AVAILABLE' }).row).toEqual({
      queueType: 'STANDBY',
      waitMinutes: 45,
      state: 'AVAILABLE',
    });
  });
});

describe('a return time', () => {
  it('has its state, and its window in UTC', () => {
    const fields = { state: 'AVAILABLE', returnStart: '2024-12-24T19:10:00-05:00', returnEnd: '2024-12-25T00:25:00Z' };
    expect(normalise('RETURN_TIME', fields)).toEqual({
      row: {
        queueType: 'RETURN_TIME',
        state: 'AVAILABLE',
        returnStartMs: Date.UTC(2024, 11, 25, 0, 10),
        returnEndMs: Date.UTC(2024, 11, 25, 0, 25),
      },
      notes: [],
    });
  });

  it.each([
    ['available', 'AVAILABLE'],
    [' Temp_Full ', 'TEMP_FULL'],
    ['FINISHED', 'FINISHED'],
  ])('state %p is %s', (state, expected) => {
    expect(normalise('RETURN_TIME', { state }).row).toEqual({ queueType: 'RETURN_TIME', state: expected });
  });

  it('a window without an offset is read as local time of the park, and noted', () => {
    expect(normalise('RETURN_TIME', { returnStart: '2024-12-24T19:10:00' })).toEqual({
      row: { queueType: 'RETURN_TIME', returnStartMs: Date.UTC(2024, 11, 25, 0, 10) },
      notes: ['local time queue.returnStart'],
    });
  });

  it("a window without an offset is dropped and noted if the park's zone is unknown", () => {
    const fields = { state: 'AVAILABLE', returnStart: '2024-12-24T19:10:00' };
    const { row, notes } = normalise('RETURN_TIME', fields, null);
    expect(row).toEqual({ queueType: 'RETURN_TIME', state: 'AVAILABLE' });
    expect(notes).toEqual(['INVALID_QUEUE_FIELD queue.returnStart']);
  });

  it('has only null fields once ended, as the API of 2026 sends it', () => {
    const ended = { state: null, returnStart: null, returnEnd: null, price: null };
    expect(normalise('PAID_RETURN_TIME', ended)).toEqual({ row: null, notes: [] });
  });

  it.each(['19:10', 1735085400, true, {}, '2024-02-30T00:00:00Z', '0001-01-01T00:00:00Z', '9999-12-31T23:59:59-01:00'])(
    '%p as a time is dropped and noted',
    (returnEnd) => {
      const notes = ['INVALID_QUEUE_FIELD queue.returnEnd'];
      expect(normalise('RETURN_TIME', { returnEnd })).toEqual({ row: null, notes });
    },
  );

  it.each(['OPEN', 5, true, {}])('%p as a state is dropped and noted', (state) => {
    expect(normalise('RETURN_TIME', { state })).toEqual({ row: null, notes: ['INVALID_QUEUE_FIELD queue.state'] });
  });
});

describe('a price', () => {
  const price = (value: unknown) => normalise('PAID_RETURN_TIME', { price: value });

  it.each([
    [
      { amount: 1500, currency: 'USD', formatted: '$15.00' },
      { priceMinor: 1500, priceCurrency: 'USD' },
    ],
    [
      { amount: 0, currency: 'USD' },
      { priceMinor: 0, priceCurrency: 'USD' },
    ],
    [{ amount: null, currency: 'USD' }, { priceCurrency: 'USD' }],
    [
      { amount: '1500', currency: ' usd ' },
      { priceMinor: 1500, priceCurrency: 'USD' },
    ],
    [{ amount: 2000, currency: null }, { priceMinor: 2000 }],
  ])('%j: unknown is null and free is 0', (value, expected) => {
    expect(price(value)).toEqual({ row: { queueType: 'PAID_RETURN_TIME', ...expected }, notes: [] });
  });

  it.each([
    [{ amount: 0, currency: 'JPY', formatted: 'Unknown' }, { priceCurrency: 'JPY' }],
    [{ amount: null, currency: 'JPY', formatted: null }, { priceCurrency: 'JPY' }],
    [
      { amount: 0, currency: 'JPY', formatted: '¥0' },
      { priceMinor: 0, priceCurrency: 'JPY' },
    ],
  ])('%j: the text determines whether 0 is free or unknown', (value, expected) => {
    expect(price(value)).toEqual({ row: { queueType: 'PAID_RETURN_TIME', ...expected }, notes: [] });
  });

  it.each([null, {}, { amount: null, currency: null }, ''])('%j is empty', (value) => {
    expect(price(value)).toEqual({ row: null, notes: [] });
  });

  it.each([-1, 15.5, '$15', 2 ** 31, true, {}])('amount %p is dropped and noted, never read as 0', (amount) => {
    expect(price({ amount, currency: 'USD' })).toEqual({
      row: { queueType: 'PAID_RETURN_TIME', priceCurrency: 'USD' },
      notes: ['INVALID_QUEUE_FIELD queue.price.amount'],
    });
  });

  it.each(['$', 'DOLLARS', 840, {}])('currency %p is dropped and noted', (currency) => {
    expect(price({ amount: 1500, currency })).toEqual({
      row: { queueType: 'PAID_RETURN_TIME', priceMinor: 1500 },
      notes: ['INVALID_QUEUE_FIELD queue.price.currency'],
    });
  });

  it.each([1500, '$15.00', []])('%p is no price', (value) => {
    expect(price(value)).toEqual({ row: null, notes: ['INVALID_QUEUE_FIELD queue.price'] });
  });
});

describe('a boarding group', () => {
  const groups = (fields: Record<string, unknown>) => normalise('BOARDING_GROUP', fields);

  it('is read by the names of the live API', () => {
    const fields = {
      allocationStatus: 'AVAILABLE',
      currentGroupStart: 45,
      currentGroupEnd: 60,
      nextAllocationTime: '2024-12-25T13:00:00-05:00',
      estimatedWait: 90,
    };
    expect(groups(fields)).toEqual({
      row: {
        queueType: 'BOARDING_GROUP',
        boardingGroupStatus: 'AVAILABLE',
        groupStart: 45,
        groupEnd: 60,
        nextAllocationAtMs: Date.UTC(2024, 11, 25, 18),
        estimatedWaitMinutes: 90,
      },
      notes: [],
    });
  });

  it.each([
    [45, 45, 45],
    ['45', 45, 45],
    ['45-60', 45, 60],
    ['45 – 60', 45, 60],
    [{ start: 45, end: 60 }, 45, 60],
    [{ start: '45', end: null }, 45, undefined],
    [{ currentGroupStart: 45, currentGroupEnd: 60 }, 45, 60],
  ])('is read by the names of the archive: currentGroup %j', (currentGroup, groupStart, groupEnd) => {
    const { row, notes } = groups({ state: 'paused', currentGroup });
    const expected = { queueType: 'BOARDING_GROUP', boardingGroupStatus: 'PAUSED', groupStart, groupEnd };
    expect(row).toEqual(groupEnd === undefined ? { ...expected, groupEnd: undefined } : expected);
    expect(notes).toEqual([]);
  });

  it('explicit ends take precedence over currentGroup', () => {
    expect(groups({ currentGroupStart: 1, currentGroupEnd: 2, currentGroup: 9 }).row).toMatchObject({
      groupStart: 1,
      groupEnd: 2,
    });
  });

  it.each([
    [{ currentGroup: 'soon' }, 'currentGroup'],
    [{ currentGroup: [1, 2] }, 'currentGroup'],
    [{ currentGroup: 4.5 }, 'currentGroup'],
    [{ currentGroupStart: 99_999 }, 'currentGroupStart'],
    [{ state: 'FINISHED' }, 'state'],
    [{ allocationStatus: 1 }, 'allocationStatus'],
    [{ estimatedWait: 'long' }, 'estimatedWait'],
    [{ nextAllocationTime: '13:00' }, 'nextAllocationTime'],
  ])('%j is dropped and noted once', (fields, field) => {
    expect(groups(fields)).toEqual({ row: null, notes: [`INVALID_QUEUE_FIELD queue.${field}`] });
  });

  it('a waiting time of -1 is not posted', () => {
    expect(groups({ estimatedWait: -1, currentGroupStart: null })).toEqual({ row: null, notes: [] });
  });
});
