import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../common/config/app-config.js';
import { ONLY_AFTER_CONFLICTS, TransactionService } from '../../common/database/transaction.service.js';
import { Clock } from '../../common/time/clock.js';
import { LocalDays } from '../snapshots/local-days.js';
import { LINKED_DAY, type ParkDay } from '../snapshots/touched-days.js';
import { ObservationWriter } from '../snapshots/writing/observation-writer.js';
import type { InvalidatedRange } from './queries/invalidation-log.repository.js';
import { ParkInputsRepository } from './queries/park-inputs.sql.js';
import { ZoneRules } from './zone-rules.service.js';

/** Invalidates days that must be recomputed although none of their own observations changed. */
@Injectable()
export class DayInvalidation {
  constructor(
    private readonly transactions: TransactionService,
    private readonly inputs: ParkInputsRepository,
    private readonly zoneRules: ZoneRules,
    private readonly writer: ObservationWriter,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /** Days whose boundaries moved because the rules of their time zone changed. */
  async invalidateRecut(): Promise<void> {
    await this.zoneRules.invalidateRecutDays();
  }

  /** Days of other parks to which observations of these days contribute. @returns the ids of these parks */
  async invalidateLinked(range: InvalidatedRange): Promise<ReadonlySet<number>> {
    if (range.days.every(({ reason }) => reason === LINKED_DAY)) return new Set();
    const days = await this.linkedDays(range);
    if (days.length === 0) return new Set();
    await this.transactions.run(
      (manager) => this.writer.invalidateParkDays(manager, days, LINKED_DAY, this.clock.now().getTime()),
      ONLY_AFTER_CONFLICTS,
    );
    return new Set(days.map(({ parkId }) => parkId));
  }

  /** Days of the parks that have the canonical rides of rides of this park. */
  private async linkedDays({ parkId, days }: InvalidatedRange): Promise<ParkDay[]> {
    const parks = await this.inputs.findParksLinkedTo(parkId);
    const own = parks.length === 0 ? null : await this.inputs.findPark(parkId);
    if (own === null) return [];
    const dayStart = this.config.parkDayStartMinutes;
    const ownDays = new LocalDays(own.timezone, dayStart);
    const [first, last] = [ownDays.window(days[0]!.localDate), ownDays.window(days.at(-1)!.localDate)];
    return parks.flatMap((park) => {
      const localDays = new LocalDays(park.timezone, dayStart);
      const dates = localDays.datesBetween(first.startMs, last.endMs - 1);
      return dates.map((localDate) => ({ parkId: park.parkId, localDate }));
    });
  }
}
