import { Injectable } from '@nestjs/common';
import { type Page, pageOf } from '../../../common/http/dto/page.js';
import type { NearbyQuery, NearbyRideView } from '../api/dto/nearby.dto.js';
import { eastward } from '../position/check-position.js';
import { NearbyRepository } from './nearby.repository.js';

/** A decimetre: the positions are no better, and the last digits would differ between servers. */
const DIGITS = 10;

/** Rides around a point. */
@Injectable()
export class NearbyService {
  constructor(private readonly repository: NearbyRepository) {}

  async find(query: NearbyQuery): Promise<Page<NearbyRideView>> {
    const { latitude, longitude, radiusMeters, indoorOutdoor, entityType, maxHeightRequirementCm } = query;
    const centre = { latitude, longitude: eastward(longitude) };
    const filter = { indoorOutdoor, entityType, riderHeightCm: maxHeightRequirementCm };
    const { data, total } = await this.repository.find(centre, radiusMeters, filter, query);
    const rounded = data.map((ride) => ({
      ...ride,
      distanceMeters: Math.round(ride.distanceMeters * DIGITS) / DIGITS,
    }));
    return pageOf(rounded, total, query);
  }
}
