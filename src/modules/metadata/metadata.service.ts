import { Injectable } from '@nestjs/common';
import { type Page, type PageQuery, pageOf } from '../../common/http/dto/page.js';
import { RideService } from '../catalog/ride.service.js';
import type { MetadataChangeView, RideMetadataView } from './api/dto/metadata-view.dto.js';
import { MetadataReadRepository } from './metadata-read.repository.js';

/** What is known of rides beyond their names. */
@Injectable()
export class MetadataService {
  constructor(
    private readonly repository: MetadataReadRepository,
    private readonly rides: RideService,
  ) {}

  /** Of a ride that counts as itself; null until it was first synchronised. */
  async ofRide(rideId: number): Promise<RideMetadataView | null> {
    const known = await this.repository.find(rideId);
    return known === null ? null : { ...known, manualFields: await this.repository.findManualFields(rideId) };
  }

  /** Every change of the ride and of those linked to it, newest first. @throws RideNotFoundError */
  async history(rideId: number, query: PageQuery): Promise<Page<MetadataChangeView>> {
    const { rideIds } = await this.rides.canonicalGroupOf(rideId);
    const { data, total } = await this.repository.findHistory(rideIds, query);
    return pageOf(data, total, query);
  }
}
