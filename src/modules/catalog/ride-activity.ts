import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../common/time/clock.js';
import { RideActivityRepository } from './ride-activity.repository.js';

/** Which rides the catalogue lists, and since when. Statistics of a past day ask what was listed then. */
@Injectable()
export class RideActivity {
  constructor(
    private readonly repository: RideActivityRepository,
    private readonly clock: Clock,
  ) {}

  async set(manager: EntityManager, rideIds: readonly number[], isActive: boolean): Promise<void> {
    await this.repository.set(manager, rideIds, isActive, this.clock.now());
  }
}
