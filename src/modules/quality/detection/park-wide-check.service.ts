import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../../common/config/app-config.js';
import { Clock } from '../../../common/time/clock.js';
import { DAY_MS } from '../../../common/time/durations.js';
import { FindingsService } from '../../findings/findings.service.js';
import { LocalDays } from '../../snapshots/local-days.js';
import { findingOfMissingMetadata } from './detection-findings.js';
import { DOWN_REPORT_REASONS, downReportSteps, findingOfStep } from './down-report-steps.js';
import { CheckInputRepository, type ExaminedPark } from './evidence.repository.js';

/** Looks for what is wrong with a park as such, whatever days are examined. */
@Injectable()
export class ParkWideCheck {
  constructor(
    private readonly repository: CheckInputRepository,
    private readonly findings: FindingsService,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /** @param notesOf what is noted at a finding that is there no more */
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

  /** Since when its feed reports DOWN, and until when: an import may move either. */
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
