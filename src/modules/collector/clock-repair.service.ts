import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { chunksOf, groupBy } from '../../common/collections.js';
import { AppConfig } from '../../common/config/app-config.js';
import type { ClockReading } from '../../common/database/database-clock.js';
import { withDatabaseRetry } from '../../common/database/retry.js';
import { DomainError } from '../../common/domain-error.js';
import { daysFromTo } from '../../common/time/calendar.js';
import { Clock, offsetText } from '../../common/time/clock.js';
import { EntityRegistry } from '../catalog/registry/entity-registry.service.js';
import { ClockWatch } from './clock-watch.service.js';
import { JobLeaseService } from '../jobs/job-lease.service.js';
import { LiveWriter } from '../snapshots/writing/live-writer.js';
import { LocalDays, type ParkDay } from '../snapshots/local-days.js';
import { ObservationWriter } from '../snapshots/writing/observation-writer.js';
import { ClockRepairRepository } from './clock-repair.repository.js';
import { COLLECT_JOB } from './collection.service.js';
import { CollectionInProgressError } from './cycle/run-result.js';
import type { RepairedRide } from './repaired-rows.js';

/** It is unknown which of the two clocks is wrong, so rows ahead of one of them may be correct. */
export class ClockDisagreesError extends DomainError {
  constructor(reading: ClockReading) {
    super('CLOCK_DISAGREES', messageOf(reading), { offsetSeconds: reading.offsetMs / 1_000 });
  }
}

function messageOf({ offsetMs, verdict }: ClockReading): string {
  if (verdict === 'UNKNOWN') return 'The database responds too slowly to compare the clocks. Try again';
  return (
    `The clock of this host is ${offsetText(offsetMs)} ${verdict === 'AHEAD' ? 'ahead of' : 'behind'} the database's ` +
    'clock. Correct the wrong clock first: the repair compares rows with the clock of the database'
  );
}

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

const LEASE_MS = 60_000;
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
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly repository: ClockRepairRepository,
    private readonly watch: ClockWatch,
    private readonly leases: JobLeaseService,
    private readonly live: LiveWriter,
    private readonly writer: ObservationWriter,
    private readonly environment: ClockRepairEnvironment,
  ) {}

  /** Running it again repairs nothing twice. @throws ClockDisagreesError, CollectionInProgressError */
  async repair(): Promise<ClockRepairReport> {
    const { reading } = await this.watch.report();
    if (reading.verdict !== 'RIGHT') throw new ClockDisagreesError(reading);
    const outcome = await this.leases.runExclusive({
      name: COLLECT_JOB,
      ttlMs: LEASE_MS,
      work: (lost) => this.repairAhead(reading.horizonMs, lost),
      describe: ({ setAside, cut }) => `clock repair: ${setAside} rows set aside, ${cut} cut`,
    });
    if (!outcome.ran) throw new CollectionInProgressError(await this.leases.findActive(COLLECT_JOB));
    await this.watch.evaluate();
    return outcome.result;
  }

  private async repairAhead(horizonMs: number, lost: AbortSignal): Promise<ClockRepairReport> {
    const rides = await this.repository.findRides(horizonMs);
    const lastTruePolls = await this.repository.findLastTruePolls(horizonMs);
    const report: ClockRepairReport = { repairId: null, setAside: 0, cut: 0, polls: 0, rides: rides.length };
    if (rides.length === 0 && !(await this.repository.hasPollsAhead(horizonMs))) return report;
    const repairId = await this.repository.begin(this.environment.nowMs(), horizonMs);
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
    const polls = await this.dataSource.transaction((manager) =>
      this.repository.closePolls(manager, repairId, horizonMs),
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
    const work = () =>
      this.dataSource.transaction(async (manager) => {
        const setAside = await this.repository.setAside(manager, repairId, rideIds, horizonMs);
        const cut = await this.repository.cut(manager, repairId, rideIds, { horizonMs, lastTrueMs });
        await this.live.rebuildCurrent(manager, rideIds, horizonMs);
        await this.writer.invalidateParkDays(manager, days, 'CLOCK', nowMs);
        return { setAside, cut };
      });
    return withDatabaseRetry(work, { nowMs: () => this.environment.nowMs() });
  }
}
