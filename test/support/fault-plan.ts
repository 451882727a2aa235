import { merged, type TimeInterval } from '../../src/common/time/time-intervals.js';
import type { FeedFault } from '../../src/tools/api-simulator/feed-faults.js';
import type { RequestFault, RequestFaultRule } from '../../src/tools/api-simulator/request-faults.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** The default of the setting. */
const LIVE_GAP_MS = 15 * MINUTE_MS;

/** A fault, and the expected findings. */
export interface InjectedFault {
  name: string;
  reason: string;
  entityType: 'PARK' | 'RIDE' | 'DESTINATION';
  entityId: number;
  /** From the last good poll before it to the first good poll after it, within the park's published use. */
  startMs: number;
  endMs: number;
}

export interface FaultyWeekOptions {
  startMs: number;
  days: number;
  stepMinutes: number;
  ridesPerDestination: number;
}

export interface Destination {
  id: number;
  uuid: string;
}

export interface Entity {
  rideId: number;
  uuid: string;
  type: string;
}

export interface Hours {
  parkId: number;
  destinationId: number;
  type: 'OPERATING' | 'EXTRA_HOURS' | 'TICKETED_EVENT' | 'PRIVATE_EVENT';
  opensAt: Date;
  closesAt: Date;
}

/** Plans faults on the grid of the polls, with the expected findings of each. */
export class FaultPlan {
  readonly requests: RequestFaultRule[] = [];
  readonly feed: FeedFault[] = [];
  readonly down: { fromMs: number; untilMs: number }[] = [];
  readonly injected: InjectedFault[] = [];
  private readonly stepMs: number;

  /** @param hours published intervals of every type, by start */
  constructor(
    private readonly hours: readonly Hours[],
    private readonly options: FaultyWeekOptions,
  ) {
    this.stepMs = options.stepMinutes * MINUTE_MS;
  }

  /** The middle of the regular opening hours that all parks of the destination share, on the n-th day. */
  middleOf(destinationId: number, day: number): number {
    const morning = this.options.startMs + day * DAY_MS;
    const open = this.ordinaryHoursOf(destinationId).filter(({ opensAt }) => {
      const opensMs = opensAt.getTime();
      return opensMs >= morning && opensMs < morning + DAY_MS;
    });
    const from = Math.max(...open.map(({ opensAt }) => opensAt.getTime()));
    const until = Math.min(...open.map(({ closesAt }) => closesAt.getTime()));
    return Math.ceil((from + until) / 2 / this.stepMs) * this.stepMs;
  }

  parksOf(destinationId: number): number[] {
    return [...new Set(this.ordinaryHoursOf(destinationId).map(({ parkId }) => parkId))];
  }

  failRequests(
    name: string,
    destination: Destination,
    kind: { reason: string; fault: RequestFault },
    day: number,
    hours: number,
  ): void {
    const fromMs = this.middleOf(destination.id, day);
    const untilMs = fromMs + hours * HOUR_MS;
    this.requests.push({ fault: kind.fault, url: destination.uuid, fromMs, untilMs });
    for (const parkId of this.parksOf(destination.id)) this.expectGap(name, kind.reason, parkId, fromMs, untilMs);
  }

  stopCollecting(fromMs: number, hours: number): void {
    const untilMs = fromMs + hours * HOUR_MS;
    this.down.push({ fromMs, untilMs });
    for (const parkId of new Set(this.hours.map((entry) => entry.parkId))) {
      this.expectGap('collector down', 'COLLECTION_FAILURE', parkId, fromMs, untilMs);
    }
  }

  muteParkFeed(parkId: number, entities: readonly Entity[], fromMs: number, hours: number): void {
    const untilMs = fromMs + hours * HOUR_MS;
    this.feed.push({ kind: 'NO_DATA', entityIds: entities.map(({ uuid }) => uuid), fromMs, untilMs });
    this.expectGap('silent park', 'PARK_SILENT', parkId, fromMs, untilMs);
  }

  muteRideFeeds(entities: readonly Entity[], fromMs: number, hours: number): void {
    const untilMs = fromMs + hours * HOUR_MS;
    this.feed.push({ kind: 'NO_DATA', entityIds: entities.map(({ uuid }) => uuid), fromMs, untilMs });
    const window = { startMs: fromMs - this.stepMs, endMs: untilMs };
    for (const { rideId } of entities) {
      this.injected.push({
        name: 'silent rides',
        reason: 'PARK_SILENT',
        entityType: 'RIDE',
        entityId: rideId,
        ...window,
      });
    }
  }

  /** @param judged parks in which enough rides post waits; fewer could all be unchanged by chance */
  freeze(destination: Destination, judged: readonly number[], fromMs: number, hours: number): void {
    const untilMs = fromMs + hours * HOUR_MS;
    this.feed.push({ kind: 'FROZEN', destinationId: destination.uuid, fromMs, untilMs });
    const window = { startMs: fromMs, endMs: untilMs - this.stepMs };
    for (const parkId of judged) {
      this.injected.push({
        name: 'frozen feed',
        reason: 'FROZEN_PARK',
        entityType: 'PARK',
        entityId: parkId,
        ...window,
      });
    }
  }

  sayTwice({ id, uuid }: Destination, fromMs: number, hours: number): void {
    const untilMs = fromMs + hours * HOUR_MS;
    this.requests.push({ fault: { kind: 'DAMAGED', damage: 'ELEMENT_TWICE' }, url: uuid, fromMs, untilMs });
    const window = { startMs: fromMs, endMs: untilMs - this.stepMs };
    const place = { entityType: 'DESTINATION', entityId: id } as const;
    this.injected.push({ name: 'doubled entities', reason: 'DUPLICATE_ENTITY', ...place, ...window });
  }

  /**
   * The gap of a park from the last good poll to the next one, within its published use, which includes extra hours and events.
   * Adjacent intervals count as one opening.
   */
  private expectGap(name: string, reason: string, parkId: number, fromMs: number, untilMs: number): void {
    const lastMs = fromMs - this.stepMs;
    const open = this.openingsOf(parkId).find((opening) => opening.startMs < untilMs && opening.endMs > lastMs);
    if (open === undefined) return;
    const startMs = Math.max(lastMs, open.startMs);
    const endMs = Math.min(untilMs, open.endMs);
    if (endMs - startMs <= LIVE_GAP_MS) return;
    this.injected.push({ name, reason, entityType: 'PARK', entityId: parkId, startMs, endMs });
  }

  private ordinaryHoursOf(destinationId: number): Hours[] {
    return this.hours.filter((entry) => entry.destinationId === destinationId && entry.type === 'OPERATING');
  }

  private openingsOf(parkId: number): TimeInterval[] {
    const published = this.hours.filter((entry) => entry.parkId === parkId);
    const windows = published.map(({ opensAt, closesAt }) => ({
      startMs: opensAt.getTime(),
      endMs: closesAt.getTime(),
    }));
    return merged(windows, 0);
  }
}
