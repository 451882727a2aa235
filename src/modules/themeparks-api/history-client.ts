import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../common/config/app-config.js';
import { isJsonObject } from '../../common/reading/field-readers.js';
import { ApiAccountService } from './api-account.service.js';
import type { LiveApiResponse } from './api-exchange.js';
import { isOfApi } from './api-fetch.js';
import { UnusablePageLinkError } from './live-api-errors.js';
import { RetriedRequests } from './retried-requests.js';

/** Park-local days, the last one included. */
export type HistoryDays = { date: string } | { from: string; to: string };

/** The JSON that the API sent, unchecked. */
export type HistoryResponse = Pick<LiveApiResponse, 'body' | 'receivedAtMs'>;

/**
 * Fetches history. Each call costs one unit of the hourly budget, and a retry another one. The SDK has no such calls, so they
 * are sent without it.
 * @throws HistoryBudgetExhaustedError instead of waiting for the hourly budget, another LiveApiError if there is no
 * response, or the signal's reason
 */
@Injectable()
export class HistoryClient {
  constructor(
    private readonly requests: RetriedRequests,
    private readonly account: ApiAccountService,
    private readonly config: AppConfig,
  ) {}

  /** A row per change: of a park and all its entities for one day, of any other entity for up to 31 days. */
  fetchHistory(entityId: string, days: HistoryDays, signal?: AbortSignal): Promise<HistoryResponse> {
    return this.fetch(entityPath(entityId, 'history', days), signal);
  }

  /** A row per day, by pages. A caller that stops between two pages continues with {@link HistoryClient.fetchPages}. */
  fetchDaily(entityId: string, days: HistoryDays, signal?: AbortSignal): AsyncGenerator<HistoryResponse> {
    return this.pages(this.urlOf(entityPath(entityId, 'history/daily', days)), signal);
  }

  /** The page to which a `next` of the API leads, and all after it. @throws UnusablePageLinkError */
  async *fetchPages(next: string, signal?: AbortSignal): AsyncGenerator<HistoryResponse> {
    yield* this.pages(this.pageUrl(next), signal);
  }

  /** What the API has recorded of an entity, or of a park's entities. */
  fetchCoverage(entityId: string, signal?: AbortSignal): Promise<HistoryResponse> {
    return this.fetch(entityPath(entityId, 'history/coverage'), signal);
  }

  /** The plan and both budgets of the key. Costs an ordinary request, and none of the hourly budget. */
  async fetchMe(signal?: AbortSignal): Promise<HistoryResponse> {
    return this.account.fetchMe(signal);
  }

  private async *pages(first: URL, signal: AbortSignal | undefined): AsyncGenerator<HistoryResponse> {
    const fetched = new Set<string>();
    for (let url: URL | null = first; url !== null;) {
      fetched.add(url.href);
      const page = await this.send(url, signal);
      yield page;
      const next = isJsonObject(page.body) ? (page.body.next ?? null) : null;
      url = next === null ? null : this.pageUrl(next);
      if (url !== null && fetched.has(url.href))
        throw new UnusablePageLinkError('leads to a page that was already read');
    }
  }

  private fetch(path: string, signal: AbortSignal | undefined): Promise<HistoryResponse> {
    return this.send(this.urlOf(path), signal);
  }

  private async send(url: URL, signal: AbortSignal | undefined): Promise<HistoryResponse> {
    await this.account.ensureKnown(signal);
    const path = url.href.startsWith(this.baseUrl) ? url.href.slice(this.baseUrl.length) : url.pathname;
    const { body, receivedAtMs } = await this.requests.send({ path, send: url, isHistory: true }, signal);
    return { body, receivedAtMs };
  }

  private urlOf(path: string): URL {
    return new URL(`${this.baseUrl}${path}`);
  }

  /** With a slash at its end. */
  private get baseUrl(): string {
    return `${this.config.LIVE_API_BASE_URL.replace(/\/$/, '')}/`;
  }

  private pageUrl(next: unknown): URL {
    if (typeof next !== 'string' || !URL.canParse(next)) throw new UnusablePageLinkError('is no URL');
    const url = new URL(next);
    if (!isOfApi(url, this.config.LIVE_API_BASE_URL)) throw new UnusablePageLinkError('does not lead to the live API');
    return url;
  }
}

function entityPath(entityId: string, call: string, days?: HistoryDays): string {
  const query = days === undefined ? '' : `?${new URLSearchParams({ ...days }).toString()}`;
  return `entity/${encodeURIComponent(entityId)}/${call}${query}`;
}
