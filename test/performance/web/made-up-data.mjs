/** Responses of the API in the sizes that the bars name. They are made up, and the same in each run. */
export const DESTINATIONS = 100;
export const BOARD_RIDES = 200;
export const YEAR_OBSERVATIONS = 50_000;

const DAY_MS = 86_400_000;
const TIMEZONE = 'America/New_York';
const USE = {
  ...{ basis: 'PUBLISHED', contradiction: null, event: null },
  ...{ opensAt: iso(Date.now() - DAY_MS / 4), closesAt: iso(Date.now() + DAY_MS / 4) },
  ...{ opensAtLocal: null, closesAtLocal: null },
};

function iso(ms) {
  return new Date(ms).toISOString();
}

/** The same numbers in each run. */
const number = (seed, below) => Math.floor(Math.abs(Math.sin(seed * 12.9898) * 43_758.5453) % below);

export function destinations() {
  const data = Array.from({ length: DESTINATIONS }, (_, at) => ({
    ...{ destinationId: at + 1, themeparksWikiId: null, name: `Resort ${at + 1}`, slug: `resort${at + 1}`, parks: 2 },
    ...{ firstSeenAt: iso(0), lastSeenAt: iso(Date.now()) },
  }));
  return { data, page: { limit: 200, offset: 0, total: data.length } };
}

/** Two parks of each destination. */
export function statusSummary() {
  const parks = Array.from({ length: 2 * DESTINATIONS }, (_, at) => parkNow(at));
  const counts = {
    rides: 40,
    operating: 30,
    down: 2,
    closed: 6,
    refurbishment: 1,
    unrecognised: 0,
    unknown: 1,
    excluded: 0,
  };
  return { asOf: iso(Date.now()), total: counts, parks };
}

function parkNow(at) {
  const wait = 20 + number(at, 60);
  const longest = { rideId: at * 40 + 1, name: `The Grand Adventure ${at}`, waitMinutes: wait + 40 };
  const down = [1, 2].map((ride) => ({
    ...{ rideId: at * 40 + ride + 1, name: `Coaster ${ride} of Park ${at}` },
    ...{ since: iso(Date.now() - number(at + ride, 90) * 60_000), lastConfirmedAt: iso(Date.now()) },
  }));
  return {
    ...{ parkId: at + 1, destinationId: Math.floor(at / 2) + 1, name: `Park ${at + 1}`, timezone: TIMEZONE },
    ...{ rides: 40, operating: 30, down: 2, closed: 6, refurbishment: 1, unrecognised: 0, unknown: 1, excluded: 0 },
    ...{ waits: { rides: 28, averageMinutes: wait, longest, typicalWaitMinutes: wait - 5 }, downRides: down },
    ...{ newestObservedAt: iso(Date.now()), exclusion: null, isOpen: true, use: USE },
  };
}

const BEGIN_MS = Date.now();
const MINUTE_MS = 60_000;

/** `turn` counts the polls, a minute apart: each of them confirms all rides, and has other waits of five. */
export function parkLive(turn) {
  const confirmedAt = iso(BEGIN_MS + turn * MINUTE_MS);
  const rides = Array.from({ length: BOARD_RIDES }, (_, at) =>
    boardRide(at, at % 40 === turn % 40 ? turn : 0, confirmedAt),
  );
  return {
    ...{ parkId: 1, name: 'Park 1', timezone: TIMEZONE, asOf: iso(Date.now()), newestObservedAt: iso(Date.now()) },
    ...{ isOpen: true, use: USE, rides },
  };
}

function boardRide(at, turn, confirmedAt) {
  // Waits within five minutes of each other keep their order, as most do within a minute.
  const waitMinutes = 200 - at + (turn % 2);
  const queue = { state: null, returnStart: null, returnEnd: null, priceMinor: null, priceCurrency: null };
  const group = { boardingGroupStatus: null, groupStart: null, groupEnd: null, nextAllocationAt: null };
  const queues = ['STANDBY', 'SINGLE_RIDER'].map((queueType) => ({
    ...{ queueType, waitMinutes, estimatedWaitMinutes: null, ...queue, ...group },
  }));
  const current = {
    ...{ status: 'OPERATING', waitMinutes, recordedAt: iso(0), lastConfirmedAt: confirmedAt },
    ...{ isCurrent: true, exclusion: null, lastUpdatedAt: iso(Date.now()), dataSource: 'LIVE', queues },
  };
  return { rideId: at + 1, name: `Ride ${at + 1}`, entityType: 'ATTRACTION', current };
}

export function ride() {
  return {
    ...{ rideId: 1, parkId: 1, themeparksWikiId: null, name: 'Ride 1', entityType: 'ATTRACTION', isActive: true },
    ...{ firstSeenAt: iso(0), lastSeenAt: iso(Date.now()), current: null, requestedRideId: 1, canonicalRideId: 1 },
    ...{ park: { parkId: 1, destinationId: 1, name: 'Park 1', timezone: TIMEZONE } },
    ...{ names: [], uuids: [], decision: null, metadata: null },
  };
}

/** A page of a year with an observation about every ten minutes, that ends at `endMs`. */
export function observations(query, endMs) {
  const stepMs = (365 * DAY_MS) / YEAR_OBSERVATIONS;
  const firstMs = endMs - 365 * DAY_MS;
  const [fromMs, toMs] = [Date.parse(query.get('from')), Date.parse(query.get('to'))];
  const first = Number(query.get('cursor') ?? Math.max(0, Math.ceil((fromMs - firstMs) / stepMs)));
  const end = Math.min(YEAR_OBSERVATIONS, Math.ceil((toMs - firstMs) / stepMs), first + Number(query.get('limit')));
  const data = Array.from({ length: Math.max(0, end - first) }, (_, at) => observation(first + at, firstMs, stepMs));
  const isLast = end >= YEAR_OBSERVATIONS || firstMs + end * stepMs >= toMs;
  return {
    ...{ requestedRideId: 1, canonicalRideId: 1, interval: 'raw', from: iso(fromMs), to: iso(toMs), isFinal: false },
    ...{
      stateAtFrom: null,
      data,
      page: { limit: Number(query.get('limit')), nextCursor: isLast ? null : String(end) },
    },
  };
}

function observation(at, firstMs, stepMs) {
  const ms = firstMs + at * stepMs;
  const hour = new Date(ms).getUTCHours();
  const isClosed = hour < 12;
  const status = isClosed ? 'CLOSED' : at % 97 === 0 ? 'DOWN' : 'OPERATING';
  const waitMinutes = status === 'OPERATING' ? 5 * (1 + number(at, 4) + (hour % 12)) : null;
  const [recordedAt, lastConfirmedAt] = [iso(ms), iso(ms + stepMs - 60_000)];
  return {
    ...{ recordedAt, lastConfirmedAt, validUntil: iso(ms + stepMs), dataSource: 'LIVE', rideId: 1 },
    ...{ status, waitMinutes, lastUpdatedAt: null, exclusion: null },
  };
}
