import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../../common/config/app-config.js';
import { Clock } from '../../../common/time/clock.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../common/time/calendar.js';
import type { TimeInterval } from '../../../common/time/time-intervals.js';
import { FindingsService } from '../../findings/findings.service.js';
import { LocalDays } from '../../snapshots/local-days.js';
import type { Examination, ParkCheckInput, Thresholds } from './check-input.js';
import { CheckInputRepository, type ExaminedPark } from './check-input.sql.js';
import { CheckInputService } from './check-input.service.js';
import { findingOfMissingMetadata } from './detection-findings.js';
import { DOWN_REPORT_REASONS, downReportSteps, findingOfStep } from './down-report-steps.js';
import { examinePark } from './examine-park.js';
import { operatingDaysOf } from './operating-hours.js';

/** The findings about a park in a window of whole operating days, with their input. */
export interface ExaminedWindow extends Examination {
  input: ParkCheckInput;
  window: { from: Date; to: Date };
}

/** Gathers and examines the observations of a park. */
@Injectable()
export class ParkExaminer {
  constructor(
    private readonly input: CheckInputService,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /** All active parks, or the given park. */
  async parks(parkId: number | null): Promise<ExaminedPark[]> {
    return this.input.parks(parkId);
  }

  /** Null if the park has no rides. @param around all operating days that overlap it are examined, up to now */
  async examine(park: ExaminedPark, around: TimeInterval): Promise<ExaminedWindow | null> {
    const days = operatingDaysOf(park.timezone, around);
    const endMs = Math.min(days.at(-1)!.window.endMs, this.clock.now().getTime());
    // One more day, because some findings depend on the day before.
    const startMs = days[0]!.window.startMs - DAY_MS;
    const input = await this.input.gather(park, { startMs, endMs });
    if (input === null) return null;
    const window = { from: new Date(days[0]!.window.startMs), to: new Date(endMs) };
    return { input, window, ...examinePark(input, this.thresholds()) };
  }

  thresholds(): Thresholds {
    const { config } = this;
    return {
      liveGapMs: config.QUALITY_LIVE_GAP_MINUTES * MINUTE_MS,
      noDataMs: config.QUALITY_NO_DATA_MINUTES * MINUTE_MS,
      absentDays: config.QUALITY_ABSENT_DAYS,
      maxWaitMinutes: config.QUALITY_MAX_WAIT_MINUTES,
      jumpMinutes: config.QUALITY_JUMP_MINUTES,
      frozenRideMs: config.QUALITY_FROZEN_RIDE_MINUTES * MINUTE_MS,
      frozenParkMs: config.QUALITY_FROZEN_PARK_MINUTES * MINUTE_MS,
      longDownMs: config.QUALITY_LONG_DOWN_HOURS * HOUR_MS,
    };
  }
}

/** Finds problems of a park that do not depend on the examined days. */
@Injectable()
export class ParkWideCheck {
  constructor(
    private readonly repository: CheckInputRepository,
    private readonly findings: FindingsService,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /** @param notesOf the note for a finding that was not found again */
  async check(park: ExaminedPark, notesOf: (reason: string) => string): Promise<{ findings: number; closed: number }> {
    const rides = new Map((await this.repository.findRides(park.parkId)).map(({ rideId, name }) => [rideId, name]));
    const names = { ...park, rides };
    const [metadata, steps] = [await this.checkMetadata(names, notesOf), await this.checkSteps(names, notesOf)];
    return { findings: metadata.findings + steps.findings, closed: metadata.closed + steps.closed };
  }

  private async checkMetadata(
    park: ExaminedPark & { rides: Map<number, string> },
    notesOf: (reason: string) => string,
  ): Promise<{ findings: number; closed: number }> {
    const { attractions, without } = await this.repository.findMetadataGaps(park.parkId);
    const finding = findingOfMissingMetadata(park, without, attractions);
    const isThere = without.length > 0;
    const closed = await this.findings.recordOrClose(finding, isThere, notesOf(finding.reason));
    return { findings: isThere ? 1 : 0, closed };
  }

  /** Finds when the park's feed began or stopped reporting DOWN; an import may move either day. */
  private async checkSteps(
    park: ExaminedPark & { rides: Map<number, string> },
    notesOf: (reason: string) => string,
  ): Promise<{ findings: number; closed: number }> {
    const { parkId, timezone } = park;
    const reports = await this.repository.findDownReports(parkId);
    const firstDate = reports.length === 0 ? null : await this.repository.findFirstOperatingDate(parkId);
    const days = new LocalDays(timezone, this.config.parkDayStartMinutes);
    const findings = downReportSteps(reports, firstDate).map((step) =>
      findingOfStep(park, step, days.window(step.date)),
    );
    const until = new Date(this.clock.now().getTime() + 2 * DAY_MS);
    const examined = { parkId, reasons: DOWN_REPORT_REASONS, from: new Date(0), to: until, undecided: [], parts: [] };
    return { findings: findings.length, closed: await this.findings.replaceExamined(examined, findings, notesOf) };
  }
}
