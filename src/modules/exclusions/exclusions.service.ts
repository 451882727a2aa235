import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/time/clock.js';
import type { ExcludedInterval, ExcludedParkInterval, ExclusionInForce, ExclusionTargets } from './exclusion.js';
import { ExclusionReadsRepository } from './exclusion-reads.repository.js';

/** Which data does not count. */
@Injectable()
export class ExclusionsService {
  constructor(
    private readonly repository: ExclusionReadsRepository,
    private readonly clock: Clock,
  ) {}

  /** Of each of the rides the excluded parts of a range of time, by exclusions of the ride or of the park that it was in then. */
  async intervalsOf(rideIds: readonly number[], fromMs: number, toMs: number): Promise<ExcludedInterval[]> {
    return this.repository.findIntervals(rideIds, new Date(fromMs), new Date(toMs));
  }

  /** The parts of a range of time in which no data of the whole park counts. */
  async ofParks(parkIds: readonly number[], fromMs: number, toMs: number): Promise<ExcludedParkInterval[]> {
    return this.repository.findOfParks(parkIds, new Date(fromMs), new Date(toMs));
  }

  /** Parks of which, as a whole, some data of a range of time does not count. */
  async excludedParks(fromMs: number, toMs: number): Promise<ReadonlySet<number>> {
    return new Set(await this.repository.findParks(new Date(fromMs), new Date(toMs)));
  }

  /** Exclusions that hold now, or held until some time after `sinceMs`; of all parks and rides, or of some. */
  async inForce(sinceMs: number, of?: ExclusionTargets): Promise<ExclusionInForce[]> {
    return this.repository.findInForce(new Date(sinceMs), this.clock.now(), of);
  }
}
