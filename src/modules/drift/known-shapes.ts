import { ENTITY_TYPES } from '../catalog/entity-types.js';
import { SCHEDULE_TYPES } from '../catalog/schedule/schedule-entry.js';
import { ATTRACTION_TYPES } from '../metadata/metadata.js';
import { BOARDING_GROUP_STATUSES, type QueueType, RETURN_STATES, RIDE_STATUSES } from '../snapshots/observations.js';

/**
 * The known keys of an object: `true` for any value, a list for the known words of a field, and an object for the keys of a
 * nested object or of every element of a list.
 */
export interface KnownShape {
  readonly [key: string]: true | readonly string[] | KnownShape;
}

/** Calls whose responses are compared with a known shape. */
export const ENDPOINTS = [
  'DESTINATIONS',
  'CHILDREN',
  'ENTITY',
  'LIVE',
  'SCHEDULE',
  'HISTORY',
  'HISTORY_DAILY',
  'HISTORY_COVERAGE',
] as const;
export type Endpoint = (typeof ENDPOINTS)[number];

const HEAD = { id: true, name: true, entityType: ENTITY_TYPES, timezone: true } as const;
const PLACE = { longitude: true, latitude: true, pointsOfInterest: true } as const;
const WAIT = { waitTime: true } as const;
const PRICE = { amount: true, currency: true, formatted: true } as const;
const RETURN = { state: RETURN_STATES, returnStart: true, returnEnd: true } as const;
const HOURS = { type: true, startTime: true, endTime: true } as const;
/** The fields of each queue type of a live response. */
const QUEUES: Readonly<Record<QueueType, KnownShape>> = {
  STANDBY: WAIT,
  SINGLE_RIDER: WAIT,
  PAID_STANDBY: WAIT,
  RETURN_TIME: RETURN,
  PAID_RETURN_TIME: { ...RETURN, price: PRICE },
  BOARDING_GROUP: {
    allocationStatus: BOARDING_GROUP_STATUSES,
    currentGroupStart: true,
    currentGroupEnd: true,
    nextAllocationTime: true,
    estimatedWait: true,
  },
};

/**
 * The known keys and words of each response. Add a key or word here once the program reads it, or is known not to need it:
 * the finding about it then closes. The shapes of the History API are those of its readers in `history-api/response`.
 */
export const KNOWN_SHAPES: Readonly<Partial<Record<Endpoint, KnownShape>>> = {
  DESTINATIONS: {
    destinations: { id: true, name: true, slug: true, externalId: true, parks: { id: true, name: true } },
  },
  CHILDREN: {
    ...HEAD,
    children: {
      id: true,
      name: true,
      entityType: ENTITY_TYPES,
      slug: true,
      parentId: true,
      externalId: true,
      location: PLACE,
    },
  },
  ENTITY: {
    ...HEAD,
    slug: true,
    location: PLACE,
    parentId: true,
    destinationId: true,
    externalId: true,
    tags: { tag: true, tagName: true, id: true, value: true },
    parkId: true,
    attractionType: ATTRACTION_TYPES,
    minimumHeight: true,
    minimumHeightUnaccompanied: true,
    maximumHeight: true,
    mayGetWet: true,
  },
  LIVE: {
    ...HEAD,
    liveData: {
      id: true,
      name: true,
      entityType: ENTITY_TYPES,
      parkId: true,
      externalId: true,
      lastUpdated: true,
      status: RIDE_STATUSES,
      queue: QUEUES,
      showtimes: HOURS,
      operatingHours: HOURS,
      forecast: { time: true, waitTime: true, percentage: true },
      diningAvailability: { partySize: true, waitTime: true },
    },
  },
  SCHEDULE: {
    ...HEAD,
    schedule: {
      date: true,
      type: SCHEDULE_TYPES,
      openingTime: true,
      closingTime: true,
      description: true,
      purchases: {
        id: true,
        name: true,
        type: ['ADMISSION', 'PACKAGE', 'ATTRACTION'],
        price: PRICE,
        available: true,
      },
    },
    parks: true,
  },
};
