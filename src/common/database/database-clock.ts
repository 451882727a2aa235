import { performance } from 'node:perf_hooks';
import { Global, Injectable, Module } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { AppConfig } from '../config/app-config.js';
import { DomainError } from '../domain-error.js';
import { Clock, type ClockVerdict, clockVerdict, offsetText } from '../time/clock.js';
import { millisecondsSql } from './sql-helpers.js';

/**
 * The clock of the database server, which all processes share. Tests that replay past days replace it together with the
 * process's clock; no setting disables the comparison.
 */
@Injectable()
export class DatabaseClock {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /**
   * Milliseconds since 1970 UTC.
   * @param manager the manager of the caller's transaction, which must not wait for a second connection
   */
  async nowMs(manager: EntityManager = this.dataSource.manager): Promise<number> {
    const [row] = await manager.query<{ nowMs: number }[]>(`SELECT ${millisecondsSql('UTC_TIMESTAMP(3)')} AS nowMs`);
    return Number(row!.nowMs);
  }
}

/** A comparison of this process's clock with the database's clock. */
export interface ClockReading {
  databaseNowMs: number;
  /** How far this process's clock is ahead; negative if behind, meaningless if the verdict is UNKNOWN. */
  offsetMs: number;
  verdict: ClockVerdict;
  /** The latest instant that can have been observed; anything later is in the future. */
  horizonMs: number;
}

/** Work that depends on the current time would count future instants as past. */
export class ClockAheadError extends DomainError {
  constructor({ offsetMs }: Pick<ClockReading, 'offsetMs'>) {
    super(
      'CLOCK_DISAGREES',
      `The clock of this process is ${offsetText(offsetMs)} ahead of the database's clock. Correct the clock of this host`,
      { offsetSeconds: offsetMs / 1_000 },
    );
  }
}

/** Compares this process's clock with the database's clock. */
@Injectable()
export class ClockCheck {
  constructor(
    private readonly clock: Clock,
    private readonly database: DatabaseClock,
    private readonly config: AppConfig,
  ) {}

  /** Whether this process's clock is ahead, so that future instants would count as past. */
  async isAhead(): Promise<boolean> {
    return (await this.read()).verdict === 'AHEAD';
  }

  /** For work that stores or judges data by the current time. @throws ClockAheadError */
  async refuseAhead(): Promise<void> {
    const reading = await this.read();
    if (reading.verdict === 'AHEAD') throw new ClockAheadError(reading);
  }

  /**
   * Reads the database's clock again if the response took longer than the tolerance, for instance after a stall of the
   * database: such a response cannot be compared.
   * @param manager the manager of the caller's transaction, if there is one
   */
  async read(manager?: EntityManager): Promise<ClockReading> {
    const first = await this.ask(manager);
    return first.verdict === 'UNKNOWN' ? this.ask(manager) : first;
  }

  private async ask(manager: EntityManager | undefined): Promise<ClockReading> {
    // Compare with the middle of the request, so that a slow response is not mistaken for a wrong clock.
    const [askedMs, startedMs] = [this.clock.now().getTime(), performance.now()];
    const databaseNowMs = await this.database.nowMs(manager);
    const offsetMs = Math.round((askedMs + this.clock.now().getTime()) / 2) - databaseNowMs;
    const roundTripMs = performance.now() - startedMs;
    const { clockToleranceMs: toleranceMs } = this.config;
    const verdict = clockVerdict(offsetMs, toleranceMs, roundTripMs);
    // The current time may be later than the response by the duration of the request.
    const delayMs = verdict === 'UNKNOWN' ? Math.ceil(roundTripMs) : 0;
    return { databaseNowMs, offsetMs, verdict, horizonMs: databaseNowMs + delayMs + toleranceMs };
  }
}

/** Provides the database's clock; works with any DataSource. */
@Global()
@Module({ providers: [DatabaseClock, ClockCheck], exports: [DatabaseClock, ClockCheck] })
export class DatabaseClockModule {}
