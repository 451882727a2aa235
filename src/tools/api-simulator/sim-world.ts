import { MINUTE_MS } from '../../common/time/calendar.js';
import { type ParkDay, planParkDay } from '../archive-generator/park-calendar.js';
import type { EpochDay } from '../epoch-days.js';
import type { ZoneClock } from '../zone-clock.js';
import { type DestinationPlan, nameOn, type ParkPlan, type RidePlan } from '../archive-generator/world.js';
import { isSameState, type LiveState } from './live-state.js';
import { rideStates } from './ride-states.js';
import { parkStates, restaurantStates, unchangingState } from './venue-states.js';

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

/** The model behind an entity's live data. */
export type EntityModel =
  | { kind: 'DESTINATION' }
  /** `STUCK`: OPERATING day and night with a timestamp years old, as in real feeds. */
  | { kind: 'PARK'; park: ParkPlan; feed: 'HOURS' | 'STUCK' }
  | { kind: 'RIDE'; ride: RidePlan }
  /** `PLAIN`: only OPERATING; `STANDBY`: a wait; `DINING`: a wait for each party size. */
  | { kind: 'RESTAURANT'; park: ParkPlan; feed: 'PLAIN' | 'STANDBY' | 'DINING' }
  | { kind: 'HOTEL'; hasLiveData: boolean };

export interface SimEntity {
  id: string;
  entityType: SimEntityType;
  /** For a ride, only the base name; {@link LiveDays} has the name of a day. */
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
  /** All descendants of the destination, parks included, in the order of `/children`. */
  descendants: readonly SimEntity[];
  /** The descendants that a live response can contain, in its order. */
  live: readonly SimEntity[];
}

export interface SimWorld {
  destinations: readonly SimDestination[];
  byDestinationId: ReadonlyMap<string, SimDestination>;
  byEntityId: ReadonlyMap<string, SimEntity>;
  /** Cache of simulated days; its results depend only on entity and day. */
  days: LiveDays;
}

/** When the first feeds load the new day: after the latest closing, before any opening. */
const MORNING_MINUTES = 210;
const MOST_REMEMBERED = 4096;

/** Days of parks and mornings of time zones, computed once for all rides that share them. */
export class ParkDays {
  private readonly days = new Map<string, ParkDay | null>();
  private readonly mornings = new Map<string, number>();

  /** Null if the park stays closed. */
  of(park: ParkPlan, localDay: EpochDay): ParkDay | null {
    return remembered(this.days, `${park.id}/${localDay}`, () => planParkDay(park, localDay));
  }

  morningMs(clock: ZoneClock, localDay: EpochDay): number {
    return remembered(this.mornings, `${clock.timezone}/${localDay}`, () => clock.instantOf(localDay, MORNING_MINUTES));
  }
}

function remembered<Value>(cache: Map<string, Value>, key: string, make: () => Value): Value {
  const known = cache.get(key);
  if (known !== undefined) return known;
  if (cache.size >= MOST_REMEMBERED) cache.clear();
  const made = make();
  cache.set(key, made);
  return made;
}

/** The live data of one entity from one morning to the next. */
export interface LiveDay {
  localDay: EpochDay;
  fromMs: number;
  untilMs: number;
  name: string;
  /** In order of `changedAtMs`; the first applies from the morning on. */
  states: readonly LiveState[];
}

/** Feeds load the new day at different times. */
const MORNING_SPREAD_MINUTES = 45;

/** The days of every entity, simulated on first use. The latest ones of each are cached. */
export class LiveDays {
  private readonly kept = new Map<string, LiveDay[]>();
  private readonly parkDays = new ParkDays();

  constructor(private readonly keptDays = 2) {}

  /** The day of an instant; before the morning it is still the previous day. */
  at(entity: SimEntity, nowMs: number): LiveDay {
    const kept = this.kept.get(entity.id) ?? [];
    const known = kept.find(({ fromMs, untilMs }) => nowMs >= fromMs && nowMs < untilMs);
    if (known) return known;
    const today = entity.clock.localDayOf(nowMs);
    const made = this.simulate(entity, nowMs < this.morningMs(entity, today) ? today - 1 : today);
    this.kept.set(entity.id, [made, ...kept.slice(0, this.keptDays - 1)]);
    return made;
  }

  private simulate(entity: SimEntity, localDay: EpochDay): LiveDay {
    const { model } = entity;
    const fromMs = this.morningMs(entity, localDay);
    return {
      localDay,
      fromMs,
      untilMs: this.morningMs(entity, localDay + 1),
      name: model.kind === 'RIDE' ? nameOn(model.ride.names, localDay) : entity.name,
      states: withoutRepeats(this.statesOf(entity, localDay, fromMs)),
    };
  }

  private statesOf(entity: SimEntity, localDay: EpochDay, fromMs: number): LiveState[] {
    const { model, seedWord } = entity;
    switch (model.kind) {
      case 'RIDE':
        return rideStates(model.ride, localDay, this.parkDays.of(model.ride.park, localDay), (day) =>
          this.morningMs(entity, day),
        );
      case 'PARK':
        return parkStates(model.feed, this.parkDays.of(model.park, localDay), fromMs, seedWord);
      case 'RESTAURANT':
        return restaurantStates(model.feed, this.parkDays.of(model.park, localDay), fromMs, seedWord);
      case 'HOTEL':
      case 'DESTINATION':
        return [unchangingState(seedWord, null)];
    }
  }

  private morningMs({ clock, seedWord }: SimEntity, localDay: EpochDay): number {
    return this.parkDays.morningMs(clock, localDay) + ((seedWord >>> 4) % MORNING_SPREAD_MINUTES) * MINUTE_MS;
  }
}

/** The state at an instant. */
export function stateAt({ states }: LiveDay, nowMs: number): LiveState {
  let low = 0;
  let high = states.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (states[middle]!.changedAtMs <= nowMs) low = middle;
    else high = middle - 1;
  }
  return states[low]!;
}

/** The timestamp changes only with the state. */
function withoutRepeats(states: readonly LiveState[]): LiveState[] {
  return states.filter((state, index) => index === 0 || !isSameState(state, states[index - 1]!));
}
