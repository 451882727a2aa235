import { Injectable } from '@nestjs/common';
import { groupBy } from '../../common/collections.js';
import { DestinationNotFoundError, ParkNotFoundError } from '../../common/domain-error.js';
import {
  CatalogRepository,
  type DestinationRecord,
  type Found,
  type ParkRecord,
  type ParkRideCounts,
  type Slice,
} from './catalog.repository.js';
import type { DecisionInForce } from './decisions/decision.js';

export type { ParkRecord };

/** More than there are. */
const MAX_PARKS = 10_000;

export interface NamedDestination {
  name: string;
  /** By name, without the placeholder of rides that are not assigned to a park yet. */
  parks: { parkId: number; name: string }[];
}

/** Reads destinations and parks. */
@Injectable()
export class CatalogService {
  constructor(private readonly repository: CatalogRepository) {}

  async listDestinations(slice: Slice): Promise<Found<DestinationRecord>> {
    return this.repository.findDestinations(slice);
  }

  /** @throws DestinationNotFoundError */
  async getDestination(destinationId: number): Promise<DestinationRecord> {
    const destination = await this.repository.findDestination(destinationId);
    if (destination === null) throw new DestinationNotFoundError(destinationId);
    return destination;
  }

  /** All destinations with their parks, by UUID. */
  async destinationsByUuid(): Promise<Map<string, NamedDestination>> {
    const destinations = await this.repository.findAllDestinations();
    const { data: parks } = await this.repository.findParks({}, { limit: MAX_PARKS, offset: 0 });
    const byDestination = groupBy(parks, ({ destinationId }) => destinationId);
    return new Map(
      destinations.map(({ destinationId, themeparksWikiId, name }) => {
        const named = (byDestination.get(destinationId) ?? []).filter((park) => park.themeparksWikiId !== null);
        return [themeparksWikiId, { name, parks: named.map((park) => ({ parkId: park.parkId, name: park.name })) }];
      }),
    );
  }

  /** The internal id of a destination; null if it is unknown. */
  async findDestinationId(themeparksWikiId: string): Promise<number | null> {
    return this.repository.findDestinationId(themeparksWikiId);
  }

  async listParks(filter: { destinationId?: number; q?: string }, slice: Slice): Promise<Found<ParkRecord>> {
    return this.repository.findParks(filter, slice);
  }

  /** @throws ParkNotFoundError */
  async getPark(parkId: number): Promise<ParkRecord> {
    const park = await this.repository.findPark(parkId);
    if (park === null) throw new ParkNotFoundError(parkId);
    return park;
  }

  /** Rides of a destination that are not assigned to a park yet. */
  async findRidesWithoutPark(destinationId: number): Promise<number[]> {
    return this.repository.findRidesWithoutPark(destinationId);
  }

  /** The active decision that excludes a park or merges it into another one; null: none. */
  async findDecisionInForce(parkId: number): Promise<DecisionInForce | null> {
    return this.repository.findDecisionInForce(parkId);
  }

  async countRides(parkId: number): Promise<ParkRideCounts> {
    return this.repository.countRides(parkId);
  }
}
