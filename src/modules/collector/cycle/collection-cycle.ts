import { Injectable, Logger } from '@nestjs/common';
import { mapWithConcurrency, Semaphore } from '../../../common/async/concurrency.js';
import { nextPauseMs, type RetryPolicy } from '../../../common/async/retry.js';
import { AppConfig } from '../../../common/config/app-config.js';
import { isDatabaseUnavailable, isDiskFull } from '../../../common/database/database-errors.js';
import { DomainError } from '../../../common/domain-error.js';
import { plural } from '../../../common/text.js';
import { Clock } from '../../../common/time/clock.js';
import { CycleLimit } from '../../../common/time/cron-times.js';
import { EntityRegistry, type KnownDestination } from '../../catalog/registry/entity-registry.service.js';
import { clockAheadText } from '../clock-problems.js';
import { ClockWatch } from '../clock-watch.service.js';
import { LiveRowsMissingError } from '../../snapshots/writing/live-writer.js';
import type { RequestTally } from '../../themeparks-api/api-exchange.js';
import { LiveApiError } from '../../themeparks-api/live-api-errors.js';
import { API_BACKOFF, MonotonicTimer } from '../../themeparks-api/request-scheduler.js';
import { MalformedResponseError } from '../../themeparks-api/malformed-response.error.js';
import { CollectionRunRepository } from './collection-run.repository.js';
import { DestinationCollector } from './destination-collector.js';
import { type CycleReport, type SkippedReason, UnknownDestinationError } from './run-result.js';

/** The failure of an attempt, as it is stored in the run. */
export interface AttemptFailure {
  errorCode: string;
  error: string;
  httpStatus: number | null;
  isWorthRetrying: boolean;
  /** An unforeseen error: its stack is logged. */
  isUnexpected: boolean;
}

/** Never contains a driver's message: it has SQL in it, and the API shows the run. */
function failureOfAttempt(error: unknown): AttemptFailure {
  if (error instanceof LiveApiError) {
    const { failure, httpStatus } = error.details;
    return known(failure, error.message, httpStatus, error.isWorthRetrying);
  }
  if (error instanceof MalformedResponseError) {
    return known(error.code, `${error.message}: ${error.details.found}`, 200, true);
  }
  if (isDatabaseUnavailable(error)) return known('DATABASE_UNAVAILABLE', 'The database did not respond', null, true);
  if (isDiskFull(error)) return known('DATABASE_FULL', 'The disk of the database is full', null, true);
  if (error instanceof LiveRowsMissingError) return known(error.code, error.message, null, true);
  const message = error instanceof DomainError ? error.message : 'An unexpected error; see the log';
  return { ...known('INTERNAL_ERROR', message, null, false), isUnexpected: true };
}

function known(errorCode: string, error: string, httpStatus: number | null, isWorthRetrying: boolean): AttemptFailure {
  return { errorCode, error, httpStatus, isWorthRetrying, isUnexpected: false };
}

const MAX_NAMED = 8;
const MAX_REASON = 120;

/** Summary of a cycle in one line of limited length, with failures and reasons. */
export function cycleLine(report: CycleReport): string {
  const { runId, destinationsTotal, destinationsFailed, requests, entitiesRead, failures, refused } = report;
  return (
    `run ${runId}: ${destinationsTotal - destinationsFailed} of ${destinationsTotal} destinations, ` +
    `${entitiesRead} entities, ${report.rowsWritten} rows written, ${report.rowsExtended} extended, ` +
    `${requests} requests (${report.rateLimited} refused)` +
    listed(
      'failed',
      failures.map(({ name, errorCode, error }) => {
        return `${name}: ${errorCode}${error === null ? '' : ` (${error.slice(0, MAX_REASON)})`}`;
      }),
    ) +
    listed(
      'entities refused',
      refused.map(({ name, reason, field, entities }) => `${entities} of ${name}: ${reason} in ${field}`),
    )
  );
}

