import { performance } from 'node:perf_hooks';
import { Global, Injectable, Module } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { AppConfig } from '../config/app-config.js';
import { Clock, type ClockVerdict, clockVerdict } from '../time/clock.js';
import { millisecondsSql } from './sql-helpers.js';

/**
 * The clock of the database server, which all processes share. Tests that replay days with a clock of their own replace
 * this one as well; no setting turns the comparison with it off.
 */
@Injectable()
export class DatabaseClock {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /**
   * Milliseconds since 1970 UTC.
   * @param manager that of the caller's transaction, which must not wait for a second connection
   */
  async nowMs(manager: EntityManager = this.dataSource.manager): Promise<number> {
    const [row] = await manager.query<{ nowMs: number }[]>(`SELECT ${millisecondsSql('UTC_TIMESTAMP(3)')} AS nowMs`);
    return Number(row!.nowMs);
  }
}

/** This process's clock beside that of the database. */
export interface ClockReading {
  databaseNowMs: number;
  /** How far this process's clock is ahead; negative where it is behind, and meaningless where the verdict is UNKNOWN. */
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

  /**
   * An answer that was under way for longer than the tolerance says nothing about the clocks: after a stall of the database
   * it is asked once more.
   * @param manager that of the caller's transaction, if there is one
   */
  async read(manager?: EntityManager): Promise<ClockReading> {
    const first = await this.ask(manager);
    return first.verdict === 'UNKNOWN' ? this.ask(manager) : first;
  }

  private async ask(manager: EntityManager | undefined): Promise<ClockReading> {
    // The middle of the request is what the database's clock is compared with: a slow answer is no wrong clock.
    const [askedMs, startedMs] = [this.clock.now().getTime(), performance.now()];
    const databaseNowMs = await this.database.nowMs(manager);
    const offsetMs = Math.round((askedMs + this.clock.now().getTime()) / 2) - databaseNowMs;
    const roundTripMs = performance.now() - startedMs;
    const { clockToleranceMs: toleranceMs } = this.config;
    const verdict = clockVerdict(offsetMs, toleranceMs, roundTripMs);
    // It may be later than what the database answered, by as long as the answer was under way.
    const delayMs = verdict === 'UNKNOWN' ? Math.ceil(roundTripMs) : 0;
    return { databaseNowMs, offsetMs, verdict, horizonMs: databaseNowMs + delayMs + toleranceMs };
  }
}

/** The clock of the database, wherever the DataSource comes from. */
@Global()
@Module({ providers: [DatabaseClock, ClockCheck], exports: [DatabaseClock, ClockCheck] })
export class DatabaseClockModule {}
