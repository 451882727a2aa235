import type { DataSource } from 'typeorm';
import { chunksOf } from '../../src/common/collections.js';
import type { Position } from '../../src/modules/metadata/metadata.js';
import { distanceMeters } from '../../src/common/geo.js';
import { SeededRandom } from './seeded-random.js';

export interface PlacedRide extends Position {
  rideId: number;
}

const PER_STATEMENT = 1_000;
const STEPS = 1_000_000_000;

/** Rides of a park at positions all over the earth, half of them close to a few places. */
export async function scatterRides(dataSource: DataSource, parkId: number, count: number): Promise<PlacedRide[]> {
  const random = new SeededRandom(7);
  const between = (from: number, to: number) => from + ((to - from) * random.below(STEPS)) / STEPS;
  const crowds: Position[] = [
    { latitude: 28.4, longitude: -81.5 },
    { latitude: 0.1, longitude: 179.99 },
    { latitude: 89.97, longitude: 10 },
    { latitude: -89.97, longitude: -120 },
  ];
  const places = Array.from({ length: count }, (_, index): Position => {
    if (index % 2 === 0) return { latitude: between(-90, 90), longitude: 180 - between(0, 360) };
    const { latitude, longitude } = crowds[(index >> 1) % crowds.length]!;
    const east = longitude + between(-0.3, 0.3);
    return {
      latitude: Math.max(-90, Math.min(90, latitude + between(-0.3, 0.3))),
      longitude: east > 180 ? east - 360 : east,
    };
  });
  const [last] = await dataSource.query<{ id: number }[]>('SELECT COALESCE(MAX(ride_id), 0) AS id FROM rides');
  const rides = places.map((place, index) => ({ rideId: Number(last!.id) + index + 1, ...place }));
  for (const chunk of chunksOf(rides, PER_STATEMENT)) await insert(dataSource, parkId, chunk);
  return rides;
}

/** The expected response of the endpoint, computed from all rides. */
export function nearestOf(rides: readonly PlacedRide[], centre: Position, radiusMeters: number) {
  return rides
    .map((ride) => ({ rideId: ride.rideId, distanceMeters: distanceMeters(centre, ride) }))
    .filter((ride) => ride.distanceMeters <= radiusMeters)
    .sort((one, other) => one.distanceMeters - other.distanceMeters || one.rideId - other.rideId);
}

async function insert(dataSource: DataSource, parkId: number, rides: readonly PlacedRide[]): Promise<void> {
  const values = (row: string) => rides.map(() => row).join(',');
  await dataSource.query(
    `INSERT INTO rides (ride_id, park_id, name, normalized_name, entity_type)
     VALUES ${values(`(?, ?, 'Scattered', 'scattered', 'ATTRACTION')`)}`,
    rides.flatMap(({ rideId }) => [rideId, parkId]),
  );
  await dataSource.query(
    `INSERT INTO entity_metadata (ride_id, latitude, longitude) VALUES ${values('(?, ?, ?)')}`,
    rides.flatMap(({ rideId, latitude, longitude }) => [rideId, latitude, longitude]),
  );
}
