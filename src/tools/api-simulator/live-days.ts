import { nameOn } from '../archive-generator/ride-names.js';
import { MINUTE_MS } from '../../common/time/durations.js';
import { type EpochDay } from '../archive-generator/utc-days.js';
import { type LiveState, isSameState } from './live-state.js';
import { ParkDays } from './park-days.js';
import { rideStates } from './ride-states.js';
import type { SimEntity } from './sim-world.js';
import { parkStates, restaurantStates, unchangingState } from './venue-states.js';

/** Everything that one entity says from one morning to the next. */
export interface LiveDay {
  localDay: EpochDay;
  fromMs: number;
  untilMs: number;
  name: string;
  /** In order of `changedAtMs`; the first holds from the morning on. */
  states: readonly LiveState[];
}

/** Feeds do not load the new day all at once. */
const MORNING_SPREAD_MINUTES = 45;

/** The days of every entity, simulated when first asked for. The latest two of each are kept. */
export class LiveDays {
  private readonly kept = new Map<string, LiveDay[]>();
  private readonly parkDays = new ParkDays();

  /** The day that an instant belongs to: before the morning it is still yesterday. */
  at(entity: SimEntity, nowMs: number): LiveDay {
    const kept = this.kept.get(entity.id) ?? [];
    const known = kept.find(({ fromMs, untilMs }) => nowMs >= fromMs && nowMs < untilMs);
    if (known) return known;
    const today = entity.clock.localDayOf(nowMs);
    const made = this.simulate(entity, nowMs < this.morningMs(entity, today) ? today - 1 : today);
    this.kept.set(entity.id, [made, ...kept.slice(0, 1)]);
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

  private statesOf({ model, seedWord }: SimEntity, localDay: EpochDay, fromMs: number): LiveState[] {
    switch (model.kind) {
      case 'RIDE':
        return rideStates(model.ride, localDay, this.parkDays.of(model.ride.park, localDay), fromMs);
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

/** A stamp moves only when something is new. */
function withoutRepeats(states: readonly LiveState[]): LiveState[] {
  return states.filter((state, index) => index === 0 || !isSameState(state, states[index - 1]!));
}
