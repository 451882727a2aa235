import { SeededRandom } from '../archive-generator/seeded-random.js';
import type { GeoPoint, SimEntity } from './sim-world.js';

/** Where the invented resorts lie, in the order of the generator's list, inside their time zones. */
const CENTRES: readonly GeoPoint[] = [
  { latitude: 28.38, longitude: -81.55 },
  { latitude: 48.87, longitude: 2.78 },
  { latitude: 35.63, longitude: 139.88 },
  { latitude: 33.81, longitude: -117.92 },
  { latitude: -34.93, longitude: 138.6 },
  { latitude: 51.58, longitude: -0.34 },
];
const PARK_SPACING_DEGREES = 0.02;
/** Half the side of a park: about 500 metres. */
const PARK_REACH_DEGREES = 0.005;

/** Gives every entity of one destination its place: parks apart from one another, rides inside their park. */
export class DestinationMap {
  private readonly centre: GeoPoint;
  private readonly parks = new Map<string, GeoPoint>();

  constructor(index: number) {
    const centre = CENTRES[index % CENTRES.length]!;
    const round = Math.floor(index / CENTRES.length);
    this.centre = { latitude: centre.latitude + (round % 40) * 0.1, longitude: centre.longitude };
  }

  /** Null: the API has no coordinates of it. */
  place({
    id,
    entityType,
    parkId,
    seedWord,
  }: Pick<SimEntity, 'id' | 'entityType' | 'parkId' | 'seedWord'>): GeoPoint | null {
    const random = SeededRandom.fromWords(seedWord, 0x9e0);
    if (entityType === 'DESTINATION') return this.centre;
    if (entityType === 'PARK') return this.placePark(id);
    if (entityType === 'SHOW' && random.chance(0.15)) return null;
    const around = parkId === null ? this.centre : (this.parks.get(parkId) ?? this.centre);
    return {
      latitude: rounded(around.latitude + PARK_REACH_DEGREES * (random.next() * 2 - 1)),
      longitude: rounded(around.longitude + PARK_REACH_DEGREES * (random.next() * 2 - 1)),
    };
  }

  private placePark(id: string): GeoPoint {
    const { latitude, longitude } = this.centre;
    const point = { latitude: rounded(latitude + this.parks.size * PARK_SPACING_DEGREES), longitude };
    this.parks.set(id, point);
    return point;
  }
}

function rounded(degrees: number): number {
  return Math.round(degrees * 1e10) / 1e10;
}
