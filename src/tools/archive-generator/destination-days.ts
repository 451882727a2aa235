import { fileEventOf, type FileEvent } from './file-event.js';
import type { GeneratorOptions } from './generator-options.js';
import { planParkDay } from './park-calendar.js';
import { RideTimeline } from './ride-timeline.js';
import { DAY_MS } from '../../common/time/durations.js';
import { type EpochDay, epochDayOf } from './utc-days.js';
import type { DestinationPlan } from './world.js';

export interface DestinationDay {
  utcDay: EpochDay;
  /** In order of time. */
  events: FileEvent[];
}

/**
 * The UTC days of one destination. A UTC day is cut out of park days that begin on the local day before (evenings in
 * America), the same, or the next (mornings in Asia), so the simulation runs one local day ahead.
 */
export function* destinationDays(
  destination: DestinationPlan,
  options: GeneratorOptions,
): Generator<DestinationDay, void> {
  const timelines = destination.rides.map((ride) => ({
    park: ride.park,
    timeline: new RideTimeline(ride, destination.id, options),
  }));
  const simulate = (localDay: EpochDay) => {
    const days = new Map(destination.parks.map((park) => [park, planParkDay(park, localDay)]));
    for (const { park, timeline } of timelines) {
      const day = days.get(park);
      if (day) timeline.addDay(day);
    }
  };
  const first = epochDayOf(options.start);
  for (const localDay of [first - 1, first]) simulate(localDay);
  // What happened before the archive begins is not in it.
  for (const { timeline } of timelines) timeline.takeBefore(first * DAY_MS);
  for (let utcDay = first; utcDay < first + options.days; utcDay++) {
    simulate(utcDay + 1);
    const pending = timelines.flatMap(({ timeline }) => timeline.takeBefore((utcDay + 1) * DAY_MS));
    pending.sort((a, b) => a.state.atMs - b.state.atMs);
    yield { utcDay, events: pending.map(fileEventOf) };
  }
}
