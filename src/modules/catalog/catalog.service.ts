import { Injectable } from '@nestjs/common';
import { ParkNotFoundError } from './catalog-errors.js';
import { CatalogRepository, type ParkRecord } from './catalog.repository.js';

/** Destinations, parks and rides, as they are known. */
@Injectable()
export class CatalogService {
  constructor(private readonly repository: CatalogRepository) {}

  /** @throws ParkNotFoundError */
  async getPark(parkId: number): Promise<ParkRecord> {
    const park = await this.repository.findPark(parkId);
    if (park === null) throw new ParkNotFoundError(parkId);
    return park;
  }
}
