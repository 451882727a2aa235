import { Injectable } from '@nestjs/common';
import { DAY_MS } from '../../../common/time/durations.js';
import type { TimeWindow } from '../../../common/time/time-windows.js';
import { FindingsService } from '../../findings/findings.service.js';
import { CheckExclusions } from './check-exclusions.service.js';
import { EXAMINED_REASONS } from './detection-findings.js';
import type { ExaminedPark } from './evidence.repository.js';
import { resolutionNote } from './mended-note.js';
import { ParkExaminer } from './park-examiner.service.js';
import { ParkWideCheck } from './park-wide-check.service.js';
import { RUNS_OUTSIDE_HOURS, withEarlierTimes } from './runs-outside.js';

/** Longer ranges are examined piece by piece, so that memory stays bounded. */
const PIECE_MS = 92 * DAY_MS;

export interface CheckReport {
  parks: number;
  findings: number;
  /** Findings that are no longer there. */
  closed: number;
}

/** A check of many parks, to which each of them adds. */
export interface CheckRun {
  report: CheckReport;
  /** Parks whose exclusions are others now. */
  changedParks: Set<number>;
  signal: AbortSignal;
}

/** Examines one park, and records what was found and what follows from it. */
@Injectable()
export class ParkCheck {
  constructor(
    private readonly examiner: ParkExaminer,
    private readonly parkWide: ParkWideCheck,
    private readonly findings: FindingsService,
    private readonly exclusions: CheckExclusions,
  ) {}

  /** Active parks, or the one that is asked for. */
  async parks(parkId: number | null): Promise<ExaminedPark[]> {
    return this.examiner.parks(parkId);
  }

  async check(park: ExaminedPark, windows: readonly TimeWindow[], run: CheckRun): Promise<void> {
    for (const { startMs, endMs } of windows) {
      for (let pieceMs = startMs; pieceMs < endMs; pieceMs += PIECE_MS) {
        run.signal.throwIfAborted();
        await this.checkPiece(park, { startMs: pieceMs, endMs: Math.min(pieceMs + PIECE_MS, endMs) }, run);
      }
    }
    const limits = this.examiner.thresholds();
    const { findings, closed } = await this.parkWide.check(park, (reason) => resolutionNote(reason, limits));
    run.report.findings += findings;
    run.report.closed += closed;
  }

  private async checkPiece(park: ExaminedPark, piece: TimeWindow, { report, changedParks }: CheckRun): Promise<void> {
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
      resolutionNote(reason, limits),
    );
    const excluded = await this.exclusions.settle(park, examination);
    report.findings += findings.length + excluded.findings;
    if (excluded.isChanged) changedParks.add(park.parkId);
  }
}
