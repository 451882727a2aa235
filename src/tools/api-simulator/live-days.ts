import { planParkDay } from '../archive-generator/park-calendar.js';
import { nameOn } from '../archive-generator/ride-names.js';
import type { EpochDay } from '../archive-generator/utc-days.js';
import { rideStates } from './ride-states.js';
import type { LiveState } from './live-state.js';
import type { SimEntity } from './sim-world.js';
import { hotelStates, parkStates, restaurantStates } from './venue-states.js';

/** Everything that one entity says from one morning to the next. */
export interface LiveDay {
  localDay: EpochDay;
  fromMs: number;
  untilMs: number;
  name: string;
  /** In order of `changedAtMs`; the first holds from the morning on. */
  states: readonly LiveState[];
}

/** When feeds load the new day, in minutes after local midnight: after the latest closing, before any opening. */
const MORNING_MINUTES = 210;
const MORNING_SPREAD_MINUTES = 45;

/** The days of every entity, simulated when first asked for. The latest two of each are kept. */
export class LiveDays {
  private readonly kept = new Map<string, LiveDay[]>();

  /** The day that an instant belongs to: before the morning it is still yesterday. */
  at(entity: SimEntity, nowMs: number): LiveDay {
    const kept = this.kept.get(entity.id) ?? [];
    const known = kept.find(({ fromMs, untilMs }) => nowMs >= fromMs && nowMs < untilMs);
    if (known) return known;
    const today = entity.clock.localDayOf(nowMs);
    const made = simulateDay(entity, nowMs < morningMs(entity, today) ? today - 1 : today);
    this.kept.set(entity.id, [made, ...kept.slice(0, 1)]);
    return made;
  }
}

/** The last state that began by then. */
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

function morningMs(entity: SimEntity, localDay: EpochDay): number {
  const minutes = MORNING_MINUTES + ((entity.seedWord >>> 4) % MORNING_SPREAD_MINUTES);
  return entity.clock.instantOf(localDay, minutes);
}

function simulateDay(entity: SimEntity, localDay: EpochDay): LiveDay {
  const { model } = entity;
  const name = model.kind === 'RIDE' ? nameOn(model.ride.names, localDay) : entity.name;
  const fromMs = morningMs(entity, localDay);
  const states = withoutRepeats(simulateStates(entity, localDay, fromMs));
  return { localDay, fromMs, untilMs: morningMs(entity, localDay + 1), name, states };
}

function simulateStates({ model, seedWord }: SimEntity, localDay: EpochDay, fromMs: number): LiveState[] {
  switch (model.kind) {
    case 'RIDE':
      return rideStates(model.ride, localDay, planParkDay(model.ride.park, localDay), fromMs);
    case 'PARK':
      return parkStates(model.feed, planParkDay(model.park, localDay), fromMs, seedWord);
    case 'RESTAURANT':
      return restaurantStates(model.feed, planParkDay(model.park, localDay), fromMs, seedWord);
    case 'HOTEL':
    case 'DESTINATION':
      return hotelStates(seedWord);
  }
}

/** A stamp moves only when something is new. */
function withoutRepeats(states: readonly LiveState[]): LiveState[] {
  const said = states.map((state) => JSON.stringify({ ...state, changedAtMs: 0 }));
  return states.filter((_, index) => said[index] !== said[index - 1]);
}
