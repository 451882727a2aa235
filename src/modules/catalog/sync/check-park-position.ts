import { distanceMeters, isOnEarth, type Position } from '../../../common/geo.js';

/** No ride is farther from its park. */
export const MAX_DISTANCE_FROM_PARK_METERS = 50_000;
/** One ride far from its park may itself be misplaced. */
const MIN_RIDES = 2;
/** Share of the rides that must agree with each other before they override the position of the park. */
const MIN_SHARE_OF_RIDES = 0.8;

export type ParkPositionProblem = 'AT_ZERO' | 'OUT_OF_RANGE' | 'SWAPPED' | 'FAR_FROM_RIDES';

export interface RefusedParkPosition {
  problem: ParkPositionProblem;
  description: string;
}

/**
 * The problem with the reported position of a park; null: none. If the rides agree with each other, they are trusted rather
 * than a park far from all of them: otherwise one wrong position of the park would invalidate every ride.
 * @param rides unvalidated positions of the park's rides
 */
export function findParkPositionProblem(park: Position, rides: readonly Position[]): RefusedParkPosition | null {
  const { latitude, longitude } = park;
  const reported = `latitude ${latitude}, longitude ${longitude}`;
  if (latitude === 0 && longitude === 0) return { problem: 'AT_ZERO', description: reported };
  const centre = centreOfRides(rides);
  const swapped = { latitude: longitude, longitude: latitude };
  const isNear = (position: Position) =>
    centre !== null && isOnEarth(position) && distanceMeters(position, centre) <= MAX_DISTANCE_FROM_PARK_METERS;
  if (!isNear(park) && isNear(swapped)) {
    return { problem: 'SWAPPED', description: `${reported}: swapped, they are near its rides` };
  }
  if (!isOnEarth(park)) return { problem: 'OUT_OF_RANGE', description: reported };
  if (centre === null || isNear(park)) return null;
  const kilometres = Math.round(distanceMeters(park, centre) / 1000);
  return { problem: 'FAR_FROM_RIDES', description: `${reported}: ${kilometres} km from its rides` };
}

/** The median position of the rides if nearly all are near it; null: they do not agree. */
function centreOfRides(rides: readonly Position[]): Position | null {
  const placed = rides.filter((ride) => isOnEarth(ride) && (ride.latitude !== 0 || ride.longitude !== 0));
  if (placed.length < MIN_RIDES) return null;
  const centre = { latitude: medianOf(placed, 'latitude'), longitude: medianOf(placed, 'longitude') };
  const around = placed.filter((ride) => distanceMeters(ride, centre) <= MAX_DISTANCE_FROM_PARK_METERS);
  return around.length >= Math.max(MIN_RIDES, placed.length * MIN_SHARE_OF_RIDES) ? centre : null;
}

function medianOf(rides: readonly Position[], axis: keyof Position): number {
  const sorted = rides.map((ride) => ride[axis]).sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)]!;
}
