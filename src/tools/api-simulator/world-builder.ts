import { DEFAULT_GENERATOR_OPTIONS } from '../archive-generator/generator-options.js';
import { SeededRandom, uuidFromKey, wordFromKey } from '../archive-generator/seeded-random.js';
import { buildWorld } from '../archive-generator/world-builder.js';
import type { DestinationPlan, ParkPlan, RidePlan } from '../archive-generator/world.js';
import {
  type EntityModel,
  type EntityTag,
  type GeoPoint,
  type HeightValue,
  LiveDays,
  type SimDestination,
  type SimEntity,
  type SimEntityType,
  type SimWorld,
} from './sim-world.js';
import { resolveWorldOptions, type WorldOptions } from './simulator-options.js';

/** Locations of the invented resorts, in the order of the generator's list and inside their time zones. */
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

/** Places the entities of one destination: parks apart from each other, rides inside their park. */
export class DestinationMap {
  private readonly centre: GeoPoint;
  private readonly parks = new Map<string, GeoPoint>();

  constructor(index: number) {
    const centre = CENTRES[index % CENTRES.length]!;
    const round = Math.floor(index / CENTRES.length);
    this.centre = { latitude: centre.latitude + (round % 40) * 0.1, longitude: centre.longitude };
  }

  /** Null: the API has no coordinates for it. */
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

/** The tags of `/entity/{id}`; only attractions have any. There is no tag for indoor or outdoor. */
export function tagsOf(model: EntityModel, location: GeoPoint | null, seedWord: number): readonly EntityTag[] {
  if (model.kind !== 'RIDE' || model.ride.kind === 'SHOW') return [];
  const random = SeededRandom.fromWords(seedWord, 0x7a6);
  const tags: EntityTag[] = [];
  if (location) tags.push({ tag: 'LOCATION', tagName: 'Entrance', id: 'entrance', value: location });
  if (model.ride.extendedQueues.includes('PAID_RETURN_TIME')) tags.push(flag('PAID_RETURN_TIME', 'Paid Return Time'));
  if (model.ride.extendedQueues.includes('SINGLE_RIDER')) tags.push(flag('SINGLE_RIDER', 'Single Rider'));
  if (random.chance(0.5)) tags.push(...heightTags(random));
  if (random.chance(0.2)) tags.push(flag('MAY_GET_WET', 'May Get Wet'));
  if (random.chance(0.3)) tags.push(flag('UNSUITABLE_PREGNANT', 'Unsuitable for Pregnant People'));
  if (random.chance(0.3)) tags.push(flag('ONRIDE_PHOTO', 'On-Ride Photo'));
  if (random.chance(0.3)) tags.push(flag('CHILD_SWAP', 'Child Swap'));
  return tags;
}

function flag(tag: string, tagName: string): EntityTag {
  return { tag, tagName };
}

/** A park uses one unit consistently; feeds mix units. */
function heightTags(random: SeededRandom): EntityTag[] {
  const inInches = random.chance(0.4);
  const height = (centimetres: number): HeightValue =>
    inInches ? { height: Math.round(centimetres / 2.54), unit: 'in' } : { height: centimetres, unit: 'cm' };
  const least = random.pick([90, 102, 112, 122, 132]);
  const tags: EntityTag[] = [
    { tag: 'MINIMUM_HEIGHT', tagName: 'Minimum Height', id: 'minimumHeight', value: height(least) },
  ];
  if (random.chance(0.3)) {
    const alone = { tag: 'MINIMUM_HEIGHT_UNACCOMPANIED', tagName: 'Minimum Height Unaccompanied' };
    tags.push({ ...alone, id: 'minimumHeightUnaccompanied', value: height(least + 18) });
  }
  if (random.chance(0.2)) {
    tags.push({ tag: 'MAXIMUM_HEIGHT', tagName: 'Maximum Height', id: 'maximumHeight', value: height(195) });
  }
  return tags;
}

/** Before all simulated days, so that planned renames of the archive have happened: here renames are injected faults. */
const PLAN_START = '2015-01-01';
const RESTAURANT_NAMES = [
  'Harbor Grill',
  'Lantern Café',
  'The Copper Kettle',
  'Sakura Terrace',
  'Corner Bakery',
] as const;
const RESTAURANT_FEEDS = ['PLAIN', 'STANDBY', 'DINING'] as const;
const HOTEL_NAMES = ['Lakeside Lodge', 'Grand Parade Hotel'] as const;

/** Builds the constant part of the world. Throws SimulatorOptionError. */
export function buildSimWorld(given: Partial<WorldOptions>): SimWorld {
  const options = resolveWorldOptions(given);
  const { seed, destinations: count, ridesPerDestination: rides } = options;
  const plans = buildWorld({
    ...DEFAULT_GENERATOR_OPTIONS,
    seed,
    rides,
    destinations: count,
    start: PLAN_START,
    days: 2,
  });
  const destinations = plans.map((plan, index) => buildDestination(plan, index));
  const entities = destinations.flatMap(({ entity, descendants }) => [entity, ...descendants]);
  return {
    destinations,
    byDestinationId: new Map(destinations.map((destination) => [destination.id, destination])),
    byEntityId: new Map(entities.map((entity) => [entity.id, entity])),
    days: new LiveDays(),
  };
}

type Given = Pick<SimEntity, 'entityType' | 'name' | 'externalId' | 'parentId' | 'parkId' | 'model'>;

/** Common properties of a destination's entities. */
interface Frame {
  plan: DestinationPlan;
  map: DestinationMap;
}

function buildDestination(plan: DestinationPlan, index: number): SimDestination {
  const frame = { plan, map: new DestinationMap(index) };
  const entity = buildEntity(frame, plan.id, {
    ...base('DESTINATION', plan.name, plan.slug, { kind: 'DESTINATION' }),
    parentId: null,
  });
  const parks = plan.parks.map((park, parkIndex) => buildPark(frame, park, parkIndex));
  const rides = plan.rides.map((ride) => buildRide(frame, ride));
  const restaurants = Array.from({ length: Math.max(3, Math.round(plan.rides.length / 10)) }, (_, number) =>
    buildRestaurant(frame, number),
  );
  const hotels = HOTEL_NAMES.map((name, number) => buildHotel(frame, name, number));
  const descendants = [...parks, ...rides, ...restaurants, ...hotels];
  const live = descendants.filter(({ model }) => model.kind !== 'HOTEL' || model.hasLiveData);
  return { id: plan.id, plan, entity, parks, descendants, live: SeededRandom.fromKey(plan.id).shuffled(live) };
}

function base(entityType: SimEntityType, name: string, externalId: string, model: EntityModel): Given {
  return { entityType, name, externalId, model, parentId: null, parkId: null };
}

function buildPark(frame: Frame, park: ParkPlan, index: number): SimEntity {
  return buildEntity(frame, park.id, {
    ...base('PARK', park.name, `${80_000_000 + (park.seedWord >>> 8)};entityType=theme-park`, {
      kind: 'PARK',
      park,
      feed: index === 1 ? 'STUCK' : 'HOURS',
    }),
    parentId: frame.plan.id,
  });
}

function buildRide(frame: Frame, planned: RidePlan): SimEntity {
  // The live API spells boarding groups differently from the archive.
  const ride: RidePlan = { ...planned, boardingSpelling: 'live' };
  const entityType = ride.kind === 'SHOW' ? 'SHOW' : 'ATTRACTION';
  return buildEntity(frame, ride.id, {
    ...base(entityType, ride.names.base, ride.internalId, { kind: 'RIDE', ride }),
    parentId: ride.park.id,
    parkId: ride.park.id,
  });
}

function buildRestaurant(frame: Frame, number: number): SimEntity {
  const { plan } = frame;
  const park = plan.parks[number % plan.parks.length]!;
  const round = Math.floor(number / RESTAURANT_NAMES.length);
  const name = `${RESTAURANT_NAMES[number % RESTAURANT_NAMES.length]!}${round === 0 ? '' : ` ${round + 1}`}`;
  const feed = RESTAURANT_FEEDS[number % RESTAURANT_FEEDS.length]!;
  const key = `${plan.id}/restaurant/${number}`;
  return buildEntity(frame, uuidFromKey(key), {
    ...base('RESTAURANT', name, `${18_000_000 + (wordFromKey(key) >>> 12)};entityType=restaurant`, {
      kind: 'RESTAURANT',
      park,
      feed,
    }),
    parentId: park.id,
    parkId: park.id,
  });
}

function buildHotel(frame: Frame, name: string, number: number): SimEntity {
  const key = `${frame.plan.id}/hotel/${number}`;
  return buildEntity(frame, uuidFromKey(key), {
    ...base('HOTEL', name, `${90_000_000 + (wordFromKey(key) >>> 12)};entityType=resort`, {
      kind: 'HOTEL',
      hasLiveData: number === 0,
    }),
    parentId: frame.plan.id,
  });
}

function buildEntity({ plan, map }: Frame, id: string, given: Given): SimEntity {
  const seedWord = wordFromKey(id);
  const location = map.place({ ...given, id, seedWord });
  return {
    ...given,
    id,
    seedWord,
    location,
    // Real responses omit some slugs, but never a park's.
    slug: given.parkId !== null && seedWord % 8 === 0 ? null : slugOf(given.name),
    destinationId: plan.id,
    clock: plan.parks[0]!.clock,
    tags: tagsOf(given.model, location, seedWord),
  };
}

function slugOf(name: string): string {
  return name
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
}
