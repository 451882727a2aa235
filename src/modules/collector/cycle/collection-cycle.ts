import { Injectable, Logger } from '@nestjs/common';
import { mapWithConcurrency, Semaphore } from '../../../common/async/concurrency.js';
import { AppConfig } from '../../../common/config/app-config.js';
import { isDatabaseUnavailable, isDiskFull } from '../../../common/database/database-errors.js';
import { DomainError } from '../../../common/domain-error.js';
import { Clock } from '../../../common/time/clock.js';
import { cycleTimeMs } from '../../../common/time/cron-times.js';
import { EntityRegistry, type KnownDestination } from '../../catalog/registry/entity-registry.service.js';
import { refusalText } from '../clock-problems.js';
import { ClockWatch } from '../clock-watch.service.js';
import { LiveRowsMissingError } from '../../snapshots/writing/live-writer.js';
import type { RequestTally } from '../../themeparks-api/api-exchange.js';
import { LiveApiError } from '../../themeparks-api/live-api-errors.js';
import { backoffMs, MonotonicTimer } from '../../themeparks-api/request-scheduler.js';
import { MalformedResponseError } from '../live-response/parse-live-response.js';
import { CollectionRunRepository } from './collection-run.repository.js';
import { DestinationCollector } from './destination-collector.js';
import { type CycleReport, type SkippedReason, UnknownDestinationError } from './run-result.js';

/** Why an attempt gave nothing, as it is kept in the run. */
export interface AttemptFailure {
  errorCode: string;
  error: string;
  httpStatus: number | null;
  isWorthRetrying: boolean;
  /** Nobody has foreseen it: the log wants its stack. */
  isUnexpected: boolean;
}

/** Never a driver's message: it holds SQL, and the run is shown. */
function failureOfAttempt(error: unknown): AttemptFailure {
  if (error instanceof LiveApiError) {
    const { failure, httpStatus } = error.details;
    return known(failure, error.message, httpStatus, error.isWorthRetrying);
  }
  if (error instanceof MalformedResponseError) {
    return known(error.code, `${error.message}: ${error.details.found}`, 200, true);
  }
  if (isDatabaseUnavailable(error)) return known('DATABASE_UNAVAILABLE', 'The database did not answer', null, true);
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

/** A cycle in one line, with what failed and why: bounded, however much it was. */
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
const MAX_ATTEMPTS = 5;

export interface CycleOptions {
  /** UUID of the only destination to ask for; without it all active ones. */
  destinationId?: string | null;
  /** Told as soon as the run has its id. */
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
  /** Something happened that no destination is to blame for: nothing more is begun. */
  isBroken: boolean;
}

/**
 * Asks once for every destination. One that fails costs only itself, and is asked for again after a pause of its own,
 * behind those whose turn it is, while time and attempts are left. Runs under the lease of {@link CollectionService} only.
 */
@Injectable()
export class CollectionCycle {
  private readonly logger = new Logger(CollectionCycle.name);

  constructor(
    private readonly runs: CollectionRunRepository,
    private readonly collector: DestinationCollector,
    private readonly registry: EntityRegistry,
    private readonly config: AppConfig,
    private readonly clock: Clock,
    private readonly timer: MonotonicTimer,
    private readonly clockWatch: ClockWatch,
  ) {}

  /** Aborting ends it between destinations, with its books kept. @throws UnknownDestinationError */
  async run(signal: AbortSignal, { destinationId = null, onStarted }: CycleOptions = {}): Promise<CycleReport> {
    const { reading } = await this.clockWatch.evaluate();
    const deadlineMs = this.timer.nowMs() + cycleTimeMs(this.config.COLLECT_CRON, this.clock.now());
    const destinations = await this.registry.findDestinations(destinationId);
    if (destinationId !== null && destinations.length === 0) throw new UnknownDestinationError(destinationId);
    const isClockAhead = reading.verdict === 'AHEAD';
    const startedAt = isClockAhead ? new Date(reading.databaseNowMs) : this.clock.now();
    const interrupted = await this.runs.closeInterrupted(startedAt);
    if (interrupted > 0) this.logger.warn(`${interrupted} run(s) of processes that died are closed`);
    const ids = destinations.map((destination) => destination.destinationId);
    const timezones = await this.registry.findParkTimezones();
    const runId = await this.runs.begin(startedAt, ids);
    onStarted?.(runId);
    const tally = { requests: 0, rateLimited: 0 };
    const begun = { created: 0, refused: [], isBroken: false };
    const state: CycleState = { runId, startedAt, timezones, signal, deadlineMs, tally, ...begun };
    if (isClockAhead)
      return this.close(destinations, state, { at: startedAt, end: ['CLOCK_AHEAD', refusalText(reading)] });
    await this.askAll(destinations, state);
    return this.close(destinations, state, { at: this.clock.now(), end: endOf(signal) });
  }

  private async askAll(destinations: readonly KnownDestination[], state: CycleState): Promise<void> {
    const slots = new Semaphore(this.config.LIVE_CONCURRENCY);
    // Whoever pauses holds no slot, and one that hangs keeps nobody else from being tried again.
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
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      if (attempt > 1 && !(await this.pauseBefore(attempt, state))) return;
      if (!(await slots.use(() => this.attempt(destination, attempt, state)))) return;
    }
  }

  /** False where there is no time for a further attempt. */
  private async pauseBefore(attempt: number, { signal, deadlineMs }: CycleState): Promise<boolean> {
    const waitMs = backoffMs(attempt - 1, this.timer.random());
    if (signal.aborted || this.timer.nowMs() + waitMs >= deadlineMs) return false;
    try {
      await this.timer.sleep(waitMs, signal);
      return true;
    } catch (error) {
      if (signal.aborted) return false;
      throw error;
    }
  }

  /** Returns whether the destination is to be tried again. */
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
    if (created > 0) this.logger.log(`${name}: ${created} entities were not known before`);
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

  /** @param end what becomes of destinations that the cycle has not come to */
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
  return signal.aborted ? ['ABORTED', 'The cycle was told to stop'] : ['NOT_REACHED', 'The time of the cycle was up'];
}
