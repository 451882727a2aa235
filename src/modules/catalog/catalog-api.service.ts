import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../common/config/app-config.js';
import { type Page, pageOf, type PageQuery } from '../../common/http/dto/page.js';
import { Clock } from '../../common/time/clock.js';
import { ExclusionLookup } from '../exclusions/exclusion-lookup.js';
import { activeExclusionView } from '../exclusions/exclusions.dto.js';
import { ExclusionsService } from '../exclusions/exclusions.service.js';
import type { DestinationView } from './catalog.dto.js';
import { CatalogService, type ParkRecord } from './catalog.service.js';
import type { CatalogRideView, RidesQuery, RideView } from './ride.dto.js';
import { type RideDetails, RideService, type RideWithStates } from './ride.service.js';

/** Destinations and rides of the catalogue for the public API; `live` adds to its parks whether they are open. */
@Injectable()
export class CatalogApiService {
  constructor(
    private readonly catalog: CatalogService,
    private readonly rides: RideService,
    private readonly exclusions: ExclusionsService,
    private readonly clock: Clock,
    private readonly config: AppConfig,
  ) {}

  async destinations(query: PageQuery): Promise<Page<DestinationView>> {
    const { data, total } = await this.catalog.listDestinations(query);
    return pageOf(data, total, query);
  }

  /** @throws DestinationNotFoundError */
  async destination(destinationId: number): Promise<DestinationView> {
    return this.catalog.getDestination(destinationId);
  }

  /** @throws ParkNotFoundError */
  async ridesOfPark(parkId: number, query: RidesQuery): Promise<Page<RideView>> {
    await this.catalog.getPark(parkId);
    const { data, total } = await this.rides.listOfPark(parkId, query.entityType ?? null, query);
    return pageOf(await this.withCurrent(data), total, query);
  }

  /** @throws RideNotFoundError */
  async ride(rideId: number): Promise<CatalogRideView> {
    const details = await this.rides.getDetails(rideId);
    const park = await this.catalog.getPark(details.ride.parkId);
    const [ride] = await this.withCurrent([details.ride]);
    return rideView({ ...details, ride: ride! }, park);
  }

  /**
   * Adds to each ride its newest state that is not excluded. If all are excluded, it adds the newest state with the reason.
   * States in the future come from a clock that was ahead and are skipped. All rides must be in one park.
   */
  private async withCurrent(
    rides: readonly RideWithStates[],
  ): Promise<(Omit<RideWithStates, 'states'> & Pick<RideView, 'current'>)[]> {
    const all = rides.flatMap(({ states }) => states);
    const of = {
      parkIds: [...rides, ...all].map(({ parkId }) => parkId),
      rideIds: [...rides, ...all].map(({ rideId }) => rideId),
    };
    const inForce = all.length === 0 ? [] : await this.exclusions.inForce(Math.min(...all.map(lastSeenMs)), of);
    const excluded = new ExclusionLookup(inForce);
    const horizonMs = this.clock.now().getTime() + this.config.clockToleranceMs;
    return rides.map(({ states, ...ride }) => {
      const candidates = states.map((state) => {
        const [parkIds, rideIds] = [new Set([ride.parkId, state.parkId]), new Set([ride.rideId, state.rideId])];
        return { state, exclusion: excluded.find([...parkIds], [...rideIds], lastSeenMs(state)) };
      });
      const isUsable = ({ state, exclusion }: (typeof candidates)[number]) =>
        exclusion?.scope !== 'ALL' && lastSeenMs(state) <= horizonMs;
      const shown = candidates.find(isUsable) ?? candidates[0];
      if (shown === undefined) return { ...ride, current: null };
      const { rideId: _, parkId: __, ...state } = shown.state;
      const waitMinutes = shown.exclusion?.scope === 'WAIT' ? null : state.waitMinutes;
      const exclusion = shown.exclusion && activeExclusionView(shown.exclusion);
      return { ...ride, current: { ...state, waitMinutes, exclusion } };
    });
  }
}

const lastSeenMs = ({ lastConfirmedAt, recordedAt }: { lastConfirmedAt: Date | null; recordedAt: Date }): number =>
  (lastConfirmedAt ?? recordedAt).getTime();

function rideView(
  {
    ride,
    canonicalGroup,
    names,
    linked,
    decision,
  }: Omit<RideDetails, 'ride'> & { ride: Omit<RideWithStates, 'states'> & Pick<RideView, 'current'> },
  park: ParkRecord,
): CatalogRideView {
  const own = ride.themeparksWikiId === null ? [] : [{ themeparksWikiId: ride.themeparksWikiId, linkedAt: null }];
  const { parkId, destinationId, name, timezone } = park;
  return {
    ...ride,
    requestedRideId: canonicalGroup.requestedRideId,
    canonicalRideId: canonicalGroup.canonicalRideId,
    park: { parkId, destinationId, name, timezone },
    names,
    uuids: [
      ...own.map((uuid) => ({ ...uuid, rideId: ride.rideId })),
      ...linked.map(({ themeparksWikiId, linkedRideId, linkedAt }) => ({
        themeparksWikiId,
        rideId: linkedRideId,
        linkedAt,
      })),
    ],
    decision,
  };
}
