import { Injectable } from '@nestjs/common';
import { chunksOf, groupBy } from '../../common/collections.js';
import { AppConfig } from '../../common/config/app-config.js';
import { ONLY_AFTER_CONFLICTS, TransactionService } from '../../common/database/transaction.service.js';
import { daysFromTo } from '../../common/time/calendar.js';
import { Clock } from '../../common/time/clock.js';
import { EntityRegistry } from '../catalog/registry/entity-registry.service.js';
import { LiveWriter } from '../snapshots/writing/live-writer.js';
import { LocalDays } from '../snapshots/local-days.js';
import type { ParkDay } from '../snapshots/touched-days.js';
import { ObservationWriter } from '../snapshots/writing/observation-writer.js';
import { ClockRepairLease } from './clock-repair-lease.js';
import { ClockRepairRepository } from './clock-repair.repository.js';
import type { RepairedRide } from './repaired-rows.js';
import { RowsAheadRepository } from './rows-ahead.sql.js';

/** Clock, settings and catalogue for a repair. */
@Injectable()
export class ClockRepairEnvironment {
  constructor(
    private readonly clock: Clock,
    private readonly config: AppConfig,
    private readonly registry: EntityRegistry,
  ) {}

  nowMs(): number {
    return this.clock.now().getTime();
  }

  /**
   * Every park-day whose statistics change when the rides are repaired.
   * @param lastTrueMs the last correct poll, at which cut rows end; null: there is none, and they end where they begin
   */
  daysOf(
    rides: readonly RepairedRide[],
    { horizonMs, lastTrueMs }: { horizonMs: number; lastTrueMs: number | null },
  ): ParkDay[] {
    return [...groupBy(rides, ({ parkId }) => parkId)].flatMap(([parkId, ofPark]) => {
      const days = new LocalDays(ofPark[0]!.timezone, this.config.parkDayStartMinutes);
      const newestMs = Math.max(...ofPark.map((ride) => ride.newestMs));
      const fromMs = lastTrueMs ?? Math.min(horizonMs, ...ofPark.map((ride) => ride.oldestMs));
      const first = days.datesPossible(fromMs).earliest;
      const last = days.datesPossible(newestMs + this.config.observationReachMs).latest;
      return daysFromTo(first, last).map((localDate) => ({ parkId, localDate }));
    });
  }

  /** The first and last observed dates of a ride may come from rows that the repair set aside. */
  async refreshDates(rides: readonly RepairedRide[]): Promise<void> {
    const destinations = new Set(rides.map(({ destinationId }) => destinationId));
    for (const destinationId of destinations) {
      if (destinationId !== null) await this.registry.refreshObserved(destinationId);
    }
  }
}

const RIDES_AT_ONCE = 500;

export interface ClockRepairReport {
  /** Null: there was nothing to repair. */
  repairId: number | null;
  /** Rows that were moved out of the history into the repair. */
  setAside: number;
  /** Rows that ended ahead of the clock, and now end at the last correct poll. */
  cut: number;
  /** Polls whose instants were removed. */
  polls: number;
  rides: number;
}

interface Repair {
  repairId: number;
  horizonMs: number;
  /** By destination. */
  lastTruePolls: ReadonlyMap<number, number>;
}

/**
 * Sets aside the rows that a clock which was ahead has stored with a time in the future. Every row is kept whole in
 * `clock_repair_rows`; current states and statistics are computed from the remaining rows.
 */
@Injectable()
export class ClockRepairService {
  constructor(
    private readonly transactions: TransactionService,
    private readonly lease: ClockRepairLease,
    private readonly repairs: ClockRepairRepository,
    private readonly rows: RowsAheadRepository,
    private readonly live: LiveWriter,
    private readonly writer: ObservationWriter,
    private readonly environment: ClockRepairEnvironment,
  ) {}

  /** Running it again repairs nothing twice. @throws ClockDisagreesError, CollectionInProgressError */
  async repair(): Promise<ClockRepairReport> {
    const horizonMs = await this.lease.agreedHorizonMs();
    return this.lease.run(
      (lost) => this.repairAhead(horizonMs, lost),
      ({ setAside, cut }) => `clock repair: ${setAside} rows set aside, ${cut} cut`,
    );
  }

  private async repairAhead(horizonMs: number, lost: AbortSignal): Promise<ClockRepairReport> {
    const rides = await this.rows.findRides(horizonMs);
    const lastTruePolls = await this.rows.findLastTruePolls(horizonMs);
    const report: ClockRepairReport = { repairId: null, setAside: 0, cut: 0, polls: 0, rides: rides.length };
    if (rides.length === 0 && !(await this.repairs.hasPollsAhead(horizonMs))) return report;
    const repairId = await this.repairs.begin(this.environment.nowMs(), horizonMs);
    const repair = { repairId, horizonMs, lastTruePolls };
    for (const [destinationId, ofOne] of groupBy(rides, (ride) => ride.destinationId)) {
      for (const chunk of chunksOf(ofOne, RIDES_AT_ONCE)) {
        lost.throwIfAborted();
        const { setAside, cut } = await this.repairRides(chunk, destinationId, repair);
        report.setAside += setAside;
        report.cut += cut;
      }
    }
    // Last: until then, the instants of the polls show that something remains to repair.
    const polls = await this.transactions.run(
      (manager) => this.rows.closePolls(manager, repairId, horizonMs),
      ONLY_AFTER_CONFLICTS,
    );
    await this.environment.refreshDates(rides);
    return { ...report, repairId, polls };
  }

  private async repairRides(
    rides: readonly RepairedRide[],
    destinationId: number | null,
    { repairId, horizonMs, lastTruePolls }: Repair,
  ): Promise<{ setAside: number; cut: number }> {
    const rideIds = rides.map(({ rideId }) => rideId);
    const lastTrueMs = destinationId === null ? null : (lastTruePolls.get(destinationId) ?? null);
    const nowMs = this.environment.nowMs();
    const days = this.environment.daysOf(rides, { horizonMs, lastTrueMs });
    return this.transactions.run(async (manager) => {
      const setAside = await this.rows.setAside(manager, repairId, rideIds, horizonMs);
      const cut = await this.rows.cut(manager, repairId, rideIds, { horizonMs, lastTrueMs });
      await this.live.rebuildCurrent(manager, rideIds, horizonMs);
      await this.writer.invalidateParkDays(manager, days, 'CLOCK', nowMs);
      return { setAside, cut };
    });
  }
}
