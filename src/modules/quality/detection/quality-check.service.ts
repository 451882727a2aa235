import { Injectable, Logger } from '@nestjs/common';
import { groupBy } from '../../../common/collections/group-by.js';
import { AppConfig } from '../../../common/config/app-config.js';
import { DomainError } from '../../../common/errors/domain-error.js';
import { Clock } from '../../../common/time/clock.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../common/time/durations.js';
import { type TimeWindow, merged } from '../../../common/time/time-windows.js';
import { ParkNotFoundError } from '../../catalog/catalog-errors.js';
import { FindingsService } from '../../findings/findings.service.js';
import { JobLeaseService } from '../../jobs/job-lease.service.js';
import { holdText, type LeaseHold } from '../../jobs/lease-hold.js';
import { CheckExclusions } from './check-exclusions.service.js';
import { EXAMINED_REASONS } from './detection-findings.js';
import type { ExaminedPark } from './evidence.repository.js';
import { EvidenceService } from './evidence.service.js';
import { examinePark } from './examine-park.js';
import { mendedNote } from './mended-note.js';
import { operatingDaysOf } from './opening-hours.js';
import type { Thresholds } from './park-evidence.js';
import { ParkWideCheck } from './park-wide-check.service.js';
import { RUNS_OUTSIDE_HOURS, withEarlierTimes } from './runs-outside.js';

export const QUALITY_CHECK_JOB = 'quality-check';
const LEASE_MS = 120_000;
/** Longer ranges are examined piece by piece, so that memory stays bounded. */
const PIECE_MS = 92 * DAY_MS;

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

export interface CheckReport {
  parks: number;
  findings: number;
  /** Findings that are no longer there. */
  closed: number;
}

export class QualityCheckInProgressError extends DomainError {
  constructor(hold: LeaseHold | null) {
    super('QUALITY_CHECK_IN_PROGRESS', `A check of the data quality is running already${holdText(hold)}`);
  }
}

/** Looks for what is wrong with the stored data, park by park, under a lease. */
@Injectable()
export class QualityCheckService {
  private readonly logger = new Logger(QualityCheckService.name);

  constructor(
    private readonly evidence: EvidenceService,
    private readonly parkWide: ParkWideCheck,
    private readonly findings: FindingsService,
    private readonly exclusions: CheckExclusions,
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
    if (!outcome.ran) throw new QualityCheckInProgressError(await this.leases.findHold(QUALITY_CHECK_JOB));
    const { parks, findings, closed } = outcome.result;
    this.logger.log(`${parks} parks examined: ${findings} findings, ${closed} closed by themselves`);
    return outcome.result;
  }

  private async checkAll(request: CheckRequest, signal: AbortSignal): Promise<CheckReport> {
    const nowMs = this.clock.now().getTime();
    const toMs = Math.min(request.toMs ?? nowMs, nowMs);
    const fromMs = request.fromMs ?? toMs - this.config.QUALITY_CHECK_HOURS * HOUR_MS;
    const parkId = request.parkId ?? null;
    const parks = await this.evidence.parks(parkId);
    if (parkId !== null && parks.length === 0) throw new ParkNotFoundError(parkId);
    const report: CheckReport = { parks: 0, findings: 0, closed: await this.refreshArchiveGaps() };
    const refilled = await this.refilledWindows();
    let failure: Error | null = null;
    for (const park of parks) {
      try {
        for (const window of [{ startMs: fromMs, endMs: toMs }, ...(refilled.get(park.parkId) ?? [])]) {
          await this.checkWindow(park, window, signal, report);
        }
        await this.checkWhole(park, report);
        report.parks++;
      } catch (error) {
        signal.throwIfAborted();
        // what is wrong with one park must not leave the others unseen
        const reason = error instanceof Error ? error : new Error(String(error));
        this.logger.error(`park ${park.parkId} could not be examined: ${reason.stack}`);
        failure ??= reason;
      }
    }
    if (failure !== null) throw failure;
    return report;
  }

  private async refreshArchiveGaps(): Promise<number> {
    return (await this.findings.closeFilledArchiveGaps()) + (await this.findings.refreshUnreadDays());
  }

  private async checkWindow(
    park: ExaminedPark,
    { startMs, endMs }: TimeWindow,
    signal: AbortSignal,
    report: CheckReport,
  ) {
    for (let pieceMs = startMs; pieceMs < endMs; pieceMs += PIECE_MS) {
      signal.throwIfAborted();
      await this.checkPark(park, { startMs: pieceMs, endMs: Math.min(pieceMs + PIECE_MS, endMs) }, report);
    }
  }

  /** Windows, by park, of gaps that lie before the time that is looked at anyway, and may have been filled. */
  private async refilledWindows(): Promise<Map<number, TimeWindow[]>> {
    const byPark = groupBy(await this.findings.refilledGaps(), ({ parkId }) => parkId);
    return new Map(
      [...byPark].map(([parkId, gaps]) => [
        parkId,
        merged(
          gaps.map((gap) => ({ startMs: gap.windowStart.getTime(), endMs: gap.windowEnd.getTime() })),
          DAY_MS,
        ),
      ]),
    );
  }

  private async checkPark(park: ExaminedPark, piece: TimeWindow, report: CheckReport): Promise<void> {
    const days = operatingDaysOf(park.timezone, piece);
    const endMs = Math.min(days.at(-1)!.window.endMs, this.clock.now().getTime());
    // One day more: what a day means can depend on the one before it.
    const startMs = days[0]!.window.startMs - DAY_MS;
    const evidence = await this.evidence.gather(park, { startMs, endMs });
    if (evidence === null) return;
    const limits = this.thresholds();
    const { findings: found, undecided, parts } = examinePark(evidence, limits);
    const findings = await Promise.all(
      found.map(async (finding) =>
        finding.reason === RUNS_OUTSIDE_HOURS
          ? withEarlierTimes(evidence.park, finding, await this.findings.sampleOf(finding), evidence.range)
          : finding,
      ),
    );
    const [from, to] = [days[0]!.window.startMs, endMs].map((ms) => new Date(ms)) as [Date, Date];
    const examined = { parkId: park.parkId, reasons: EXAMINED_REASONS, from, to, undecided, parts };
    report.closed += await this.findings.replaceExamined(examined, findings, (reason) => mendedNote(reason, limits));
    report.findings += findings.length + (await this.exclusions.settle(park, evidence, findings, { from, to }));
  }

  private async checkWhole(park: ExaminedPark, report: CheckReport): Promise<void> {
    const limits = this.thresholds();
    const { findings, closed } = await this.parkWide.check(park, (reason) => mendedNote(reason, limits));
    report.findings += findings;
    report.closed += closed;
  }

  private thresholds(): Thresholds {
    const { config } = this;
    return {
      liveGapMs: config.QUALITY_LIVE_GAP_MINUTES * MINUTE_MS,
      silenceMs: config.QUALITY_SILENCE_MINUTES * MINUTE_MS,
      absentDays: config.QUALITY_ABSENT_DAYS,
      maxWaitMinutes: config.QUALITY_MAX_WAIT_MINUTES,
      jumpMinutes: config.QUALITY_JUMP_MINUTES,
      frozenRideMs: config.QUALITY_FROZEN_RIDE_MINUTES * MINUTE_MS,
      frozenParkMs: config.QUALITY_FROZEN_PARK_MINUTES * MINUTE_MS,
      longDownMs: config.QUALITY_LONG_DOWN_HOURS * HOUR_MS,
    };
  }
}
