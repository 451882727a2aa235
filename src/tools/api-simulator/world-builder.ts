import { DEFAULT_GENERATOR_OPTIONS } from '../archive-generator/generator-options.js';
import { SeededRandom, uuidFromKey, wordFromKey } from '../archive-generator/seeded-random.js';
import type { DestinationPlan, ParkPlan, RidePlan } from '../archive-generator/world.js';
import { buildWorld } from '../archive-generator/world-builder.js';
import { LiveDays } from './live-days.js';
import { DestinationMap } from './destination-map.js';
import type { EntityModel, SimDestination, SimEntity, SimEntityType, SimWorld } from './sim-world.js';
import { resolveWorldOptions, type WorldOptions } from './simulator-options.js';
import { tagsOf } from './entity-tags.js';

/** Renames of the archive's plan lie before every day that is simulated: here a rename is a fault on request. */
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

/** Everything that is there at every instant. Throws SimulatorOptionError. */
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

/** What all entities of a destination have in common. */
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
  // The live API has one spelling of a boarding group; the other is the archive's.
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
    // Real answers leave some slugs out, never a park's.
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
