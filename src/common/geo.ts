/** A place on earth, in degrees. */
export interface Position {
  /** North, from -90 to 90. */
  latitude: number;
  /** East, from -180 to 180. */
  longitude: number;
}

export const isOnEarth = ({ latitude, longitude }: Position): boolean =>
  Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;

/** WGS 84: the polar radius, and the square of the eccentricity. */
export const POLAR_RADIUS_METERS = 6_356_752.314;
const ECCENTRICITY_SQUARED = 0.006_694_379_990_14;

export const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/**
 * The radius of the sphere that fits the ellipsoid best between two latitudes: Gauss's radius at their middle. A single
 * radius for the whole earth is off by up to 0.56 % (north to south at the equator), this one by at most 0.34 %.
 */
function radiusBetween(latitude: number, otherLatitude: number): number {
  const sine = Math.sin(radians((latitude + otherLatitude) / 2));
  return POLAR_RADIUS_METERS / (1 - ECCENTRICITY_SQUARED * sine * sine);
}

/** Along the great circle, in metres. The same formula as {@link distanceSql}. */
export function distanceMeters(from: Position, to: Position): number {
  const fromLatitude = radians(from.latitude);
  const toLatitude = radians(to.latitude);
  const north = Math.sin((toLatitude - fromLatitude) / 2);
  const east = Math.sin(radians(to.longitude - from.longitude) / 2);
  const haversine = north * north + Math.cos(fromLatitude) * Math.cos(toLatitude) * east * east;
  return 2 * radiusBetween(from.latitude, to.latitude) * Math.asin(Math.min(1, Math.sqrt(haversine)));
}

/**
 * The distance in metres from a point to the position of a row. Parameters: {@link distanceParameters}. Longitude comes first
 * in a POINT without a spatial reference system, on MariaDB and MySQL alike.
 */
export function distanceSql(latitude: string, longitude: string): string {
  return (
    `ST_Distance_Sphere(POINT(?, ?), POINT(${longitude}, ${latitude}), ` +
    `${POLAR_RADIUS_METERS} / (1 - ${ECCENTRICITY_SQUARED} * POW(SIN(RADIANS((? + ${latitude}) / 2)), 2)))`
  );
}

export const distanceParameters = ({ latitude, longitude }: Position): [number, number, number] => [
  longitude,
  latitude,
  latitude,
];
