import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../../common/config/app-config.js';
import { groupBy } from '../../../common/collections/group-by.js';
import { Clock } from '../../../common/time/clock.js';
import { CatalogService } from '../../catalog/catalog.service.js';
import type { ParkLiveQuery } from '../dto/live-query.dto.js';
import type { LiveStateView, ParkLiveView, ParkSummaryView, StatusSummaryView } from '../dto/live-view.dto.js';
import { minutesSince } from '../freshness/freshness.js';
import {
  type CurrentQueue,
  type CurrentState,
  type HoldMinutes,
  isHeld,
  lastSeen,
  newestByRide,
  queuesOf,
} from './live-state.js';
import { type LivePark, LiveRepository, type StateOfPark } from './live.repository.js';
import { countStatuses } from './status-counts.js';

/** What is going on now, as the public API shows it. */
@Injectable()
export class LiveApiService {
  private readonly hold: HoldMinutes;

  constructor(
    private readonly catalog: CatalogService,
    private readonly repository: LiveRepository,
    private readonly clock: Clock,
    config: AppConfig,
  ) {
    this.hold = { LIVE: config.LIVE_MAX_HOLD_MINUTES, ARCHIVE: config.ARCHIVE_MAX_HOLD_MINUTES };
  }

  /** @throws ParkNotFoundError */
  async ofPark(parkId: number, { entityType }: ParkLiveQuery): Promise<ParkLiveView> {
    const { name, timezone } = await this.catalog.getPark(parkId);
    const asOf = this.clock.now();
    const rides = await this.repository.findRides(parkId, entityType ?? null);
    const states = newestByRide(await this.repository.findStatesOfRides(rides.map(({ rideId }) => rideId)));
    const stored = [...states.values()].map(({ storedUnder }) => storedUnder);
    const queues = groupBy(await this.repository.findQueues(stored), ({ storedUnder }) => storedUnder);
    const shown = rides.map((ride) => {
      const state = states.get(ride.rideId);
      return { ...ride, current: state ? this.show(state, queues.get(state.storedUnder) ?? [], asOf) : null };
    });
    return { parkId, name, timezone, asOf, newestObservedAt: newestOf(states.values()), rides: shown };
  }

  async statusSummary(): Promise<StatusSummaryView> {
    const asOf = this.clock.now();
    const parks = await this.repository.findParks();
    const parkIds = new Set(parks.map(({ parkId }) => parkId));
    const newest = [...newestByRide(await this.repository.findAllStates()).values()];
    const states = newest.filter(({ parkId }) => parkIds.has(parkId));
    const byPark = groupBy(states, ({ parkId }) => parkId);
    return {
      asOf,
      total: countStatuses(states, asOf, this.hold),
      parks: parks.map((park) => this.summary(park, byPark.get(park.parkId) ?? [], asOf)),
    };
  }

  private summary(park: LivePark, states: readonly StateOfPark[], asOf: Date): ParkSummaryView {
    const newestObservedAt = newestOf(states);
    const since = newestObservedAt && minutesSince(newestObservedAt, asOf);
    return { ...park, ...countStatuses(states, asOf, this.hold), newestObservedAt, minutesSince: since };
  }

  private show(state: CurrentState, queues: readonly CurrentQueue[], asOf: Date): LiveStateView {
    const { status, waitMinutes, recordedAt, lastUpdatedApi, dataSource } = state;
    const observedUntil = lastSeen(state);
    return {
      status,
      waitMinutes,
      recordedAt,
      observedUntil,
      minutesSince: minutesSince(observedUntil, asOf),
      isCurrent: isHeld(state, asOf, this.hold),
      lastUpdatedAt: lastUpdatedApi,
      dataSource,
      queues: queuesOf(state, queues),
    };
  }
}

function newestOf(states: Iterable<CurrentState>): Date | null {
  let newest: Date | null = null;
  for (const state of states) if (newest === null || lastSeen(state) > newest) newest = lastSeen(state);
  return newest;
}
