import { Injectable } from '@nestjs/common';
import { groupBy } from '../../common/collections.js';
import { AppConfig } from '../../common/config/app-config.js';
import { Clock } from '../../common/time/clock.js';
import { MINUTE_MS } from '../../common/time/calendar.js';
import { TypicalWaits } from '../analytics/typical-waits.service.js';
import { CatalogService } from '../catalog/catalog.service.js';
import { ExclusionLookup } from '../exclusions/exclusion-lookup.js';
import type { ExclusionInForce, ExclusionTargets } from '../exclusions/exclusion.js';
import { activeExclusionView } from '../exclusions/exclusions.dto.js';
import { ExclusionsService } from '../exclusions/exclusions.service.js';
import { plausibleWait } from '../park-use/implausible-waits.js';
import { ParksInUse } from './freshness/parks-in-use.service.js';
import {
  type CurrentQueue,
  type CurrentState,
  isCarriedForward,
  lastConfirmed,
  type LiveLimits,
  newestByRide,
  queuesOf,
  queuesOfEntities,
  withoutWait,
  withPlausibleWaits,
} from './live-state.js';
import { countStatuses, parkUseView, downRides, parkWaits } from './live-views.js';
import type { LiveStateView, ParkLiveQuery, ParkLiveView, ParkOpenView } from './live.dto.js';
import type { ParkSummaryView, StatusCountsView, StatusSummaryView } from './status-summary.dto.js';
import { type LivePark, LiveRepository, type NamedState, type StateOfPark } from './live.sql.js';
import { carryForwardLimits } from '../snapshots/carry-forward.js';

/** The present state of parks and rides, for the public API. */
@Injectable()
export class LiveService {
  private readonly limits: Omit<LiveLimits, 'parkDataUntilMs'>;
  private readonly waitCeilingMinutes: number;
  private readonly noDataMs: number;

  constructor(
    private readonly catalog: CatalogService,
    private readonly repository: LiveRepository,
    private readonly exclusions: ExclusionsService,
    private readonly parksInUse: ParksInUse,
    private readonly typicalWaits: TypicalWaits,
    private readonly clock: Clock,
    config: AppConfig,
  ) {
    this.limits = { ...carryForwardLimits(config), clockToleranceMs: config.clockToleranceMs };
    this.waitCeilingMinutes = config.WAIT_CEILING_MINUTES;
    this.noDataMs = config.PARK_NO_DATA_MINUTES * MINUTE_MS;
  }

  /** @throws ParkNotFoundError */
  async ofPark(parkId: number, { entityType }: ParkLiveQuery): Promise<ParkLiveView> {
    const { name, timezone, destinationId, destinationName, latitude, longitude } = await this.catalog.getPark(parkId);
    const asOf = this.clock.now();
    const rides = await this.repository.findRides(parkId, entityType ?? null);
    const ofFamilies = await this.repository.findStatesOfRides(rides.map(({ rideId }) => rideId));
    const entities = await this.repository.findQueueEntities(ofFamilies.map(({ rideId }) => rideId));
    const excluded = await this.lookupOf(asOf, parkId, [...ofFamilies, ...entities]);
    const others = entityType === undefined ? [] : await this.statesOfPark(parkId);
    const limits = this.limitsOf(
      [...ofFamilies, ...others].map((state) => ({ ...state, parkId })),
      excluded,
    );
    const states = newestByRide(ofFamilies, (state) => isBelieved({ ...state, parkId }, asOf, excluded, limits));
    const stored = [...states.values()].map(({ storedUnder }) => storedUnder);
    const queues = groupBy(await this.repository.findQueues(stored), ({ storedUnder }) => storedUnder);
    const believed = entities
      .filter((entity) => exclusionOf(excluded, { ...entity, parkId }) === null)
      .map((entity) => ({ ...entity, waitMinutes: plausibleWait(entity.waitMinutes, this.waitCeilingMinutes) }));
    const entitiesOf = groupBy(believed, ({ rideId }) => rideId);
    const rideViews = rides.map((ride) => {
      const state = states.get(ride.rideId);
      if (state === undefined) return { ...ride, current: null };
      const exclusion = exclusionOf(excluded, { ...state, parkId });
      const isCurrent = isBelieved({ ...state, parkId }, asOf, excluded, limits);
      const current = this.show(state, queues.get(state.storedUnder) ?? [], isCurrent, exclusion);
      const otherQueues = queuesOfEntities(entitiesOf.get(ride.rideId) ?? [], current.queues, asOf, limits);
      return { ...ride, current: { ...current, queues: [...current.queues, ...otherQueues] } };
    });
    const [inUse] = await this.parksInUse.at(asOf, parkId);
    const use = parkUseView(inUse, asOf.getTime(), this.noDataMs);
    return {
      parkId,
      destinationId,
      destinationName,
      latitude,
      longitude,
      name,
      timezone,
      asOf,
      newestObservedAt: this.newestOf(states.values(), asOf),
      ...use,
      rides: rideViews,
    };
  }

