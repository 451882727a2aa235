/** A place on earth, in degrees. */
export interface Position {
  /** North, from -90 to 90. */
  latitude: number;
  /** East, from -180 to 180. */
  longitude: number;
}

export const isOnEarth = ({ latitude, longitude }: Position): boolean =>
  Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
