import fc from 'fast-check';
import { archiveEvent, parseEvents } from '../support/archive-event.js';
import { jsonGarbage, withValueAt } from '../support/json-garbage.js';
import { liveEntry, parseEntries } from '../support/live-response.js';
import { contentOfArchive, contentOfLive, without } from './observed-content.js';

const RUNS = { numRuns: 60, seed: 20_260_815 };

const QUEUE = {
  STANDBY: { waitTime: 30, state: 'AVAILABLE' },
  SINGLE_RIDER: { waitTime: 10 },
  RETURN_TIME: {
    state: 'AVAILABLE',
    returnStart: '2024-12-25T14:00:00-05:00',
    returnEnd: '2024-12-25T15:00:00-05:00',
  },
  PAID_RETURN_TIME: { state: 'FINISHED', price: { amount: 2100, currency: 'USD', formatted: '$21.00' } },
  BOARDING_GROUP: {
    allocationStatus: 'PAUSED',
    currentGroupStart: 45,
    currentGroupEnd: 60,
    nextAllocationTime: '2024-12-25T13:00:00-05:00',
    estimatedWait: 90,
  },
};
const SHOWTIMES = [{ startTime: '2024-12-25T11:00:00-05:00', endTime: null, type: 'Performance Time' }];

/** A field of the state, and the outputs that are made of it. */
const STATE_FIELDS: Readonly<Record<string, RegExp>> = {
  status: /^status$/,
  queue: /^waitMinutes$|^[A-Z_]+\.[a-z]/,
  'queue.STANDBY': /^waitMinutes$|^STANDBY\./,
  'queue.STANDBY.waitTime': /^waitMinutes$|^STANDBY\.waitMinutes$/,
  'queue.SINGLE_RIDER': /^SINGLE_RIDER\./,
  'queue.SINGLE_RIDER.waitTime': /^SINGLE_RIDER\.waitMinutes$/,
  'queue.RETURN_TIME.state': /^RETURN_TIME\.state$/,
  'queue.RETURN_TIME.returnStart': /^RETURN_TIME\.returnStartMs$/,
  'queue.RETURN_TIME.returnEnd': /^RETURN_TIME\.returnEndMs$/,
  'queue.PAID_RETURN_TIME.price': /^PAID_RETURN_TIME\.price/,
  'queue.PAID_RETURN_TIME.price.amount': /^PAID_RETURN_TIME\.priceMinor$/,
  'queue.PAID_RETURN_TIME.price.currency': /^PAID_RETURN_TIME\.priceCurrency$/,
  'queue.PAID_RETURN_TIME.price.formatted': /^$/,
  'queue.BOARDING_GROUP.allocationStatus': /^BOARDING_GROUP\.boardingGroupStatus$/,
  'queue.BOARDING_GROUP.currentGroupStart': /^BOARDING_GROUP\.groupStart$/,
  'queue.BOARDING_GROUP.nextAllocationTime': /^BOARDING_GROUP\.nextAllocationAtMs$/,
  'queue.BOARDING_GROUP.estimatedWait': /^BOARDING_GROUP\.estimatedWaitMinutes$/,
};

/** Where null, missing, blank and -1 mean that nothing is posted; anything else that gives null must be noted. */
const isWithoutValue = (value: unknown): boolean =>
  value === null || value === -1 || (typeof value === 'string' && /^\s*(-1)?\s*$/.test(value));

describe('garbage in one field of a live entity', () => {
  const sound = liveEntry({
    queue: QUEUE,
    showtimes: SHOWTIMES,
    operatingHours: SHOWTIMES,
    forecast: [{ waitTime: 5 }],
    diningAvailability: [{ partySize: 2 }],
  });
  const expected = contentOfLive(parseEntries(sound).observations[0]!);
  const fields: Readonly<Record<string, RegExp>> = {
    name: /^entity\.name$/,
    entityType: /^entity\.entityType$/,
    parkId: /^entity\.parkId$/,
    externalId: /^entity\.externalId$/,
    lastUpdated: /^lastUpdatedMs$/,
    showtimes: /^SHOWTIMES$/,
    operatingHours: /^OPERATING_HOURS$/,
    diningAvailability: /^DINING_AVAILABILITY$/,
    forecast: /^FORECAST$/,
    ...STATE_FIELDS,
  };

  it.each(Object.entries(fields))('%s leaves every other field as it is', (path, outputs) => {
    fc.assert(
      fc.property(jsonGarbage, (garbage) => {
        const response = parseEntries(withValueAt(sound, path, garbage));
        expect(response).toMatchObject({ read: 1, rejected: 0 });
        expect(without(contentOfLive(response.observations[0]!), outputs)).toEqual(without(expected, outputs));
      }),
      RUNS,
    );
  });

  it.each(['status', 'lastUpdated', 'queue.STANDBY.waitTime', 'queue.RETURN_TIME.returnStart', 'parkId'])(
    '%s becomes null only with a note, unless it is empty',
    (path) => {
      const output = { lastUpdated: 'lastUpdatedMs', status: 'status', parkId: 'entity.parkId' }[path];
      fc.assert(
        fc.property(jsonGarbage, (garbage) => {
          const { observations, issues } = parseEntries(withValueAt(sound, path, garbage));
          const content = contentOfLive(observations[0]!);
          const value = content[output ?? (path.includes('waitTime') ? 'waitMinutes' : 'RETURN_TIME.returnStartMs')];
          expect(value !== null || isWithoutValue(garbage) || issues.some(({ field }) => field === path)).toBe(true);
        }),
        RUNS,
      );
    },
  );
});

describe('garbage in one field of an archive event', () => {
  const sound = archiveEvent({ data: { status: 'OPERATING', queue: QUEUE, showtimes: SHOWTIMES } });
  const expected = contentOfArchive(parseEvents([sound]));
  const ofData = Object.entries(STATE_FIELDS).map(([path, outputs]): [string, RegExp] => [`data.${path}`, outputs]);
  const fields: [string, RegExp][] = [
    ['name', /^entity\.name$/],
    ['internalId', /^$/],
    ['localTime', /^$/],
    ['timezone', /^entity\.timezone$/],
    ['parkId', /^entity\.parkId$/],
    ['parkSlug', /^entity\.parkSlug$/],
    ['data.showtimes', /^entity\.isShow$/],
    ['data', /^entity\.isShow$|^status$|^waitMinutes$|^[A-Z_]+\.[a-z]/],
    ...ofData,
  ];

  it.each(fields)('%s leaves every other field as it is', (path, outputs) => {
    fc.assert(
      fc.property(jsonGarbage, (garbage) => {
        const file = parseEvents([withValueAt(sound, path, garbage)]);
        expect(file).toMatchObject({ read: 1, rejected: 0 });
        expect(without(contentOfArchive(file), outputs)).toEqual(without(expected, outputs));
      }),
      RUNS,
    );
  });
});
