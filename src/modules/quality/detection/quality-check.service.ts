import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { AppConfig } from '../../../common/config/app-config.js';
import { DomainError } from '../../../common/domain-error.js';
import { ParkNotFoundError } from '../../../common/domain-error.js';
import { Clock } from '../../../common/time/clock.js';
import { HOUR_MS } from '../../../common/time/calendar.js';
import { StatisticsRefreshService } from '../../statistics/refresh.service.js';
import { FindingsService } from '../../findings/findings.service.js';
import { JobLeaseService } from '../../jobs/job-lease.service.js';
import { activeLeaseText, type ActiveLease } from '../../jobs/job-lease.entity.js';
import { type CheckReport, ParkCheck } from './park-check.service.js';
import { RefilledTimes } from './refilled-times.service.js';

const LOOK_AGAIN_MS = 250;
/** Another process computes the newest days first: what a check has changed is rarely waited for that long. */
const MAX_LOOKS = 1_200;

/** Brings the statistics of parks in step with their exclusions. */
@Injectable()
export class ParkRefresh {
  private readonly logger = new Logger(ParkRefresh.name);

  constructor(private readonly statistics: StatisticsRefreshService) {}

  /** Waits for its turn where another process computes statistics; five minutes at most, and that process does it then. */
  async parks(parkIds: ReadonlySet<number>, signal: AbortSignal): Promise<void> {
    if (parkIds.size === 0) return;
    for (let look = 0; look < MAX_LOOKS; look++) {
      signal.throwIfAborted();
      const { ran } = await this.statistics.refresh({ signal, parkIds: [...parkIds] });
      if (ran) return;
      await delay(LOOK_AGAIN_MS, undefined, { signal });
    }
    this.logger.warn(`the statistics of ${parkIds.size} parks are still being computed by another process`);
  }
}

export const QUALITY_CHECK_JOB = 'quality-check';
const LEASE_MS = 120_000;

export interface CheckRequest {
  parkId?: number | null;
  /** Without it the last QUALITY_CHECK_HOURS. */
  fromMs?: number;
  /** Without it up to now. */
  toMs?: number;
  signal?: AbortSignal;
  /** Told once the lease is taken. */
  onStarted?: () => void;
}

export class QualityCheckInProgressError extends DomainError {
  constructor(hold: ActiveLease | null) {
    super('QUALITY_CHECK_IN_PROGRESS', `A check of the data quality is running already${activeLeaseText(hold)}`);
  }
}

/**
 * Looks for what is wrong with the stored data, park by park, under a lease. When it is done, the statistics heed what it
 * has excluded.
 */
@Injectable()
export class QualityCheckService {
  private readonly logger = new Logger(QualityCheckService.name);

  constructor(
    private readonly parkCheck: ParkCheck,
    private readonly findings: FindingsService,
    private readonly refilled: RefilledTimes,
    private readonly refresh: ParkRefresh,
    private readonly leases: JobLeaseService,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /** Goes on past a park that fails, and throws its error in the end. @throws QualityCheckInProgressError, ParkNotFoundError */
  async check(request: CheckRequest = {}): Promise<CheckReport> {
    const outcome = await this.leases.runExclusive({
      name: QUALITY_CHECK_JOB,
      ttlMs: LEASE_MS,
      work: (lost) => {
        request.onStarted?.();
        return this.checkAll(request, request.signal ? AbortSignal.any([lost, request.signal]) : lost);
      },
      describe: ({ parks, findings, closed }) => `${parks} parks, ${findings} findings, ${closed} closed`,
    });
    if (!outcome.ran) throw new QualityCheckInProgressError(await this.leases.findActive(QUALITY_CHECK_JOB));
    const { parks, findings, closed } = outcome.result;
    this.logger.log(`${parks} parks examined: ${findings} findings, ${closed} closed by themselves`);
    return outcome.result;
  }

  private async checkAll(request: CheckRequest, signal: AbortSignal): Promise<CheckReport> {
    const startedAt = this.clock.now();
    const toMs = Math.min(request.toMs ?? Infinity, startedAt.getTime());
    const fromMs = request.fromMs ?? toMs - this.config.QUALITY_CHECK_HOURS * HOUR_MS;
    const parkId = request.parkId ?? null;
    const parks = await this.parkCheck.parks(parkId);
    if (parkId !== null && parks.length === 0) throw new ParkNotFoundError(parkId);
    const report: CheckReport = { parks: 0, findings: 0, closed: await this.refreshArchiveGaps() };
    const range = { startMs: fromMs, endMs: toMs };
    const refilled = await this.refilled.byPark(range);
    const changedParks = new Set<number>();
    const run = { report, changedParks, signal };
    let failure: Error | null = null;
    for (const park of parks) {
      try {
        const more = refilled.get(park.parkId);
        await this.parkCheck.check(park, [range, ...(more?.windows ?? [])], run);
        if (more !== undefined) await this.refilled.markExamined(more, startedAt);
        report.parks++;
      } catch (error) {
        signal.throwIfAborted();
        // what is wrong with one park must not leave the others unseen
        const reason = error instanceof Error ? error : new Error(String(error));
        this.logger.error(`park ${park.parkId} could not be examined: ${reason.stack}`);
        failure ??= reason;
      }
    }
    await this.refresh.parks(changedParks, signal);
    if (failure !== null) throw failure;
    return report;
  }

  private async refreshArchiveGaps(): Promise<number> {
    return (await this.findings.closeFilledArchiveGaps()) + (await this.findings.refreshUnreadDays());
  }
}
