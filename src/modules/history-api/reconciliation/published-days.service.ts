import { Injectable } from '@nestjs/common';
import { DomainError } from '../../../common/domain-error.js';
import { ApiAccountService } from '../../themeparks-api/api-account.service.js';
import { HistoryClient } from '../../themeparks-api/history-client.js';
import { HistoryBudgetExhaustedError, HistoryWindowExceededError } from '../../themeparks-api/live-api-errors.js';
import { readCoverageResponse } from '../response/coverage-reader.js';
import { type DailyResponse, readDailyResponse } from '../response/daily-reader.js';

/** Local days of a park, both included. */
export interface PublishedRange {
  firstDate: string;
  lastDate: string;
}

export type PublishedPage =
  | { kind: 'ROWS'; range: PublishedRange; response: DailyResponse }
  /** The range began before the first day that the account may read; the rest follows. */
  | { kind: 'WINDOW_EXCEEDED'; earliestAllowedDate: string | null }
  /** No more pages follow. */
  | { kind: 'BUDGET_EXHAUSTED'; resumesAt: Date };

/** Requests without a key reach seven days back, and their budget is needed by imports. */
export class ApiKeyMissingError extends DomainError {
  constructor() {
    super('LIVE_API_UNAVAILABLE', 'The reconciliation requires a key of ThemeParks.wiki: set THEMEPARKS_API_KEY', {
      failure: 'UNAUTHORIZED_KEY',
      httpStatus: null,
    });
  }
}

/** Requests the daily rows of parks. */
@Injectable()
export class PublishedDays {
  constructor(
    private readonly client: HistoryClient,
    private readonly account: ApiAccountService,
  ) {}

  /** @throws ApiKeyMissingError */
  requireKey(): void {
    if (!this.account.hasKey) throw new ApiKeyMissingError();
  }

  /**
   * The final days of a park, by pages.
   * @param rangeOf the wanted days, given the last final one
   * @throws LiveApiError, MalformedResponseError
   */
  async *fetch(
    parkWikiId: string,
    rangeOf: (finalThrough: string) => PublishedRange,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<PublishedPage> {
    try {
      const coverage = readCoverageResponse((await this.client.fetchCoverage(parkWikiId, signal)).body);
      if (coverage.finalThrough === null) return;
      const range = rangeOf(coverage.finalThrough);
      if (range.firstDate <= range.lastDate) yield* this.pagesOf(parkWikiId, range, signal);
    } catch (error) {
      if (!(error instanceof HistoryBudgetExhaustedError)) throw error;
      yield { kind: 'BUDGET_EXHAUSTED', resumesAt: new Date(error.availableAtMs) };
    }
  }

  /** Where the window of the account begins is known only from the refusal. */
  private async *pagesOf(
    parkWikiId: string,
    range: PublishedRange,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<PublishedPage> {
    try {
      yield* this.rowsOf(parkWikiId, range, signal);
    } catch (error) {
      if (!(error instanceof HistoryWindowExceededError)) throw error;
      const { earliestAllowedDate } = error;
      yield { kind: 'WINDOW_EXCEEDED', earliestAllowedDate };
      const isPartlyAllowed =
        earliestAllowedDate !== null && earliestAllowedDate > range.firstDate && earliestAllowedDate <= range.lastDate;
      if (isPartlyAllowed) yield* this.rowsOf(parkWikiId, { ...range, firstDate: earliestAllowedDate }, signal);
    }
  }

  private async *rowsOf(
    parkWikiId: string,
    { firstDate, lastDate }: PublishedRange,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<PublishedPage> {
    for await (const { body } of this.client.fetchDaily(parkWikiId, { from: firstDate, to: lastDate }, signal)) {
      const response = readDailyResponse(body);
      const { range, next } = response;
      // A page covers the days of its own range, and the last one those that are left.
      const page = {
        firstDate: range === null || range.from < firstDate ? firstDate : range.from,
        lastDate: range === null || next === null || range.to > lastDate ? lastDate : range.to,
      };
      yield { kind: 'ROWS', range: page, response };
    }
  }
}
