import { Injectable, Logger } from '@nestjs/common';
import { groupBy } from '../../../common/collections.js';
import { TransactionService } from '../../../common/database/transaction.service.js';
import { DomainError, ParkNotFoundError } from '../../../common/domain-error.js';
import { DAY_MS, dayAfter, daysFromTo } from '../../../common/time/calendar.js';
import { Clock } from '../../../common/time/clock.js';
import { checkDateRange } from '../../../common/time/date-range.js';
import { FindingsService } from '../../findings/findings.service.js';
import { LocalDays } from '../../snapshots/local-days.js';
import { UnauthorizedApiKeyError } from '../../themeparks-api/live-api-errors.js';
import type { DailyRow } from '../daily-rules/daily-row.js';
import type { DailyResponse, DailyRowsOfEntity } from '../response/daily-reader.js';
import { isPossible, recordOf } from './daily-record.js';
import { PublishedDays, type PublishedRange } from './published-days.service.js';
import { type DayCounts, differenceRowOf, findingOfDay, reconcileDay } from './reconcile-day.js';
import { ReconciliationRepository } from './reconciliation.repository.js';
import { type KnownRide, type ReconciledPark, StoredObservationsRepository } from './stored-observations.sql.js';
import { StoredDays } from './stored-days.service.js';

export interface ReconciliationRequest {
  /** Default: all active parks. */
  parkId?: number | null;
  /** Default: 14 days before the last one. */
  startDate?: string | null;
  /** Default: the last final day. Days that are not final are left out. */
  endDate?: string | null;
  /** Leaves out parks that were compared within this time. */
  notComparedForMs?: number;
  signal?: AbortSignal;
}

export interface ReconciliationReport extends DayCounts {
  parks: number;
  /** Park-days that were compared. */
  days: number;
  /** Published rows that were stored. */
  rows: number;
  rejected: number;
  /** Parks whose rows could not be requested or read. */
  failed: number;
  /** The first day that the account may read, if earlier ones were wanted; null: it may read all of them. */
  earliestAllowedDate: string | null;
  /** When the hourly budget is available again, if it was used up; the rest is left for the next run. */
  resumesAt: Date | null;
}

interface PublishedEntity extends Pick<DailyRowsOfEntity, 'id' | 'name' | 'entityType'> {
  row: DailyRow;
}

const RECENT_DAYS = 14;
const AGREES_NOW = 'Resolved automatically: the figures agree, or their differences are explained';
/** This many failures in a row mean that the API is unreachable. */
const MAX_CONSECUTIVE_FAILURES = 5;

/** Compares our daily figures, by the rules of ThemeParks.wiki, with those that it publishes. */
@Injectable()
export class ReconciliationService {
  private readonly logger = new Logger(ReconciliationService.name);

  constructor(
    private readonly publishedDays: PublishedDays,
    private readonly stored: StoredObservationsRepository,
    private readonly storedDays: StoredDays,
    private readonly repository: ReconciliationRepository,
    private readonly findings: FindingsService,
    private readonly transactions: TransactionService,
    private readonly clock: Clock,
  ) {}

  /**
   * Costs two history requests for each park, and one more for every 31 days.
   * @throws ApiKeyMissingError, ParkNotFoundError, DateRangeError, or a LiveApiError if the API
   * is unreachable or does not accept the key
   */
  async reconcile(request: ReconciliationRequest = {}): Promise<ReconciliationReport> {
    const { startDate = null, endDate = null, signal } = request;
    this.publishedDays.requireKey();
    if (startDate !== null && endDate !== null) checkDateRange({ startDate, endDate });
    const report = emptyReport();
    let failures = 0;
    for (const park of await this.parksOf(request)) {
      signal?.throwIfAborted();
      report.parks++;
      try {
        await this.reconcilePark(park, { startDate, endDate }, report, signal);
        failures = 0;
      } catch (error) {
        const isOfPark = error instanceof DomainError && !(error instanceof UnauthorizedApiKeyError);
        if (!isOfPark || ++failures >= MAX_CONSECUTIVE_FAILURES) throw error;
        report.failed++;
        this.logger.warn(`the daily rows of ${park.name} could not be compared: ${error.message}`);
      }
      if (report.resumesAt !== null) break;
    }
    return report;
  }

