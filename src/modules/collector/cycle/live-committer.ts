import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AppConfig } from '../../../common/config/app-config.js';
import { ClockCheck, type ClockReading } from '../../../common/database/database-clock.js';
import { TransactionService } from '../../../common/database/transaction.service.js';
import { MINUTE_MS } from '../../../common/time/calendar.js';
import { Clock } from '../../../common/time/clock.js';
import { EntityRegistry } from '../../catalog/registry/entity-registry.service.js';
import { clockAheadText } from '../clock-problems.js';
import { FindingsService } from '../../findings/findings.service.js';
import { LiveWriter, responseSpans } from '../../snapshots/writing/live-writer.js';
import { CollectionRunRepository, type RunKey } from './collection-run.repository.js';
import { type DayRules, encodeResponse, type PolledResponse, rideIdsOf } from './encode-response.js';
import { detailSpans, LiveDetailRepository } from './live-detail.sql.js';
import { findingOfNewEntities, findingsOfResponse } from './live-findings.js';
import { type DestinationResult, RunTakenOverError, type SkippedReason } from './run-result.js';
import { isOvertaken, type Poll } from './span-rule.js';
import { isStoredWhole, type StoredRows } from './stored-response.js';

/** Clock and settings of the committer. */
@Injectable()
export class CommitEnvironment {
  constructor(
    readonly clock: Clock,
    private readonly config: AppConfig,
    private readonly clockCheck: ClockCheck,
  ) {}

  /** Compares the clock with the database clock, which decides what is ahead; in the caller's transaction. */
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

/** Properties of the poll other than its response. */
export type PollStart = Pick<DestinationResult, 'startedAt' | 'attempts' | 'httpStatus'>;

export interface CommittedPoll {
  result: DestinationResult;
  /** The instant of the previous poll; null for the first. */
  previousObservedAtMs: number | null;
  /** The rows that the whole response started or confirmed; null if part of it was not stored, or nothing. */
  rows: StoredRows | null;
}

/** Writes one response in one transaction: rows, details, names, findings and the instant of the poll. */
@Injectable()
export class LiveCommitter {
  constructor(
    private readonly transactions: TransactionService,
    private readonly runs: CollectionRunRepository,
    private readonly registry: EntityRegistry,
    private readonly writer: LiveWriter,
    private readonly details: LiveDetailRepository,
    private readonly findings: FindingsService,
    private readonly environment: CommitEnvironment,
  ) {}

  /** Committing the same response again writes nothing. @throws RunTakenOverError, LiveRowsMissingError */
  async commit(key: RunKey, polled: PolledResponse, start: PollStart): Promise<CommittedPoll> {
    return this.transactions.run((manager) => this.write(manager, key, polled, start));
  }

  private async write(
    manager: EntityManager,
    key: RunKey,
    polled: PolledResponse,
    start: PollStart,
  ): Promise<CommittedPoll> {
    await this.registry.lockDestination(manager, key.destinationId);
    const clock = await this.environment.readClock(manager);
    const { horizonMs } = clock;
    const previousObservedAtMs = await this.runs.findNewestObservedMs(manager, key.destinationId, horizonMs);
    const { observedAtMs } = polled.response;
    const poll = { observedAtMs, previousObservedAtMs, maxCarryForwardMs: this.environment.maxCarryForwardMs };
    const { rows, ...written } =
      observedAtMs > horizonMs
        ? skipped('CLOCK_AHEAD', clockAheadText({ offsetMs: observedAtMs - clock.databaseNowMs }))
        : isOvertaken(poll)
          ? skipped('OVERTAKEN', 'The response is not newer than the newest stored one')
          : await this.store(manager, polled, poll, horizonMs);
    const { read: entitiesRead, rejected: entitiesRejected } = polled.response;
    const finishedAt = this.environment.clock.now();
    const result = { ...start, finishedAt, entitiesRead, entitiesRejected, ...written };
    if (!(await this.runs.finishDestination(manager, key, result))) throw new RunTakenOverError(key.runId);
    return { result, previousObservedAtMs, rows };
  }

  private async store(manager: EntityManager, polled: PolledResponse, poll: Poll, horizonMs: number): Promise<Written> {
    const rideIds = rideIdsOf(polled);
    const current = await this.writer.findCurrent(manager, rideIds, horizonMs);
    const currentDetails = await this.details.findCurrent(manager, rideIds, horizonMs);
    const coded = encodeResponse(polled, { ...current, details: currentDetails }, poll, this.environment.dayRules);
    const nowMs = this.environment.clock.now().getTime();
    const outcome = await this.writer.write(manager, { ...coded, nowMs });
    await this.details.insert(manager, coded.details.start);
    await this.details.extend(manager, coded.details.extend);
    await this.registry.recordNames(manager, coded.names);
    await this.findings.record(manager, [
      ...findingsOfResponse(polled.destination, polled.response),
      ...findingOfNewEntities(polled.destination, polled.created, poll.observedAtMs),
    ]);
    return {
      observedAtMs: poll.observedAtMs,
      rowsWritten: outcome.rowsWritten + coded.details.start.length,
      rowsExtended: outcome.rowsExtended + coded.details.extend.length,
      errorCode: null,
      error: null,
      rows: isStoredWhole(polled, coded)
        ? { ...responseSpans(coded), details: detailSpans([...coded.details.start, ...coded.details.extend]) }
        : null,
    };
  }
}

type Written = Pick<DestinationResult, 'observedAtMs' | 'rowsWritten' | 'rowsExtended' | 'errorCode' | 'error'> &
  Pick<CommittedPoll, 'rows'>;

function skipped(errorCode: SkippedReason, error: string): Written {
  return { observedAtMs: null, rowsWritten: 0, rowsExtended: 0, errorCode, error, rows: null };
}
