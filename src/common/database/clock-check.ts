import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AppConfig } from '../config/app-config.js';
import { Clock } from '../time/clock.js';
import { clockVerdict, type ClockVerdict } from '../time/clock-verdict.js';
import { DatabaseClock } from './database-clock.js';

/** This process's clock beside that of the database. */
export interface ClockReading {
  databaseNowMs: number;
  /** How far this process's clock is ahead; negative where it is behind. */
  offsetMs: number;
  verdict: ClockVerdict;
  /** The latest instant at which something can have been observed. */
  horizonMs: number;
}

/** Compares this process's clock with that of the database. */
@Injectable()
export class ClockCheck {
  constructor(
    private readonly clock: Clock,
    private readonly database: DatabaseClock,
    private readonly config: AppConfig,
  ) {}

  /** Whether what is judged by this clock would be judged by a time that is still to come. */
  async isAhead(): Promise<boolean> {
    return (await this.read()).verdict === 'AHEAD';
  }

  /** @param manager that of the caller's transaction, if there is one */
  async read(manager?: EntityManager): Promise<ClockReading> {
    // The middle of the request is what the database's clock is compared with: a slow answer is no wrong clock.
    const askedMs = this.clock.now().getTime();
    const databaseNowMs = await this.database.nowMs(manager);
    const offsetMs = Math.round((askedMs + this.clock.now().getTime()) / 2) - databaseNowMs;
    const { clockToleranceMs: toleranceMs } = this.config;
    return {
      databaseNowMs,
      offsetMs,
      verdict: clockVerdict(offsetMs, toleranceMs),
      horizonMs: databaseNowMs + toleranceMs,
    };
  }
}
