import type { GeneratorOptions } from './generator-options.js';
import { SeededRandom, uuidFromKey, wordFromKey } from './seeded-random.js';
import { epochDayOf } from '../epoch-days.js';
import { ZoneClock } from '../zone-clock.js';
import { NAME_HEADS, NAME_TAILS, RESORTS, type ResortTemplate } from './world-data.js';
import type { DestinationPlan, ExtendedQueueType, NamePlan, ParkPlan, RideKind, RidePlan } from './world.js';

type RideProfile = Pick<RidePlan, 'kind' | 'extendedQueues' | 'boardingSpelling' | 'pricing'>;

function profile(
  kind: RideKind,
  extendedQueues: ExtendedQueueType[] = [],
  given: Partial<RideProfile> = {},
): RideProfile {
  return { kind, extendedQueues, boardingSpelling: 'live', pricing: 'SOLD', ...given };
}

/** The first rides of every destination: eight rides cover every kind. */
const LEADING_PROFILES: readonly RideProfile[] = [
  profile('POSTED', ['SINGLE_RIDER', 'PAID_RETURN_TIME']),
  profile('VIRTUAL', ['BOARDING_GROUP']),
  profile('POSTED', ['RETURN_TIME']),
  profile('SHOW'),
  profile('POSTED', ['PAID_STANDBY']),
  profile('VIRTUAL', ['BOARDING_GROUP'], { boardingSpelling: 'archive' }),
  profile('POSTED', ['PAID_RETURN_TIME'], { pricing: 'UNPUBLISHED' }),
  profile('UNPOSTED'),
  profile('POSTED', ['RETURN_TIME', 'PAID_RETURN_TIME'], { pricing: 'FREE' }),
];
/** All other rides: usually a plain standby queue. */
const COMMON_PROFILES: readonly RideProfile[] = [
  ...Array.from({ length: 11 }, () => profile('POSTED')),
  profile('POSTED', ['SINGLE_RIDER']),
  profile('POSTED', ['RETURN_TIME']),
  profile('POSTED', ['PAID_RETURN_TIME']),
  profile('SHOW'),
  profile('UNPOSTED'),
];

/** Builds the constant part of the world: destinations, parks, rides, places and names. */
export function buildWorld(options: GeneratorOptions): DestinationPlan[] {
  return Array.from({ length: options.destinations }, (_, index) => buildDestination(options, index));
}

function buildDestination(options: GeneratorOptions, index: number): DestinationPlan {
  const template = RESORTS[index % RESORTS.length]!;
  const round = Math.floor(index / RESORTS.length);
  const suffix = round === 0 ? '' : ` ${round + 1}`;
  const key = `${options.seed}/destination/${index}`;
  const name = template.name + suffix;
  const parks = template.parks.map((_, parkIndex) => buildPark(template, parkIndex, suffix, key));
  const rides = Array.from({ length: options.rides }, (_, rideIndex) =>
    buildRide(options, parks, rideIndex, `${key}/ride/${rideIndex}`),
  );
  return { id: uuidFromKey(key), name, slug: slugOf(name), parks, rides };
}

function buildPark(resort: ResortTemplate, parkIndex: number, suffix: string, destinationKey: string): ParkPlan {
  const template = resort.parks[parkIndex]!;
  const key = `${destinationKey}/park/${parkIndex}`;
  const name = template.name + suffix;
  return {
    opensAtMinutes: 540,
    closesAtMinutes: 1320,
    lateNights: false,
    seasonal: false,
    reportsDown: true,
    ...template,
    id: uuidFromKey(key),
    name,
    slug: slugOf(name),
    clock: new ZoneClock(resort.timezone),
    currency: resort.currency,
    southern: resort.southern,
    seedWord: wordFromKey(key),
  };
}

function buildRide(options: GeneratorOptions, parks: readonly ParkPlan[], index: number, key: string): RidePlan {
  const random = SeededRandom.fromKey(key);
  const shape = LEADING_PROFILES[index] ?? random.pick(COMMON_PROFILES);
  const headliner = index < 3 || random.chance(0.12);
  return {
    ...shape,
    id: uuidFromKey(key),
    internalId: `${8_000_000 + (wordFromKey(key) >>> 12)};entityType=${shape.kind === 'SHOW' ? 'Entertainment' : 'Attraction'}`,
    park: parks[index % parks.length]!,
    names: buildNames(options, index, random),
    peakWaitMinutes: headliner ? random.int(75, 130) : random.int(15, 60),
    breakdownsPerDay: 0.1 + random.next() ** 2,
    seedWord: wordFromKey(key),
  };
}

/** Combines both lists so that a name repeats only after all pairs are used, and then with a number. */
function buildNames(options: GeneratorOptions, index: number, random: SeededRandom): NamePlan {
  const pairs = NAME_HEADS.length * NAME_TAILS.length;
  const tail = Math.floor(index / NAME_HEADS.length) + index;
  const round = Math.floor(index / pairs);
  const plain = `${NAME_HEADS[index % NAME_HEADS.length]!} ${NAME_TAILS[tail % NAME_TAILS.length]!}`;
  const base = `${plain}${round === 0 ? '' : ` ${round + 1}`}${index % 6 === 2 ? '™' : ''}`;
  const overlay =
    index % 9 === 4
      ? ({ name: `${base} – Nightmare Edition`, season: 'HALLOWEEN' } as const)
      : index % 9 === 7
        ? ({ name: `${base} Holiday`, season: 'WINTER' } as const)
        : null;
  const middle = epochDayOf(options.start) + Math.floor(options.days / 2);
  const renamed = index % 15 === 2 ? { name: `${plain}: ${random.pick(['Reborn', 'Reloaded', 'The Ride'])}` } : null;
  return { base, overlay, renamed: renamed && { ...renamed, from: middle } };
}

/** As the archive writes them: lower case, letters and digits only. */
function slugOf(name: string): string {
  return name
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
}
