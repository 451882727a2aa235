import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, Module } from '@nestjs/common';
import { count, plural } from '../../common/text.js';
import {
  type RefreshReport,
  type RefreshRequest,
  StatisticsRefreshService,
} from '../../modules/statistics/refresh.service.js';
import { StatisticsModule } from '../../modules/statistics/statistics.module.js';
import { activeLeaseText } from '../../modules/jobs/job-lease.entity.js';
import { duration } from '../format.js';

const REPORT_EVERY_MS = 2_000;
const LOOK_AGAIN_MS = 250;

export interface StepIo {
  write: (line: string) => void;
  stop: AbortSignal;
  /** The time of a monotonic clock. */
  nowMs: () => number;
}

/** Refreshes the statistics within a command, and prints the progress. */
@Injectable()
export class StatisticsStep {
  constructor(private readonly refresher: StatisticsRefreshService) {}

  /** Null if another process is already computing them. */
  async run(io: StepIo): Promise<RefreshReport | null> {
    const { write, stop, nowMs } = io;
    const startedMs = nowMs();
    const outcome = await this.refresher.refresh({ signal: stop, onProgress: progressLines(io) });
    if (!outcome.ran) {
      write(`Statistics are being computed by another process${activeLeaseText(await this.refresher.findLease())}.`);
      return null;
    }
    const { parkDays, snapshots, failedParkIds } = outcome.result;
    if (parkDays === 0) write('Statistics are up to date.');
    else write(`Statistics: ${plural(parkDays, 'park-day')} computed, ${rate(snapshots, nowMs() - startedMs)}`);
    if (failedParkIds.length > 0) write(`Not computed, see the log: parks ${failedParkIds.join(', ')}`);
    return outcome.result;
  }

  /** Waits for another process that is computing them, if there is one, and then runs. */
  async runWithRetry(io: StepIo): Promise<void> {
    while (await this.refresher.isRunning()) {
      io.stop.throwIfAborted();
      await delay(LOOK_AGAIN_MS);
    }
    await this.run(io);
  }
}

function progressLines({ write, nowMs }: StepIo): RefreshRequest['onProgress'] {
  const startedMs = nowMs();
  let reportedAtMs = startedMs;
  return ({ parkDays, snapshots, left }) => {
    if (left === 0 || nowMs() - reportedAtMs < REPORT_EVERY_MS) return;
    reportedAtMs = nowMs();
    const leftSeconds = (left / Math.max(1, parkDays)) * ((reportedAtMs - startedMs) / 1000);
    const rateText = rate(snapshots, reportedAtMs - startedMs);
    write(
      `${count(parkDays)} of ${count(parkDays + left)} park-days, ${rateText}, about ${duration(Math.round(leftSeconds))} left`,
    );
  };
}

function rate(snapshots: number, elapsedMs: number): string {
  const seconds = Math.max(elapsedMs, 1) / 1000;
  return `${plural(snapshots, 'snapshot')} in ${duration(seconds)} (${count(Math.round(snapshots / seconds))}/s)`;
}

@Module({ imports: [StatisticsModule], providers: [StatisticsStep], exports: [StatisticsStep] })
export class StatisticsStepModule {}
