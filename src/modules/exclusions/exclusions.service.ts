import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/time/clock.js';
import { ExclusionReadsRepository } from './exclusion-reads.sql.js';
import type { ExcludedInterval, ExcludedParkInterval, ExclusionInForce, ExclusionTargets } from './exclusion.js';

/** Reads which data is excluded. */
@Injectable()
export class ExclusionsService {
  constructor(
    private readonly repository: ExclusionReadsRepository,
    private readonly clock: Clock,
  ) {}

  /** The excluded intervals of each ride within a range, by exclusions of the ride or of the park it was in at that time. */
  async intervalsOf(rideIds: readonly number[], fromMs: number, toMs: number): Promise<ExcludedInterval[]> {
    return this.repository.findIntervals(rideIds, new Date(fromMs), new Date(toMs));
  }

  /** The intervals within a range in which all data of a park is excluded. */
  async ofParks(parkIds: readonly number[], fromMs: number, toMs: number): Promise<ExcludedParkInterval[]> {
    return this.repository.findOfParks(parkIds, new Date(fromMs), new Date(toMs));
  }

  /** Parks with an exclusion of the whole park within a range. */
  async excludedParks(fromMs: number, toMs: number): Promise<ReadonlySet<number>> {
    return new Set(await this.repository.findParks(new Date(fromMs), new Date(toMs)));
  }

  /** Exclusions that are in force now or ended after `sinceMs`, for all parks and rides or only the given ones. */
  async inForce(sinceMs: number, targets?: ExclusionTargets): Promise<ExclusionInForce[]> {
    return this.repository.findInForce(new Date(sinceMs), this.clock.now(), targets);
  }
}
