import { Injectable } from '@nestjs/common';
import { TtlCache } from '../../common/ttl-cache.js';
import { AppConfig } from '../../common/config/app-config.js';
import { reasonText } from '../../common/domain-error.js';
import { HOUR_MS } from '../../common/time/calendar.js';
import { Clock } from '../../common/time/clock.js';
import { ApiExchange, type LiveApiResponse } from './api-exchange.js';
import { BUDGET_NAMES, type BudgetName } from './budgets/budget-headers.js';
import { type BudgetStatus, SharedBudgets } from './budgets/shared-budgets.service.js';
import {
  LiveApiError,
  MalformedApiResponseError,
  RateLimitedByApiError,
  UnauthorizedApiKeyError,
} from './live-api-errors.js';
import { type ApiAccount, readAccount } from './read-account.js';
import { MonotonicTimer } from './request-scheduler.js';

/** The account of the API key, as far as it is known. */
export interface KnownAccount {
  /** The last response to `/me`; null: none yet, or no key. */
  account: ApiAccount | null;
  /** When it arrived. */
  checkedAt: Date | null;
  /** Why the last request for it failed; null: it did not. */
  error: string | null;
  /** Whether the API does not accept the key. */
  isKeyRefused: boolean;
}

/** With both budgets as they are now. */
export interface ApiAccountStatus extends KnownAccount {
  hasKey: boolean;
  budgets: Record<BudgetName, BudgetStatus>;
}

const NOTHING_KNOWN: KnownAccount = { account: null, checkedAt: null, error: null, isKeyRefused: false };
/** At most one request within this time for all who read the status. */
const CACHED_MS = 300_000;
const MAX_WAIT_MS = 5_000;
const PATH = 'me';

/** What the API reports about the account of the key. */
@Injectable()
export class ApiAccountService {
  private readonly cache: TtlCache<KnownAccount>;
  private known = NOTHING_KNOWN;
  private knownUntilMs = -Infinity;
  /** False: the budget of a minute did not allow a request in time, so the next reader tries again. */
  private wasSent = true;
  /** One request, however many history requests wait for it. */
  private learning: Promise<void> | null = null;

  constructor(
    private readonly exchange: ApiExchange,
    private readonly budgets: SharedBudgets,
    private readonly timer: MonotonicTimer,
    clock: Clock,
    private readonly config: AppConfig,
  ) {
    this.cache = new TtlCache(clock, CACHED_MS, { maxEntries: 1 });
  }

  get hasKey(): boolean {
    return this.config.THEMEPARKS_API_KEY !== undefined;
  }

  /** Costs an ordinary request. @throws LiveApiError, or the signal's reason */
  async fetchMe(signal: AbortSignal = new AbortController().signal): Promise<LiveApiResponse> {
    const send = new URL(`${this.config.LIVE_API_BASE_URL.replace(/\/$/, '')}/${PATH}`);
    const deadlineMs = this.timer.nowMs() + MAX_WAIT_MS;
    return this.exchange.attempt({ priority: 'BACKGROUND', path: PATH, send, deadlineMs, signal });
  }

  /**
   * Before a history request: finds out the budgets of the key, unless a response of the last hour has reported them. An
   * unmetered plan reports them nowhere else.
   * @throws UnauthorizedApiKeyError; after other failures, the budgets of a free key are assumed
   */
  async ensureKnown(signal?: AbortSignal): Promise<void> {
    if (!this.hasKey || this.timer.nowMs() < this.knownUntilMs) return;
    this.learning ??= this.learn().finally(() => (this.learning = null));
    await this.learning;
    signal?.throwIfAborted();
  }

  /** Asks the API at most once in five minutes, and never fails because of it. */
  async find(): Promise<KnownAccount> {
    if (!this.hasKey) return NOTHING_KNOWN;
    const known = await this.cache.getOrLoad(PATH, () => this.refresh(AbortSignal.timeout(MAX_WAIT_MS)));
    if (!this.wasSent) this.cache.clear();
    return known;
  }

  /** {@link ApiAccountService.find} and the budgets. */
  async status(): Promise<ApiAccountStatus> {
    const known = await this.find();
    const [MINUTE, HISTORY_HOUR] = await Promise.all(BUDGET_NAMES.map((name) => this.budgets.status(name)));
    return { hasKey: this.hasKey, ...known, budgets: { MINUTE: MINUTE!, HISTORY_HOUR: HISTORY_HOUR! } };
  }

  private async learn(): Promise<void> {
    if (!(await this.budgets.isReportedWithin('HISTORY_HOUR', HOUR_MS))) {
      const { error, isKeyRefused } = await this.refresh();
      if (isKeyRefused) throw new UnauthorizedApiKeyError({ hasKey: true });
      if (error !== null) return this.waitBeforeNext(CACHED_MS);
    }
    this.waitBeforeNext(HOUR_MS);
  }

  private waitBeforeNext(forMs: number): void {
    this.knownUntilMs = this.timer.nowMs() + forMs;
  }

  private async refresh(signal?: AbortSignal): Promise<KnownAccount> {
    try {
      const { body, receivedAtMs } = await this.fetchMe(signal);
      this.wasSent = true;
      const account = readAccount(body);
      if (account === null) throw new MalformedApiResponseError('The response of the live API is not an account', 200);
      for (const name of BUDGET_NAMES) await this.store(name, account.budgets[name]);
      this.known = { account, checkedAt: new Date(receivedAtMs), error: null, isKeyRefused: false };
    } catch (error) {
      const isKeyRefused = error instanceof UnauthorizedApiKeyError;
      this.wasSent = !(error instanceof RateLimitedByApiError && error.isOwnLimit);
      this.known = { ...this.known, error: textOf(error), isKeyRefused };
    }
    return this.known;
  }

  private async store(name: BudgetName, budget: ApiAccount['budgets'][BudgetName]): Promise<void> {
    if (budget === 'UNMETERED') await this.budgets.reportUnmetered(name);
    else if (budget !== null) await this.budgets.report(name, budget);
  }
}

function textOf(error: unknown): string {
  if (!(error instanceof LiveApiError)) return `The account is not known: ${reasonText(error)}`;
  if (!(error instanceof RateLimitedByApiError) || !error.isOwnLimit || error.waitMs === null) return error.message;
  const seconds = Math.ceil(error.waitMs / 1_000);
  return `The account was not asked yet: other requests use up what background work may send, the next one is possible in ${seconds} s`;
}
