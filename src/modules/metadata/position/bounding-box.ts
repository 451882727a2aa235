import type { Position } from '../metadata.js';
import { POLAR_RADIUS_METERS, radians } from '../../../common/geo/great-circle.js';

export interface Range {
  from: number;
  to: number;
}

export interface BoundingBox {
  latitudes: Range;
  /** Two where the box crosses the antimeridian. */
  longitudes: Range[];
}

const ALL_LONGITUDES: Range = { from: -180, to: 180 };
/** What rounding may cost at the edge of the box, in degrees: a tenth of a millimetre. */
const SLACK_DEGREES = 1e-9;

const degrees = (angle: number): number => (angle * 180) / Math.PI;

/**
 * Holds every point within the distance, and more: the smallest radius of the earth makes the widest angle. A circle that
 * reaches a pole has points of every longitude.
 */
export function boundingBox({ latitude, longitude }: Position, radiusMeters: number): BoundingBox {
  const angle = radiusMeters / POLAR_RADIUS_METERS;
  const reach = degrees(angle) + SLACK_DEGREES;
  const latitudes = { from: Math.max(-90, latitude - reach), to: Math.min(90, latitude + reach) };
  const reachesPole = Math.abs(latitude) + reach >= 90;
  if (reachesPole) return { latitudes, longitudes: [ALL_LONGITUDES] };
  const width = degrees(Math.asin(Math.sin(angle) / Math.cos(radians(latitude)))) + SLACK_DEGREES;
  return { latitudes, longitudes: wrapped(longitude - width, longitude + width) };
}

function wrapped(from: number, to: number): Range[] {
  if (from < -180)
    return [
      { from: from + 360, to: 180 },
      { from: -180, to },
    ];
  if (to > 180)
    return [
      { from, to: 180 },
      { from: -180, to: to - 360 },
    ];
  return [{ from, to }];
}