  private async parksOf({ parkId = null, notComparedForMs = 0 }: ReconciliationRequest): Promise<ReconciledPark[]> {
    const parks = await this.stored.findParks(parkId);
    if (parkId !== null && parks.length === 0) throw new ParkNotFoundError(parkId);
    if (notComparedForMs === 0) return parks;
    const since = new Date(this.clock.now().getTime() - notComparedForMs);
    const compared = await this.repository.findParksComparedSince(since);
    return parks.filter((park) => !compared.has(park.parkId));
  }

  private async reconcilePark(
    park: ReconciledPark,
    wanted: { startDate: string | null; endDate: string | null },
    report: ReconciliationReport,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const today = new LocalDays(park.timezone, 0).dateOf(this.clock.now().getTime());
    const lastOf = (finalThrough: string): string =>
      [wanted.endDate ?? finalThrough, finalThrough, dayAfter(today, -1)].sort()[0]!;
    const rangeOf = (finalThrough: string): PublishedRange => {
      const lastDate = lastOf(finalThrough);
      return { firstDate: wanted.startDate ?? dayAfter(lastDate, 1 - RECENT_DAYS), lastDate };
    };
    const pages = this.publishedDays.fetch(park.themeparksWikiId, rangeOf, signal);
    for await (const page of pages) {
      if (page.kind === 'WINDOW_EXCEEDED') report.earliestAllowedDate = page.earliestAllowedDate;
      else if (page.kind === 'BUDGET_EXHAUSTED') report.resumesAt = page.resumesAt;
      else await this.comparePage(park, page.range, page.response, report, signal);
    }
  }

  private async comparePage(
    park: ReconciledPark,
    { firstDate, lastDate }: PublishedRange,
    { entities, rows }: DailyResponse,
    report: ReconciliationReport,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    report.rejected += rows.rejected;
    const published = entities.flatMap(({ days, id, name, entityType }) =>
      days.map((row): PublishedEntity => ({ id, name, entityType, row })),
    );
    const possible = published.filter(({ row }) => isPossible(row));
    report.rejected += published.length - possible.length;
    // An entity without any history, such as a hotel, is not listed, and not compared.
    const rides = await this.stored.findRides(entities.map(({ id }) => id));
    const byDate = groupBy(possible, ({ row }) => row.date);
    for (const date of daysFromTo(firstDate, lastDate)) {
      signal?.throwIfAborted();
      await this.compareDay(park, { date, rides, published: byDate.get(date) ?? [] }, report);
    }
  }

  private async compareDay(
    park: ReconciledPark,
    { date, rides, published }: { date: string; rides: readonly KnownRide[]; published: readonly PublishedEntity[] },
    report: ReconciliationReport,
  ): Promise<void> {
    const { parkId } = park;
    const rideIds = new Map(rides.map(({ themeparksWikiId, rideId }) => [themeparksWikiId, rideId]));
    const rows = new Map(published.map(({ id, row }) => [id, row]));
    const result = reconcileDay(rides, await this.storedDays.load(park, rides, date), rows);
    const comparedAt = this.clock.now();
    const records = published.map((entity) =>
      recordOf(entity, entity.row, { parkId, rideId: rideIds.get(entity.id) ?? null, fetchedAt: comparedAt }),
    );
    const day = { parkId, localDate: date, ...result.counts, comparedAt };
    const finding = findingOfDay(park, date, new LocalDays(park.timezone, 0).window(date), result);
    await this.transactions.run(async (manager) => {
      await this.repository.replacePublished(manager, day, records);
      await this.repository.replaceResult(
        manager,
        day,
        result.differences.map((one) => differenceRowOf(one, day)),
      );
      if (result.counts.unexplained > 0) await this.findings.record(manager, [finding]);
      else await this.findings.resolveAutomatically(manager, [finding], AGREES_NOW);
    });
    report.days++;
    report.rows += records.length;
    for (const [name, count] of Object.entries(result.counts) as [keyof DayCounts, number][]) report[name] += count;
  }
}

const emptyReport = (): ReconciliationReport => ({
  ...{ parks: 0, days: 0, rows: 0, rejected: 0, failed: 0, earliestAllowedDate: null, resumesAt: null },
  ...{ agreeing: 0, explained: 0, unexplained: 0, notObserved: 0 },
});

/** Parks are compared once a week. */
export const COMPARED_EVERY_MS = 7 * DAY_MS - DAY_MS / 2;