function listed(what: string, all: readonly string[]): string {
  if (all.length === 0) return '';
  const more = all.length - MAX_NAMED;
  return `; ${what}: ${all.slice(0, MAX_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** Attempts at one destination within a cycle. */
const RETRIES: RetryPolicy = { ...API_BACKOFF, maxAttempts: 5 };

export interface CycleOptions {
  /** UUID of the only destination to collect; default: all active ones. */
  destinationId?: string | null;
  /** Called as soon as the run has an id. */
  onStarted?: (runId: number) => void;
}

interface CycleState {
  runId: number;
  startedAt: Date;
  /** By the UUID of the park. */
  timezones: ReadonlyMap<string, string>;
  signal: AbortSignal;
  deadlineMs: number;
  tally: RequestTally;
  created: number;
  refused: CycleReport['refused'];
  /** A failure that no destination caused: no further attempts start. */
  isBroken: boolean;
}

/**
 * Requests the live data of every destination once. A failed destination does not affect the others; it is retried after
 * a pause, after those still waiting, while time and attempts are left. Runs only under the lease of
 * {@link CollectionService}.
 */
@Injectable()
export class CollectionCycle {
  private readonly logger = new Logger(CollectionCycle.name);
  private readonly limit: CycleLimit;

  constructor(
    private readonly runs: CollectionRunRepository,
    private readonly collector: DestinationCollector,
    private readonly registry: EntityRegistry,
    private readonly config: AppConfig,
    private readonly clock: Clock,
    private readonly timer: MonotonicTimer,
    private readonly clockWatch: ClockWatch,
  ) {
    this.limit = new CycleLimit(config.COLLECT_CRON);
  }

  /** An abort ends it between destinations, and the results are recorded. @throws UnknownDestinationError */
  async run(signal: AbortSignal, { destinationId = null, onStarted }: CycleOptions = {}): Promise<CycleReport> {
    const { reading } = await this.clockWatch.evaluate();
    const deadlineMs = this.timer.nowMs() + this.limit.timeMs(this.clock.now());
    const destinations = await this.registry.findDestinations(destinationId);
    if (destinationId !== null && destinations.length === 0) throw new UnknownDestinationError(destinationId);
    const isClockAhead = reading.verdict === 'AHEAD';
    const startedAt = isClockAhead ? new Date(reading.databaseNowMs) : this.clock.now();
    const interrupted = await this.runs.closeInterrupted(startedAt);
    if (interrupted > 0) this.logger.warn(`closed ${plural(interrupted, 'run')} of dead processes`);
    const ids = destinations.map((destination) => destination.destinationId);
    const timezones = await this.registry.findParkTimezones();
    const runId = await this.runs.begin(startedAt, ids);
    onStarted?.(runId);
    const tally = { requests: 0, rateLimited: 0 };
    const begun = { created: 0, refused: [], isBroken: false };
    const state: CycleState = { runId, startedAt, timezones, signal, deadlineMs, tally, ...begun };
    if (isClockAhead)
      return this.close(destinations, state, { at: startedAt, end: ['CLOCK_AHEAD', clockAheadText(reading)] });
    await this.askAll(destinations, state);
    return this.close(destinations, state, { at: this.clock.now(), end: endOf(signal) });
  }

  private async askAll(destinations: readonly KnownDestination[], state: CycleState): Promise<void> {
    const slots = new Semaphore(this.config.LIVE_CONCURRENCY);
    // A pausing destination holds no slot, and a hanging one does not prevent retries of the others.
    await mapWithConcurrency(destinations, destinations.length, async (destination) => {
      try {
        await this.ask(destination, slots, state);
      } catch (error) {
        state.isBroken = true;
        throw error;
      }
    });
  }

  private async ask(destination: KnownDestination, slots: Semaphore, state: CycleState): Promise<void> {
    for (let attempt = 1; await slots.use(() => this.attempt(destination, attempt, state)); attempt++) {
      if (!(await this.pauseAfter(attempt, state))) return;
    }
  }

  /** False if there is no further attempt. */
  private async pauseAfter(failures: number, { signal, deadlineMs }: CycleState): Promise<boolean> {
    const leftMs = deadlineMs - this.timer.nowMs();
    const pauseMs = nextPauseMs(RETRIES, { failures, leftMs }, () => this.timer.random());
    if (signal.aborted || pauseMs === null) return false;
    try {
      await this.timer.sleep(pauseMs, signal);
      return true;
    } catch (error) {
      if (signal.aborted) return false;
      throw error;
    }
  }

  /** Returns whether the destination should be retried. */
  private async attempt(destination: KnownDestination, attempts: number, state: CycleState): Promise<boolean> {
    const { runId, timezones, signal, deadlineMs, tally } = state;
    if (state.isBroken || signal.aborted || this.timer.nowMs() >= deadlineMs) return false;
    const startedAt = this.clock.now();
    try {
      const attempt = { runId, attempts, timezones };
      const collected = await this.collector.collect(attempt, destination, { signal, deadlineMs, tally });
      state.created += collected.created.length;
      const { themeparksWikiId: destinationId, name } = destination;
      state.refused.push(...collected.refused.map((refused) => ({ destinationId, name, ...refused })));
      this.report(destination, collected.created.length);
      return false;
    } catch (error) {
      if (signal.aborted) return false;
      return this.note(error, destination, { startedAt, attempts, runId });
    }
  }

  private report({ name }: KnownDestination, created: number): void {
    if (created > 0) this.logger.log(`${name}: ${created} entities are new`);
  }

  private async note(
    error: unknown,
    destination: KnownDestination,
    { startedAt, attempts, runId }: { startedAt: Date; attempts: number; runId: number },
  ): Promise<boolean> {
    const { isWorthRetrying, isUnexpected, ...failure } = failureOfAttempt(error);
    const what = `run ${runId}: ${destination.name}, attempt ${attempts}: ${failure.errorCode}, ${failure.error}`;
    if (isUnexpected) this.logger.error(`${what}: ${error instanceof Error ? error.stack : String(error)}`);
    else this.logger.debug(what);
    const nothing = { observedAtMs: null, entitiesRead: 0, entitiesRejected: 0, rowsWritten: 0, rowsExtended: 0 };
    const result = { ...nothing, ...failure, startedAt, finishedAt: this.clock.now(), attempts };
    await this.runs.noteFailure({ runId, destinationId: destination.destinationId }, result);
    return isWorthRetrying;
  }

  /** @param end the result of destinations that the cycle did not reach */
  private async close(
    destinations: readonly KnownDestination[],
    state: CycleState,
    { at: finishedAt, end: [code, text] }: { at: Date; end: [SkippedReason, string] },
  ): Promise<CycleReport> {
    const { runId, startedAt, signal, tally, created, refused } = state;
    await this.runs.closeOpenDestinations(runId, finishedAt, code, text);
    await this.runs.close(runId, finishedAt, { ...tally, error: code === 'NOT_REACHED' ? null : text });
    const totals = await this.runs.findTotals(runId);
    const byId = new Map(destinations.map((destination) => [destination.destinationId, destination]));
    const failures = (await this.runs.findFailures(runId)).map(({ destinationId, ...failure }) => {
      const { name = '', themeparksWikiId = '' } = byId.get(destinationId) ?? {};
      return { destinationId: themeparksWikiId, name, ...failure };
    });
    const wasAborted = signal.aborted;
    const runTotals = { ...tally, destinationsTotal: destinations.length, ...totals, entitiesCreated: created };
    const report = { runId, startedAt, finishedAt, ...runTotals, wasAborted, failures, refused };
    if (failures.length > 0) this.logger.warn(cycleLine(report));
    else this.logger.log(cycleLine(report));
    return report;
  }
}

function endOf(signal: AbortSignal): [SkippedReason, string] {
  return signal.aborted
    ? ['ABORTED', 'The cycle was stopped']
    : ['NOT_REACHED', 'The time limit of the cycle was reached'];
}