  async statusSummary(): Promise<StatusSummaryView> {
    const asOf = this.clock.now();
    const parks = await this.repository.findParks();
    const parkIds = new Set(parks.map(({ parkId }) => parkId));
    const excluded = await this.lookup(asOf);
    const all = await this.repository.findAllStates();
    const limits = new Map(
      [...groupBy(all, (state) => state.parkId)].map(([id, own]) => [id, this.limitsOf(own, excluded)]),
    );
    const isValid = (state: StateOfPark) => isBelieved(state, asOf, excluded, limits.get(state.parkId)!);
    const newest = [...newestByRide(all, isValid).values()];
    const states = newest.filter(({ parkId }) => parkIds.has(parkId));
    const byPark = groupBy(states, ({ parkId }) => parkId);
    const inUse = new Map((await this.parksInUse.at(asOf)).map((park) => [park.parkId, park]));
    const typical = await this.typicalWaits.now(parks);
    return {
      asOf,
      total: count(states, excluded, isValid),
      parks: parks.map((park) => ({
        ...this.summary(
          park,
          byPark.get(park.parkId) ?? [],
          { asOf, excluded, isValid },
          typical.get(park.parkId) ?? null,
        ),
        ...parkUseView(inUse.get(park.parkId), asOf.getTime(), this.noDataMs),
      })),
    };
  }

  private summary(
    park: LivePark,
    states: readonly NamedState[],
    { asOf, excluded, isValid }: { asOf: Date; excluded: ExclusionLookup; isValid: (state: StateOfPark) => boolean },
    typicalWaitMinutes: number | null,
  ): Omit<ParkSummaryView, keyof ParkOpenView> {
    const newestObservedAt = this.newestOf(states, asOf);
    const exclusion = excluded.ofPark(park.parkId, (newestObservedAt ?? asOf).getTime());
    const believed = states.filter(isValid);
    const waitOf = (state: NamedState) =>
      exclusionOf(excluded, state) === null ? plausibleWait(state.waitMinutes, this.waitCeilingMinutes) : null;
    return {
      ...park,
      ...count(states, excluded, isValid),
      waits: parkWaits(believed, waitOf, typicalWaitMinutes),
      downRides: downRides(believed),
      newestObservedAt,
      exclusion: exclusion && activeExclusionView(exclusion),
    };
  }

  private async statesOfPark(parkId: number): Promise<CurrentState[]> {
    const rides = await this.repository.findRides(parkId, null);
    return this.repository.findStatesOfRides(rides.map(({ rideId }) => rideId));
  }

  /** The limits for a park with these states: of all its rides, also those that are not asked for. */
  private limitsOf(states: readonly StateOfPark[], excluded: ExclusionLookup): LiveLimits {
    let newestMs = -Infinity;
    for (const state of states) {
      const confirmedMs = lastConfirmed(state).getTime();
      if (confirmedMs > newestMs && !isExcluded(state, excluded)) newestMs = confirmedMs;
    }
    return { ...this.limits, parkDataUntilMs: newestMs + this.noDataMs };
  }

  private lookupOf(asOf: Date, parkId: number, states: readonly CurrentState[]): Promise<ExclusionLookup> {
    const parkIds = [...new Set([parkId, ...states.map(({ storedInParkId }) => storedInParkId)])];
    return this.lookup(asOf, { parkIds, rideIds: states.flatMap((state) => [state.rideId, state.storedUnder]) });
  }

  /** Exclusions that may cover a state that is still carried forward. */
  private async lookup(asOf: Date, targets?: ExclusionTargets): Promise<ExclusionLookup> {
    const longestMs = Math.max(this.limits.archiveMs, this.limits.liveMs);
    return new ExclusionLookup(await this.exclusions.inForce(asOf.getTime() - longestMs, targets));
  }

  private show(
    state: CurrentState,
    queues: readonly CurrentQueue[],
    isCurrent: boolean,
    exclusion: ExclusionInForce | null,
  ): LiveStateView {
    const { status, recordedAt, lastUpdatedApi, dataSource } = state;
    const plausible = withPlausibleWaits(state, queues, this.waitCeilingMinutes);
    const believed = exclusion?.scope === 'WAIT' ? withoutWait(plausible.state, plausible.queues) : plausible;
    return {
      status,
      waitMinutes: believed.state.waitMinutes,
      recordedAt,
      lastConfirmedAt: lastConfirmed(state),
      isCurrent,
      exclusion: exclusion && activeExclusionView(exclusion),
      lastUpdatedAt: lastUpdatedApi,
      dataSource,
      queues: queuesOf(believed.state, believed.queues),
    };
  }

  /** Ignores observations with a timestamp in the future. */
  private newestOf(states: Iterable<CurrentState>, asOf: Date): Date | null {
    let newest: Date | null = null;
    for (const state of states) {
      const observedAt = lastConfirmed(state);
      if (!this.isAhead(observedAt, asOf) && (newest === null || observedAt > newest)) newest = observedAt;
    }
    return newest;
  }

  private isAhead(instant: Date, asOf: Date): boolean {
    return instant.getTime() > asOf.getTime() + this.limits.clockToleranceMs;
  }
}

/** The exclusion at the instant at which the state was last confirmed. */
const exclusionOf = (excluded: ExclusionLookup, state: StateOfPark): ExclusionInForce | null =>
  excluded.find(
    [...new Set([state.parkId, state.storedInParkId])],
    [...new Set([state.rideId, state.storedUnder])],
    lastConfirmed(state).getTime(),
  );

const isExcluded = (state: StateOfPark, excluded: ExclusionLookup): boolean =>
  exclusionOf(excluded, state)?.scope === 'ALL';

const isBelieved = (state: StateOfPark, asOf: Date, excluded: ExclusionLookup, limits: LiveLimits): boolean =>
  !isExcluded(state, excluded) && isCarriedForward(state, asOf, limits);

const count = (
  states: readonly StateOfPark[],
  excluded: ExclusionLookup,
  isValid: (state: StateOfPark) => boolean,
): StatusCountsView => countStatuses(states, (state) => isExcluded(state, excluded), isValid);
