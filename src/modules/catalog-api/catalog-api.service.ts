import { Injectable } from '@nestjs/common';
import { type Page, pageOf, type PageQuery } from '../../common/http/dto/page.js';
import { CatalogService, type ParkRecord } from '../catalog/catalog.service.js';
import { type RideDetails, RideService } from '../catalog/ride.service.js';
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
    return pageOf(data, total, query);
  }

  /** @throws RideNotFoundError */
  async ride(rideId: number): Promise<RideDetailView> {
    const details = await this.rides.getDetails(rideId);
    const park = await this.catalog.getPark(details.ride.parkId);
    return rideView(details, park, await this.metadata.ofRide(details.ride.rideId));
  }
}

function parkView({ destinationName: _, ...park }: ParkRecord): ParkView {
  return park;
}

function rideView(
  { ride, family, names, linked, decision }: RideDetails,
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
