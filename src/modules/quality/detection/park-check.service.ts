import { Injectable } from '@nestjs/common';
import { DAY_MS, MINUTE_MS } from '../../../common/time/calendar.js';
import type { TimeInterval } from '../../../common/time/time-intervals.js';
import { FindingsService } from '../../findings/findings.service.js';
import { CheckExclusions } from './check-exclusions.service.js';
import type { Thresholds } from './check-input.js';
import type { ExaminedPark } from './check-input.sql.js';
import { EXAMINED_REASONS } from './detection-findings.js';
import { GAP_REASONS } from './gap-reason.js';
import { ParkExaminer, ParkWideCheck } from './park-examiner.service.js';
import { RUNS_OUTSIDE_HOURS, withEarlierTimes } from './runs-outside.js';

/** The note on a finding that is resolved automatically. It names the limits in force, which may have changed since. */
function automaticResolutionNote(reason: string, limits: Thresholds): string {
  const limit = limitText(reason, limits);
  const by = limit === null ? '' : ` with the limits in force (${limit})`;
  return `Resolved automatically: a new check${by} did not find it again`;
}

function limitText(reason: string, limits: Thresholds): string | null {
  const minutes = (ms: number): string => `${ms / MINUTE_MS} minutes`;
  if (GAP_REASONS.some((gapReason) => gapReason === reason)) {
    return (
      `no live data of a park for more than ${minutes(limits.liveGapMs)}, ` +
      `none of the archive or of a ride for more than ${minutes(limits.noDataMs)}`
    );
  }
  switch (reason) {
    case 'WAIT_OUT_OF_RANGE':
      return `waits of more than ${limits.maxWaitMinutes} minutes`;
    case 'IMPOSSIBLE_JUMP':
      return `waits that grow by more than ${limits.jumpMinutes} minutes`;
    case 'FROZEN_WAIT':
      return `unchanged for more than ${minutes(limits.frozenRideMs)}`;
    case 'FROZEN_PARK':
      return `unchanged for more than ${minutes(limits.frozenParkMs)}`;
    case 'LONG_DOWN':
      return `DOWN for more than ${minutes(limits.longDownMs)}`;
    default:
      return null;
  }
}

/** Longer ranges are examined in pieces, so that memory stays bounded. */
const PIECE_MS = 92 * DAY_MS;

export interface CheckReport {
  parks: number;
  findings: number;
  /** Findings that were resolved because they were not found again. */
  closed: number;
}

/** The shared state of a check over many parks. */
export interface CheckRun {
  report: CheckReport;
  /** Parks whose exclusions changed. */
  changedParks: Set<number>;
  signal: AbortSignal;
}

/** Examines one park and records its findings and exclusions. */
@Injectable()
export class ParkCheck {
  constructor(
    private readonly examiner: ParkExaminer,
    private readonly parkWide: ParkWideCheck,
    private readonly findings: FindingsService,
    private readonly exclusions: CheckExclusions,
  ) {}

  /** All active parks, or the given park. */
  async parks(parkId: number | null): Promise<ExaminedPark[]> {
    return this.examiner.parks(parkId);
  }

  async check(park: ExaminedPark, windows: readonly TimeInterval[], run: CheckRun): Promise<void> {
    for (const { startMs, endMs } of windows) {
      for (let pieceMs = startMs; pieceMs < endMs; pieceMs += PIECE_MS) {
        run.signal.throwIfAborted();
        await this.checkPiece(park, { startMs: pieceMs, endMs: Math.min(pieceMs + PIECE_MS, endMs) }, run);
      }
    }
    const limits = this.examiner.thresholds();
    const { findings, closed } = await this.parkWide.check(park, (reason) => automaticResolutionNote(reason, limits));
    run.report.findings += findings;
    run.report.closed += closed;
  }

  private async checkPiece(park: ExaminedPark, piece: TimeInterval, { report, changedParks }: CheckRun): Promise<void> {
    const examination = await this.examiner.examine(park, piece);
    if (examination === null) return;
    const { input, window, undecided, parts } = examination;
    const findings = await Promise.all(
      examination.findings.map(async (finding) =>
        finding.reason === RUNS_OUTSIDE_HOURS
          ? withEarlierTimes(input.park, finding, await this.findings.sampleOf(finding), input.range)
          : finding,
      ),
    );
    const limits = this.examiner.thresholds();
    const examined = { parkId: park.parkId, reasons: EXAMINED_REASONS, ...window, undecided, parts };
    report.closed += await this.findings.replaceExamined(examined, findings, (reason) =>
      automaticResolutionNote(reason, limits),
    );
    const excluded = await this.exclusions.settle(park, examination);
    report.findings += findings.length + excluded.findings;
    if (excluded.isChanged) changedParks.add(park.parkId);
  }
}
