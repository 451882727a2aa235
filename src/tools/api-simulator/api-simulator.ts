import { createServer, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { listenOnLoopback } from '../loopback.js';
import { type Account, Accounts, type AccountStats, type Refusal } from './accounts/account.js';
import { type ApiPlans, DEFAULT_PLANS, KEYLESS_PLAN } from './accounts/api-plans.js';
import { unauthorized } from './api-errors.js';
import { answer, type ApiState, historyCallOf } from './api-router.js';
import type { FeedFault } from './feed-faults.js';
import { historyView } from './history/history-world.js';
import { type RequestFault, RequestFaultPicker, type RequestFaultRule } from './request-faults.js';
import { rateLimited, sendResponse, type SuccessResponse } from './send-response.js';
import type { SimWorld } from './sim-world.js';
import { SimulatorOptionError, type WorldOptions } from './simulator-options.js';
import { type RequestRecord, SimulatorStats } from './simulator-stats.js';
import { type VisibleObservation, visibleObservations } from './visible-entities.js';
import { buildSimWorld } from './world-builder.js';

/** The faults to inject. */
export interface FaultPlan {
  /** Faults of single responses: of the transport, or of the body's content. */
  requests?: readonly RequestFaultRule[];
  /** Faults of the feed behind the API: every response of that time shows them, and so does `truth`. */
  feed?: readonly FeedFault[];
}

export interface ApiSimulatorOptions extends Partial<WorldOptions> {
  /** Milliseconds since 1970; the world is served in its state of that instant. */
  clock: () => number;
  /** Clock of the rate limit and of the response dates; default: `clock`. For worlds that run faster than real time. */
  limitClock?: () => number;
  faults?: FaultPlan;
  /** Requests per minute of clients without a key. */
  limitPerMinute?: number;
  /** The accepted keys, and what each client may request. */
  plans?: Partial<ApiPlans>;
  /** Daily rows of days before this one (`YYYY-MM-DD`) were counted under earlier rules; default: none. */
  earlierRulesBefore?: string;
  /** Delay of every response. */
  latencyMs?: number;
  /** Default: a free port. */
  port?: number;
}

export interface ApiSimulator {
  /** For the client: `http://127.0.0.1:…/v1`. */
  baseUrl: string;
  port: number;
  world: SimWorld;
  destinationIds: readonly string[];
  stats: SimulatorStats;
  /** Replaces all faults and resets their counts. */
  setFaults(faults: FaultPlan): void;
  /** Replaces keys and plans, and resets all budgets. */
  setPlans(plans: Partial<ApiPlans>): void;
  /** The requests of the client with a key; null: of the clients without one. */
  accountStats(key: string | null): AccountStats;
  /** The content of a destination's live response at an instant, under the current feed faults. */
  truth(destinationId: string, nowMs: number): VisibleObservation[];
  close(): Promise<void>;
}

export const DEFAULT_LIMIT_PER_MINUTE = KEYLESS_PLAN.requestsPerMinute!;
const CACHE_SECONDS = 60;

/** The ThemeParks.wiki API of an invented world, on 127.0.0.1. */
export async function startApiSimulator(options: ApiSimulatorOptions): Promise<ApiSimulator> {
  const world = buildSimWorld(options);
  const service = new SimulatedApi(world, options);
  const { endpoint, port, close } = await listenOnLoopback(createServer(service.handle), options.port);
  return {
    baseUrl: `${endpoint}/v1`,
    port,
    world,
    destinationIds: world.destinations.map(({ id }) => id),
    stats: service.stats,
    setFaults: (faults) => service.setFaults(faults),
    setPlans: (plans) => service.setPlans(plans),
    accountStats: (key) => service.accountStats(key),
    truth: (destinationId, nowMs) => visibleObservations(world, destinationId, nowMs, service.feedFaults),
    close,
  };
}

class SimulatedApi {
  readonly stats = new SimulatorStats();
  feedFaults: readonly FeedFault[] = [];
  private picker = new RequestFaultPicker([]);
  private accounts: Accounts;
  private readonly past: SimWorld;
  private readonly attempts = new Map<string, number>();

  constructor(
    private readonly world: SimWorld,
    private readonly options: ApiSimulatorOptions,
  ) {
    this.past = historyView(world);
    this.accounts = this.accountsOf(options.plans ?? {});
    this.setFaults(options.faults ?? {});
  }

  setFaults({ requests = [], feed = [] }: FaultPlan): void {
    this.picker = new RequestFaultPicker(requests);
    this.feedFaults = feed;
    this.attempts.clear();
  }

  setPlans(plans: Partial<ApiPlans>): void {
    this.accounts = this.accountsOf(plans);
  }

  accountStats(key: string | null): AccountStats {
    const account = this.accounts.of(key ?? undefined);
    if (!account) throw new SimulatorOptionError('key', 'is not one of the plans');
    return account.stats;
  }

  private accountsOf(plans: Partial<ApiPlans>): Accounts {
    const { limitPerMinute = DEFAULT_LIMIT_PER_MINUTE } = this.options;
    return new Accounts({
      ...DEFAULT_PLANS,
      keyless: { ...KEYLESS_PLAN, requestsPerMinute: limitPerMinute },
      ...plans,
    });
  }

  readonly handle = (request: IncomingMessage, response: ServerResponse): void => {
    request.resume();
    this.serve(request, response).catch(() => response.destroy());
  };

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { clock, latencyMs = 0 } = this.options;
    const { url = '/', headers } = request;
    const atMs = clock();
    const attempt = (this.attempts.get(url) ?? 0) + 1;
    this.attempts.set(url, attempt);
    const apiKey = headers['x-api-key']?.toString();
    const record: RequestRecord = {
      ...{ atMs, url, userAgent: headers['user-agent'] ?? null, apiKey: apiKey ?? null },
      ...{ status: null, fault: null, damage: null, damagedIds: [] },
    };
    const account = this.accounts.of(apiKey);
    const parsed = new URL(url, `http://${headers.host ?? 'localhost'}`);
    const isHistory = historyCallOf(parsed.pathname) !== undefined;
    const refusal = account?.spend(isHistory, this.limitNowMs()) ?? null;
    const fault = account && refusal === null ? this.picker.pick({ url, attempt, atMs }) : null;
    record.fault = fault?.kind ?? null;
    this.follow(response, record, this.limitNowMs());
    const reply = account
      ? refusal
        ? this.refusal(account, refusal, isHistory)
        : this.answered(account, request.method ?? 'GET', parsed, fault, atMs)
      : this.unauthorized();
    if (latencyMs > 0) await delay(latencyMs, undefined, { ref: false });
    response.sendDate = false;
    if (!response.destroyed) await sendResponse(response, reply, fault, record, this.limitNowMs());
  }

  private limitNowMs(): number {
    const { clock, limitClock = clock } = this.options;
    return limitClock();
  }

  private follow(response: ServerResponse, record: RequestRecord, nowMs: number): void {
    this.stats.begin(record, nowMs);
    const closedByUs = record.fault === 'RESET' || record.fault === 'CUT';
    response.once('close', () => this.stats.end(response.writableFinished || closedByUs));
  }

  private answered(
    account: Account,
    method: string,
    url: URL,
    fault: RequestFault | null,
    nowMs: number,
  ): SuccessResponse {
    const ageSeconds = fault?.kind === 'CACHED' ? fault.ageSeconds : null;
    const request = {
      ...{ method, url, account, limitNowMs: this.limitNowMs() },
      atMs: nowMs - (ageSeconds ?? 0) * 1000,
      degraded: fault?.kind === 'DEGRADED_OPENING' ? fault.reason : null,
    };
    const { status, body } = answer(this.state(), request);
    const isCacheable = status === 200 && account.key === null && url.pathname !== '/v1/me';
    const isHistory = historyCallOf(url.pathname) !== undefined;
    const budgets = ageSeconds === null ? account.headers(isHistory, isCacheable, this.limitNowMs()) : FOREIGN_BUDGETS;
    const age = isCacheable || ageSeconds !== null ? { age: String(ageSeconds ?? 0) } : {};
    return { status, body, headers: { ...this.headers(isCacheable), ...budgets, ...age } };
  }

  private state(): ApiState {
    const { earlierRulesBefore } = this.options;
    return { world: this.world, past: this.past, faults: this.feedFaults, earlierRulesBefore };
  }

  private unauthorized(): SuccessResponse {
    return { ...unauthorized('The API key was not accepted.'), headers: this.headers(false) };
  }

  private refusal(account: Account, { budget, seconds }: Refusal, isHistory: boolean): SuccessResponse {
    this.stats.overLimit++;
    const headers = { ...this.headers(false), ...account.headers(isHistory, false, this.limitNowMs()) };
    return rateLimited(headers, { retryAfter: 'seconds', seconds, budget }, this.limitNowMs());
  }

  private headers(isCacheable: boolean): OutgoingHttpHeaders {
    return {
      date: new Date(this.limitNowMs()).toUTCString(),
      'content-type': 'application/json; charset=utf-8',
      'access-control-allow-origin': '*',
      'cache-control': isCacheable ? `public, max-age=${CACHE_SECONDS}` : 'no-store',
    };
  }
}

/** A cached response has the budget headers of the client for which it was made: here of one with an empty budget. */
const FOREIGN_BUDGETS: OutgoingHttpHeaders = {
  'ratelimit-policy': '300;w=60',
  'ratelimit-limit': '300',
  'ratelimit-remaining': '0',
  'ratelimit-reset': '60',
};
