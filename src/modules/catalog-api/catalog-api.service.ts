import { Injectable } from '@nestjs/common';
import { type Page, pageOf, type PageQuery } from '../../common/http/dto/page.js';
import { CatalogService, type ParkRecord } from '../catalog/catalog.service.js';
import { type RideDetails, RideService, type RideWithState } from '../catalog/ride.service.js';
import { activeExclusionView } from '../exclusions/dto/active-exclusion.dto.js';
import { ExclusionLookup } from '../exclusions/exclusion-lookup.js';
import { ExclusionsService } from '../exclusions/exclusions.service.js';
import { MetadataService } from '../metadata/metadata.service.js';
import type { ParksQuery, RidesQuery } from './dto/catalog-query.dto.js';
import type { DestinationView, ParkDetailView, ParkView, RideDetailView, RideView } from './dto/catalog-view.dto.js';

/** The catalogue as the public API shows it. */
@Injectable()
export class CatalogApiService {
  constructor(
    private readonly catalog: CatalogService,
    private readonly rides: RideService,
    private readonly metadata: MetadataService,
    private readonly exclusions: ExclusionsService,
  ) {}

  async destinations(query: PageQuery): Promise<Page<DestinationView>> {
    const { data, total } = await this.catalog.listDestinations(query);
    return pageOf(data, total, query);
  }

  async parks(query: ParksQuery): Promise<Page<ParkView>> {
    const { data, total } = await this.catalog.listParks(query, query);
    return pageOf(data.map(parkView), total, query);
  }

  /** @throws ParkNotFoundError */
  async park(parkId: number): Promise<ParkDetailView> {
    const park = await this.catalog.getPark(parkId);
    const counts = await this.catalog.countRides(parkId);
    const decision = await this.catalog.findHoldingDecision(parkId);
    return { ...parkView(park), destinationName: park.destinationName, counts, decision };
  }

  /** @throws ParkNotFoundError */
  async ridesOfPark(parkId: number, query: RidesQuery): Promise<Page<RideView>> {
    await this.catalog.getPark(parkId);
    const { data, total } = await this.rides.listOfPark(parkId, query.entityType ?? null, query);
    return pageOf(await this.withExclusions(data), total, query);
  }

  /** @throws RideNotFoundError */
  async ride(rideId: number): Promise<RideDetailView> {
    const details = await this.rides.getDetails(rideId);
    const park = await this.catalog.getPark(details.ride.parkId);
    const [ride] = await this.withExclusions([details.ride]);
    return rideView({ ...details, ride: ride! }, park, await this.metadata.ofRide(details.ride.rideId));
  }

  /** Of states that were last seen in an interval whose data does not count, the reason; all in one park. */
  private async withExclusions<Ride extends RideWithState>(
    rides: readonly Ride[],
  ): Promise<(Ride & Pick<RideView, 'current'>)[]> {
    const states = rides.flatMap(({ current }) => current ?? []);
    if (states.length === 0) return rides.map((ride) => ({ ...ride, current: null }));
    const of = {
      parkIds: [...rides, ...states].map(({ parkId }) => parkId),
      rideIds: [...rides, ...states].map(({ rideId }) => rideId),
    };
    const excluded = new ExclusionLookup(await this.exclusions.inForce(Math.min(...states.map(lastSeenMs)), of));
    return rides.map((ride) => {
      if (ride.current === null) return { ...ride, current: null };
      const { rideId: storedUnder, parkId: storedIn, ...state } = ride.current;
      const [parkIds, rideIds] = [new Set([ride.parkId, storedIn]), new Set([ride.rideId, storedUnder])];
      const exclusion = excluded.find([...parkIds], [...rideIds], lastSeenMs(state));
      const waitMinutes = exclusion?.scope === 'WAIT' ? null : state.waitMinutes;
      return { ...ride, current: { ...state, waitMinutes, exclusion: exclusion && activeExclusionView(exclusion) } };
    });
  }
}

const lastSeenMs = ({ observedUntil, recordedAt }: { observedUntil: Date | null; recordedAt: Date }): number =>
  (observedUntil ?? recordedAt).getTime();

function parkView({ destinationName: _, ...park }: ParkRecord): ParkView {
  return park;
}

function rideView(
  { ride, family, names, linked, decision }: RideDetails & { ride: Pick<RideView, 'current'> },
  park: ParkRecord,
  metadata: RideDetailView['metadata'],
): RideDetailView {
  const own = ride.themeparksWikiId === null ? [] : [{ themeparksWikiId: ride.themeparksWikiId, linkedAt: null }];
  const { parkId, destinationId, name, timezone } = park;
  return {
    ...ride,
    requestedRideId: family.requestedRideId,
    canonicalRideId: family.canonicalRideId,
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
    metadata,
    decision,
  };
}
