import type { HandMadeApi } from './hand-made-api.js';

/** A UUID that is easy to recognise in a failure message. */
export const uuidOf = (number: number | string): string =>
  `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

export interface SmallPark {
  id: number;
  name: string;
  slug?: string;
  location?: unknown;
  /** Not always a string, because feeds contain other values. */
  timezone?: unknown;
  /** False if only `/children` lists it. */
  isListed?: boolean;
}

export interface SmallRide {
  id: number;
  name: string;
  parkId: number;
  location?: unknown;
  entityType?: string;
  externalId?: string;
}

export interface SmallDestination {
  id: number;
  name: string;
  slug?: string;
  parks: SmallPark[];
  rides: SmallRide[];
}

const placed = (location: unknown) => (location === undefined ? {} : { location });

/** Lets the API return this catalogue from now on, with empty schedules. */
export function catalogueResponse(api: HandMadeApi, destinations: readonly SmallDestination[]): void {
  api.responses.set('/destinations', {
    destinations: destinations.map(({ id, name, slug = null, parks }) => ({
      id: uuidOf(id),
      name,
      slug,
      parks: parks
        .filter(({ isListed }) => isListed !== false)
        .map((park) => ({ id: uuidOf(park.id), name: park.name })),
    })),
  });
  for (const destination of destinations) respondWithDestination(api, destination);
}

function respondWithDestination(api: HandMadeApi, { id, name, parks, rides }: SmallDestination): void {
  const children = [
    ...parks.map((park) => ({ id: uuidOf(park.id), name: park.name, entityType: 'PARK', parentId: uuidOf(id) })),
    ...rides.map((ride) => ({
      id: uuidOf(ride.id),
      name: ride.name,
      entityType: ride.entityType ?? 'ATTRACTION',
      parentId: uuidOf(ride.parkId),
      externalId: ride.externalId,
      ...placed(ride.location),
    })),
  ];
  api.responses.set(`/entity/${uuidOf(id)}/children`, { id: uuidOf(id), name, entityType: 'DESTINATION', children });
  for (const park of parks) {
    const identity = { id: uuidOf(park.id), name: park.name, slug: park.slug ?? null, entityType: 'PARK' };
    const timezone = park.timezone ?? 'Europe/Paris';
    api.responses.set(`/entity/${uuidOf(park.id)}`, { ...identity, timezone, ...placed(park.location) });
    api.responses.set(`/entity/${uuidOf(park.id)}/schedule`, { ...identity, timezone, schedule: [] });
  }
}
