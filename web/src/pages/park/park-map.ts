import type { Schemas } from '../../api/client.js';

type Place = Pick<Schemas['NearbyRideView'], 'rideId' | 'latitude' | 'longitude'>;

export interface Spot<P> {
  place: P;
  /** 0 to 1, from the west. */
  x: number;
  /** 0 to 1, from the north. */
  y: number;
}

export interface ParkMap<P> {
  spots: Spot<P>[];
  /** Width by height of the area. */
  ratio: number;
  widthMeters: number;
}

const METERS_PER_DEGREE = 111_320;
const MIN_RATIO = 1.2;
const MAX_RATIO = 2.4;

/** Positions on a plane; within a park, a degree of longitude is a constant share of one of latitude. */
export function mapOf<P extends Place>(places: readonly P[]): ParkMap<P> | null {
  if (places.length === 0) return null;
  const middle = (places.reduce((sum, { latitude }) => sum + latitude, 0) / places.length) * (Math.PI / 180);
  const points = places.map((place) => ({
    place,
    east: place.longitude * Math.cos(middle) * METERS_PER_DEGREE,
    north: place.latitude * METERS_PER_DEGREE,
  }));
  const [west, east] = boundsOf(points.map((point) => point.east));
  const [south, north] = boundsOf(points.map((point) => point.north));
  const height = north - south;
  const ratio = Math.min(MAX_RATIO, Math.max(MIN_RATIO, (east - west) / height));
  // One scale for both directions: the narrower one has a margin.
  const scale = Math.max(east - west, height * ratio);
  const [eastMiddle, northMiddle] = [(east + west) / 2, (north + south) / 2];
  return {
    spots: points.map((point) => ({
      place: point.place,
      x: 0.5 + (point.east - eastMiddle) / scale,
      y: 0.5 - ((point.north - northMiddle) / scale) * ratio,
    })),
    ratio,
    widthMeters: scale,
  };
}

const MARGIN_METERS = 40;

function boundsOf(values: readonly number[]): [low: number, high: number] {
  return [Math.min(...values) - MARGIN_METERS, Math.max(...values) + MARGIN_METERS];
}
