import { encodeData } from './event-encoder.js';
import type { RideState } from './observation.js';
import type { ParkDay } from './park-calendar.js';
import { type DensityOptions, simulateRideDay } from './ride-day.js';
import { nameOn } from './ride-names.js';
import type { RidePlan } from './world.js';

/** A state that will be an event, with its `data` already written. */
export interface PendingEvent {
  ride: RidePlan;
  state: RideState;
  name: string;
  dataJson: string;
}

/** The events of one ride in order of time, made day by day; remembers only what is not yet taken. */
export class RideTimeline {
  private pending: PendingEvent[] = [];
  private lastDataJson = '';
  private lastAtMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly ride: RidePlan,
    private readonly destinationId: string,
    private readonly options: DensityOptions,
  ) {}

  addDay(day: ParkDay): void {
    const name = nameOn(this.ride.names, day.localDay);
    for (const simulated of simulateRideDay(this.ride, day, this.options)) {
      const dataJson = encodeData(simulated, this.ride, this.destinationId);
      if (this.options.style === 'log' && dataJson === this.lastDataJson) continue;
      // Two states never share an instant, nor does a day begin before the last one has ended.
      const atMs = Math.max(simulated.atMs, this.lastAtMs + 2);
      const state = atMs === simulated.atMs ? simulated : { ...simulated, atMs };
      this.pending.push({ ride: this.ride, state, name, dataJson });
      this.lastDataJson = dataJson;
      this.lastAtMs = atMs;
    }
  }

  /** Removes and returns what lies before an instant. */
  takeBefore(endMs: number): PendingEvent[] {
    const firstLater = this.pending.findIndex((event) => event.state.atMs >= endMs);
    return this.pending.splice(0, firstLater === -1 ? this.pending.length : firstLater);
  }
}
