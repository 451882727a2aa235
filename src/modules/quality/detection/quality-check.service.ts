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

const RETRY_MS = 250;
/** Five minutes in all; another process rarely takes that long, because it computes the newest days first. */
const MAX_ATTEMPTS = 1_200;

/** Refreshes the statistics of parks after their exclusions changed. */
@Injectable()
export class ParkRefresh {
  private readonly logger = new Logger(ParkRefresh.name);

  constructor(private readonly statistics: StatisticsRefreshService) {}

  /** Waits at most five minutes while another process computes statistics; after that, that process refreshes them. */
  async parks(parkIds: ReadonlySet<number>, signal: AbortSignal): Promise<void> {
    if (parkIds.size === 0) return;
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      signal.throwIfAborted();
      const { ran } = await this.statistics.refresh({ signal, parkIds: [...parkIds] });
      if (ran) return;
      await delay(RETRY_MS, undefined, { signal });
    }
    this.logger.warn(
      `${parkIds.size} parks were not refreshed: another process is still computing statistics and will refresh them`,
    );
  }
}

export const QUALITY_CHECK_JOB = 'quality-check';
const LEASE_MS = 120_000;

export interface CheckRequest {
  parkId?: number | null;
  /** Default: QUALITY_CHECK_HOURS before the end. */
  fromMs?: number;
  /** Default: now. */
  toMs?: number;
  signal?: AbortSignal;
  /** Called once the lease is taken. */
  onStarted?: () => void;
}

export class QualityCheckInProgressError extends DomainError {
  constructor(lease: ActiveLease | null) {
    super('QUALITY_CHECK_IN_PROGRESS', `A quality check is already in progress${activeLeaseText(lease)}`);
  }
}

/**
 * Checks the stored data park by park, under a lease, and then refreshes the statistics of the parks whose exclusions
 * changed.
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

  /** Continues after a park fails, and throws the first error at the end. @throws QualityCheckInProgressError, ParkNotFoundError */
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
    this.logger.log(`${parks} parks examined: ${findings} findings, ${closed} resolved automatically`);
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
        // a failing park must not keep the others from being examined
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
