import type { DestinationPlan, ParkPlan, RidePlan } from '../archive-generator/world.js';
import type { ZoneClock } from '../archive-generator/zone-clock.js';
import type { LiveDays } from './live-days.js';

export type SimEntityType = 'DESTINATION' | 'PARK' | 'ATTRACTION' | 'SHOW' | 'RESTAURANT' | 'HOTEL';

export interface GeoPoint {
  latitude: number;
  longitude: number;
}

export interface HeightValue {
  height: number;
  unit: 'cm' | 'in';
}

export interface EntityTag {
  tag: string;
  tagName: string;
  id?: string;
  value?: HeightValue | GeoPoint;
}

/** What makes an entity's live data. */
export type EntityModel =
  | { kind: 'DESTINATION' }
  /** `STUCK`: says OPERATING day and night under a stamp years old, as real parks do. */
  | { kind: 'PARK'; park: ParkPlan; feed: 'HOURS' | 'STUCK' }
  | { kind: 'RIDE'; ride: RidePlan }
  /** `PLAIN`: OPERATING and nothing else; `STANDBY`: a wait; `DINING`: a wait for each size of party. */
  | { kind: 'RESTAURANT'; park: ParkPlan; feed: 'PLAIN' | 'STANDBY' | 'DINING' }
  | { kind: 'HOTEL'; hasLiveData: boolean };

export interface SimEntity {
  id: string;
  entityType: SimEntityType;
  /** Of a ride only the base; see {@link LiveDays} for the name of a day. */
  name: string;
  slug: string | null;
  externalId: string;
  parentId: string | null;
  parkId: string | null;
  destinationId: string;
  location: GeoPoint | null;
  tags: readonly EntityTag[];
  clock: ZoneClock;
  model: EntityModel;
  seedWord: number;
}

export interface SimDestination {
  id: string;
  plan: DestinationPlan;
  entity: SimEntity;
  parks: readonly SimEntity[];
  /** Everything below the destination, parks included, in the order of `/children`. */
  descendants: readonly SimEntity[];
  /** The descendants that a live answer can carry, in its order. */
  live: readonly SimEntity[];
}

export interface SimWorld {
  destinations: readonly SimDestination[];
  byDestinationId: ReadonlyMap<string, SimDestination>;
  byEntityId: ReadonlyMap<string, SimEntity>;
  /** Remembers days that were simulated; what it gives depends on the entity and the day alone. */
  days: LiveDays;
}
