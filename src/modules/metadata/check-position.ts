import { distanceMeters, isOnEarth, type Position } from '../../common/geo.js';
import { isJsonObject, isWithoutValue } from '../../common/reading/field-readers.js';
import { MAX_DISTANCE_FROM_PARK_METERS } from '../catalog/sync/check-park-position.js';

export const POSITION_PROBLEMS = [
  'POSITION_UNREADABLE',
  'POSITION_OUT_OF_RANGE',
  'POSITION_AT_ZERO',
  'POSITION_SWAPPED',
  'POSITION_FAR_FROM_PARK',
] as const;
export type PositionProblem = (typeof POSITION_PROBLEMS)[number];

/** `NO_VALUE`: no location, or one with null coordinates. */
export type CheckedPosition =
  | { kind: 'ACCEPTED'; position: Position }
  | { kind: 'NO_VALUE' }
  | { kind: 'REFUSED'; problem: PositionProblem; description: string };

/**
 * Checks whether a ride can be at a position. Swapped coordinates are often valid coordinates; they are detected because
 * they are near the park once they are swapped back. They are refused, not corrected.
 * @param location the unvalidated value from the source
 * @param park null: the position of the park is unknown, so no distance is checked
 */
export function checkPosition(location: unknown, park: Position | null): CheckedPosition {
  if (isWithoutValue(location)) return { kind: 'NO_VALUE' };
  if (!isJsonObject(location)) return refused('POSITION_UNREADABLE', 'it is not an object');
  const { latitude, longitude } = location;
  if (isWithoutValue(latitude) && isWithoutValue(longitude)) return { kind: 'NO_VALUE' };
  if (!isNumber(latitude) || !isNumber(longitude)) {
    return refused('POSITION_UNREADABLE', 'latitude and longitude are not both numbers');
  }
  const position = { latitude, longitude };
  const reported = `latitude ${latitude}, longitude ${longitude}`;
  if (latitude === 0 && longitude === 0) return refused('POSITION_AT_ZERO', reported);
  if (isSwapped(position, park)) return refused('POSITION_SWAPPED', `${reported}: swapped, they are near the park`);
  if (!isOnEarth(position)) return refused('POSITION_OUT_OF_RANGE', reported);
  const metres = park === null ? 0 : distanceMeters(park, position);
  if (metres > MAX_DISTANCE_FROM_PARK_METERS) {
    return refused('POSITION_FAR_FROM_PARK', `${reported}: ${Math.round(metres / 1000)} km from its park`);
  }
  return { kind: 'ACCEPTED', position: { latitude, longitude: eastward(longitude) } };
}

/** The antimeridian is always stored as 180, because MySQL refuses -180. */
export const eastward = (longitude: number): number => (longitude === -180 ? 180 : longitude);

function isSwapped({ latitude, longitude }: Position, park: Position | null): boolean {
  if (park === null) return false;
  const swapped = { latitude: longitude, longitude: latitude };
  return isOnEarth(swapped) && isNear(swapped, park) && !isNear({ latitude, longitude }, park);
}

const isNear = (position: Position, park: Position): boolean =>
  isOnEarth(position) && distanceMeters(position, park) <= MAX_DISTANCE_FROM_PARK_METERS;

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

function refused(problem: PositionProblem, description: string): CheckedPosition {
  return { kind: 'REFUSED', problem, description };
}
