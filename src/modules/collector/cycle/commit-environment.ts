import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AppConfig } from '../../../common/config/app-config.js';
import { ClockCheck, type ClockReading } from '../../../common/database/clock-check.js';
import { Clock } from '../../../common/time/clock.js';
import { MINUTE_MS } from '../../../common/time/durations.js';
import type { DayRules } from './code-answer.js';

/** Clock and settings of the committer. */
@Injectable()
export class CommitEnvironment {
  constructor(
    readonly clock: Clock,
    private readonly config: AppConfig,
    private readonly clockCheck: ClockCheck,
  ) {}

  /** The clock beside that of the database, which decides what lies ahead; in the caller's transaction. */
  async readClock(manager: EntityManager): Promise<ClockReading> {
    return this.clockCheck.read(manager);
  }

  get maxCarryForwardMs(): number {
    return this.config.LIVE_MAX_CARRY_FORWARD_MINUTES * MINUTE_MS;
  }

  get dayRules(): DayRules {
    return {
      parkDayStartMinutes: this.config.parkDayStartMinutes,
      archiveMaxCarryForwardMs: this.config.ARCHIVE_MAX_CARRY_FORWARD_MINUTES * MINUTE_MS,
      parkNoDataMs: this.config.PARK_NO_DATA_MINUTES * MINUTE_MS,
    };
  }
}
