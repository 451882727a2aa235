import { isNativeError } from 'node:util/types';
import { Injectable } from '@nestjs/common';
import { ApiError, ThemeParks, ThemeParksError } from 'themeparks';
import { AppConfig } from '../../../common/config/app-config.js';
import { CatalogSource } from './catalog-source.js';
import { RequestPace } from './request-pace.js';
import { CatalogUnavailableError } from './sync-errors.js';

const RETRIES = 2;
/** The other half is left to the collection, which cannot wait. */
const SHARE_OF_BUDGET = 0.5;

/** The catalogue of the API, by its own SDK. */
@Injectable()
export class SdkCatalogSource extends CatalogSource {
  private readonly sdk: ThemeParks;
  private readonly pace: RequestPace;

  constructor(config: AppConfig) {
    super();
    this.sdk = new ThemeParks({
      baseUrl: config.LIVE_API_BASE_URL,
      userAgent: config.LIVE_API_USER_AGENT,
      timeoutMs: config.LIVE_REQUEST_TIMEOUT_MS,
      retry: { max: RETRIES, on429: true },
      cache: false,
    });
    this.pace = new RequestPace(config.LIVE_REQUESTS_PER_MINUTE * SHARE_OF_BUDGET);
  }

  fetchDestinations(): Promise<unknown> {
    return this.ask('destinations', () => this.sdk.destinations.list());
  }

  fetchChildren(themeparksWikiId: string): Promise<unknown> {
    return this.ask(`entity/${themeparksWikiId}/children`, () => this.sdk.entity(themeparksWikiId).children());
  }

  fetchEntity(themeparksWikiId: string): Promise<unknown> {
    return this.ask(`entity/${themeparksWikiId}`, () => this.sdk.entity(themeparksWikiId).get());
  }

  fetchSchedule(themeparksWikiId: string): Promise<unknown> {
    return this.ask(`entity/${themeparksWikiId}/schedule`, () => this.sdk.entity(themeparksWikiId).schedule.upcoming());
  }

  private async ask(path: string, request: () => Promise<unknown>): Promise<unknown> {
    await this.pace.turn();
    try {
      return await request();
    } catch (error) {
      if (!isNoAnswer(error)) throw error;
      throw new CatalogUnavailableError(path, reasonOf(error), { cause: error });
    }
  }
}

/** A body that is no JSON comes as the SyntaxError of its parser, which may be another realm's. */
function isNoAnswer(error: unknown): error is Error {
  return error instanceof ThemeParksError || (isNativeError(error) && error.name === 'SyntaxError');
}

/** Not the SDK's message: it quotes the body, and a body may be a page. */
function reasonOf(error: Error): string {
  return error instanceof ApiError ? `HTTP ${error.status}` : error.name;
}
