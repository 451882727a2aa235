import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AppConfig } from '../../../common/config/app-config.js';
import { Clock } from '../../../common/time/clock.js';
import { LocalDays } from '../../snapshots/local-days.js';
import type { ParkDay } from '../../snapshots/touched-days.js';
import { ObservationWriter } from '../../snapshots/writing/observation-writer.js';
import { RideActivityRepository, RideDaysRepository } from './entity-changes.sql.js';
import { EntityMoveRepository, type MoveCause } from './entity-moves.repository.js';
import { RegistryRepository } from './registry.repository.js';

/** Records which rides the catalogue lists, and since when: statistics of a past day need what was listed then. */
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

/** Invalidates statistics when the park or identity of a ride changes. */
@Injectable()
export class RideDays {
  constructor(
    private readonly repository: RideDaysRepository,
    private readonly writer: ObservationWriter,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /**
   * Invalidates the days between the first and last observation of a ride, in each of the parks by its calendar, and the
   * days after it on which the ride may count as missing. If the ride changed its park or time zone, statistics by the
   * previous calendar exist too: then the days of all calendars are invalidated in each park.
   */
  async invalidate(
    manager: EntityManager,
    rideId: number,
    parks: readonly { parkId: number; timezone: string | null }[],
    reason: 'MAPPING' | 'DECISION' | 'PARK_FOUND' | 'TIMEZONE' | 'TYPE',
  ): Promise<void> {
    const observed = await this.repository.findObservedRange(manager, rideId);
    if (observed === null) return;
    const toMs = observed.lastMs + this.config.observationReachMs;
    const datesBy = (timezone: string | null) =>
      new LocalDays(timezone, this.config.parkDayStartMinutes).datesBetween(observed.firstMs, toMs);
    const days = new Map<string, ParkDay>();
    for (const { parkId } of parks) {
      const keepsCalendar = reason === 'MAPPING' || reason === 'DECISION';
      const calendars = keepsCalendar ? parks.filter((park) => park.parkId === parkId) : parks;
      for (const localDate of calendars.flatMap(({ timezone }) => datesBy(timezone))) {
        days.set(`${parkId} ${localDate}`, { parkId, localDate });
      }
    }
    const invalidations = [...days.values()].sort(
      (a, b) => a.parkId - b.parkId || (a.localDate < b.localDate ? -1 : 1),
    );
    const nowMs = this.clock.now().getTime();
    await this.writer.invalidateParkDays(manager, invalidations, reason, nowMs);
    await this.writer.invalidateExpectedAfter(manager, invalidations, nowMs);
  }
}

/** A park to or from which rides move. */
export interface Place {
  parkId: number;
  destinationId: number;
  timezone: string | null;
}

/** Moves rides between parks, and parks between destinations. Each keeps its history, and the move is recorded. */
@Injectable()
export class EntityMoves {
  constructor(
    private readonly repository: EntityMoveRepository,
    private readonly registry: RegistryRepository,
    private readonly days: RideDays,
    private readonly clock: Clock,
  ) {}

  async moveRide(manager: EntityManager, rideId: number, from: Place, to: Place, cause: MoveCause): Promise<void> {
    await this.registry.moveRideToPark(manager, rideId, to.parkId);
    await this.repository.insert(manager, {
      ...cause,
      rideId,
      parkId: null,
      fromParkId: from.parkId,
      toParkId: to.parkId,
      fromDestinationId: from.destinationId,
      toDestinationId: to.destinationId,
      movedAt: this.clock.now(),
    });
    await this.days.invalidate(manager, rideId, [from, to], 'PARK_FOUND');
  }

  /** Only records the move: the caller changes the park's row. */
  async recordParkMove(
    manager: EntityManager,
    parkId: number,
    fromDestinationId: number,
    toDestinationId: number,
  ): Promise<void> {
    await this.repository.insert(manager, {
      cause: 'CATALOGUE',
      decisionId: null,
      rideId: null,
      parkId,
      fromParkId: null,
      toParkId: null,
      fromDestinationId,
      toDestinationId,
      movedAt: this.clock.now(),
    });
  }
}
