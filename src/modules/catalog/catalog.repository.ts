import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import {
  countRides,
  type DestinationRecord,
  type Found,
  type ParkRecord,
  type ParkRideCounts,
  selectDestination,
  selectDestinations,
  selectPark,
  selectParks,
  selectRidesWithoutPark,
  type Slice,
} from './catalog.sql.js';
import type { DecisionInForce } from './decisions/decision.js';
import { selectDecisionAboutPark } from './decisions/decision.sql.js';
import { Destination, Park } from './entities/park.entity.js';

export type { DestinationRecord, Found, ParkRecord, ParkRideCounts, Slice };

/** Reads destinations and parks. */
@Injectable()
export class CatalogRepository {
  constructor(
    @InjectRepository(Destination) private readonly destinations: Repository<Destination>,
    @InjectRepository(Park) private readonly parks: Repository<Park>,
  ) {}

  /** Sorted by name. */
  async findDestinations(slice: Slice): Promise<Found<DestinationRecord>> {
    return selectDestinations(this.destinations.manager, slice);
  }

  async findDestination(destinationId: number): Promise<DestinationRecord | null> {
    return selectDestination(this.destinations.manager, destinationId);
  }

  async findAllDestinations(): Promise<Pick<Destination, 'destinationId' | 'themeparksWikiId' | 'name'>[]> {
    return this.destinations.find({ select: { destinationId: true, themeparksWikiId: true, name: true } });
  }

  async findDestinationId(themeparksWikiId: string): Promise<number | null> {
    const found = await this.destinations.findOne({ select: { destinationId: true }, where: { themeparksWikiId } });
    return found?.destinationId ?? null;
  }

  async findPark(parkId: number): Promise<ParkRecord | null> {
    return selectPark(this.parks.manager, parkId);
  }

  /** Sorted by name. */
  async findParks(filter: { destinationId?: number; q?: string }, slice: Slice): Promise<Found<ParkRecord>> {
    return selectParks(this.parks.manager, filter, slice);
  }

  /** Rides of a destination that are not assigned to a park yet. */
  async findRidesWithoutPark(destinationId: number): Promise<number[]> {
    return selectRidesWithoutPark(this.parks.manager, destinationId);
  }

  /** The active decision that excludes a park or merges it into another one; null: none. */
  async findDecisionInForce(parkId: number): Promise<DecisionInForce | null> {
    return selectDecisionAboutPark(this.parks.manager, parkId);
  }

  async countRides(parkId: number): Promise<ParkRideCounts> {
    return countRides(this.parks.manager, parkId);
  }
}
