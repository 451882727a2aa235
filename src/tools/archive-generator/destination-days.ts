import { DAY_MS } from '../../common/time/calendar.js';
import type { QueueObservation } from '../../modules/snapshots/observations.js';
import type { ParseReason } from '../../modules/snapshots/reading/reading-context.js';
import type { EventDefectName } from './defect-catalog.js';
import type { GeneratorOptions } from './generator-options.js';
import { type ParkDay, planParkDay } from './park-calendar.js';
import { type DensityOptions, simulateRideDay } from './ride-day.js';
import { type EpochDay, epochDayOf } from '../epoch-days.js';
import type { ZoneClock } from '../zone-clock.js';
import {
  type Currency,
  type DestinationPlan,
  nameOn,
  type Observation,
  type RidePlan,
  type RideState,
  type ShowTime,
} from './world.js';

/** The `data` of an event. Encoded by hand, because it is most of the work of the generator. */
export function encodeData(state: RideState, ride: RidePlan, destinationId: string): string {
  const head = `{"status":"${state.status}","queue":`;
  const tail = `"destinationId":"${destinationId}"}`;
  const { clock } = ride.park;
  if (state.showTimes) return `${head}null,"showtimes":[${encodeShowTimes(state.showTimes, clock)}],${tail}`;
  let queues = ride.kind === 'VIRTUAL' ? '' : `"STANDBY":{"waitTime":${state.waitMinutes}}`;
  for (const queue of state.queues) {
    queues += `${queues === '' ? '' : ','}"${queue.queueType}":${encodeQueue(queue, ride)}`;
  }
  return `${head}{${queues}},${tail}`;
}

/** The whole event; only `name` needs escaping. */
export function encodeEvent(ride: RidePlan, name: string, dataJson: string, instantMs: number): string {
  const { id, slug, clock } = ride.park;
  return (
    `{"entityId":"${ride.id}","internalId":"${ride.internalId}","name":${JSON.stringify(name)},"data":${dataJson},` +
    `"eventTime":"${new Date(instantMs).toISOString()}","localTime":"${clock.isoLocal(instantMs)}",` +
    `"timezone":"${clock.timezone}","parkId":"${id}","parkSlug":"${slug}"}`
  );
}

function encodeShowTimes(showTimes: readonly ShowTime[], clock: ZoneClock): string {
  return showTimes
    .map(
      ({ startMs, endMs }) =>
        `{"type":"Performance Time","startTime":"${clock.isoLocal(startMs)}","endTime":"${clock.isoLocal(endMs)}"}`,
    )
    .join(',');
}

function encodeQueue(queue: QueueObservation, ride: RidePlan): string {
  const { clock } = ride.park;
  switch (queue.queueType) {
    case 'STANDBY':
    case 'SINGLE_RIDER':
    case 'PAID_STANDBY':
      return `{"waitTime":${queue.waitMinutes}}`;
    case 'RETURN_TIME':
      return `{${encodeReturnWindow(queue, clock)}}`;
    case 'PAID_RETURN_TIME':
      return `{"price":${encodePrice(queue, ride.park.currency)},${encodeReturnWindow(queue, clock)}}`;
    case 'BOARDING_GROUP':
      return ride.boardingSpelling === 'live' ? encodeBoardingGroup(queue, clock) : encodePlainBoardingGroup(queue);
  }
}

function encodeReturnWindow(queue: QueueObservation, clock: ZoneClock): string {
  return (
    `"state":"${queue.state}","returnEnd":${localOrNull(queue.returnEndMs, clock)},` +
    `"returnStart":${localOrNull(queue.returnStartMs, clock)}`
  );
}

/** `formatted` is for display only: `$15.00`, `¥1500`. All fields of an unpublished price are null. */
function encodePrice({ priceMinor, priceCurrency }: QueueObservation, currency: Currency): string {
  if (priceMinor === null) return 'null';
  const major = currency.minorUnits === 1 ? String(priceMinor) : (priceMinor / currency.minorUnits).toFixed(2);
  return `{"amount":${priceMinor},"currency":"${priceCurrency}","formatted":"${currency.symbol}${major}"}`;
}

function encodeBoardingGroup(queue: QueueObservation, clock: ZoneClock): string {
  return (
    `{"allocationStatus":"${queue.boardingGroupStatus}","currentGroupStart":${queue.groupStart},` +
    `"currentGroupEnd":${queue.groupEnd},"nextAllocationTime":${localOrNull(queue.nextAllocationAtMs, clock)},` +
    `"estimatedWait":${queue.estimatedWaitMinutes}}`
  );
}

function encodePlainBoardingGroup(queue: QueueObservation): string {
  return `{"state":"${queue.boardingGroupStatus}","currentGroup":${queue.groupStart}}`;
}

function localOrNull(instantMs: number | null, clock: ZoneClock): string {
  return instantMs === null ? 'null' : `"${clock.isoLocal(instantMs)}"`;
}

/** A state that becomes an event, with its encoded `data`. */
export interface PendingEvent {
  ride: RidePlan;
  state: RideState;
  name: string;
  dataJson: string;
}

/** The events of one ride in order of time, created day by day; keeps only the events not yet taken. */
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
      // Two states never share an instant, and a day never starts before the previous one has ended.
      const atMs = Math.max(simulated.atMs, this.lastAtMs + 2);
      const state = atMs === simulated.atMs ? simulated : { ...simulated, atMs };
      this.pending.push({ ride: this.ride, state, name, dataJson });
      this.lastDataJson = dataJson;
      this.lastAtMs = atMs;
    }
  }

  /** Removes and returns the events before an instant. */
  takeBefore(endMs: number): PendingEvent[] {
    const firstLater = this.pending.findIndex((event) => event.state.atMs >= endMs);
    return this.pending.splice(0, firstLater === -1 ? this.pending.length : firstLater);
  }
}

/** One element of a file's array, with the observation that an importer must store. */
export interface FileEvent {
  /** Created at every call, because keeping all strings of a file in memory costs more. */
  json(): string;
  /** Null: the event must be rejected. */
  observation: Observation | null;
  rejected: ParseReason | null;
  noted: ParseReason | null;
  defect: EventDefectName | null;
  /** Clock of the ride's park, for defects that move an event in time. */
  clock: ZoneClock;
}

export function fileEventOf({ ride, state, name, dataJson }: PendingEvent): FileEvent {
  return {
    json: () => encodeEvent(ride, name, dataJson, state.atMs),
    observation: {
      entityId: ride.id,
      recordedAtMs: state.atMs,
      status: state.status,
      waitMinutes: state.waitMinutes,
      queues: state.queues,
    },
    rejected: null,
    noted: null,
    defect: null,
    clock: ride.park.clock,
  };
}

export interface DestinationDay {
  utcDay: EpochDay;
  /** In order of time. */
  events: FileEvent[];
}

/**
 * The UTC days of one destination. A UTC day consists of parts of park days that start on the previous local day (evenings
 * in America), the same, or the next (mornings in Asia), so the simulation runs one local day ahead.
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
  // Events before the start of the archive are dropped.
  for (const { timeline } of timelines) timeline.takeBefore(first * DAY_MS);
  for (let utcDay = first; utcDay < first + options.days; utcDay++) {
    simulate(utcDay + 1);
    const pending = timelines.flatMap(({ timeline }) => timeline.takeBefore((utcDay + 1) * DAY_MS));
    pending.sort((a, b) => a.state.atMs - b.state.atMs);
    yield { utcDay, events: pending.map(fileEventOf) };
  }
}
