import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../../common/config/app-config.js';
import { Clock } from '../../../common/time/clock.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../common/time/durations.js';
import type { TimeWindow } from '../../../common/time/time-windows.js';
import type { ExaminedPark } from './evidence.repository.js';
import { CheckInputService } from './evidence.service.js';
import { examinePark } from './examine-park.js';
import { operatingDaysOf } from './opening-hours.js';
import type { Examination, ParkCheckInput, Thresholds } from './park-evidence.js';

/** What was found about a park in a window of whole operating days, and from what. */
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

  /** Active parks, or the one that is asked for. */
  async parks(parkId: number | null): Promise<ExaminedPark[]> {
    return this.input.parks(parkId);
  }

  /** Null where the park has no rides. @param around the operating days that it touches are examined, up to now */
  async examine(park: ExaminedPark, around: TimeWindow): Promise<ExaminedWindow | null> {
    const days = operatingDaysOf(park.timezone, around);
    const endMs = Math.min(days.at(-1)!.window.endMs, this.clock.now().getTime());
    // One day more: what a day means can depend on the one before it.
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
