import { createServer, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from 'node:http';
import { type LoopbackServer, listenOnLoopback } from '../../src/tools/loopback.js';

export interface MeteredPlan {
  perMinute: number;
  perHour: number;
  /** The keys that are accepted; anonymous requests always are. */
  keys: readonly string[];
}

interface MeteredRequest {
  /** Below `/v1`. */
  path: string;
  key: string | null;
  atMs: number;
}

export interface MeteredReply {
  status?: number;
  headers?: OutgoingHttpHeaders;
  body?: unknown;
}

/** A budget of fixed windows, as the API counts them. */
class Meter {
  private windowStartMs = -Infinity;
  private used = 0;
  refused = 0;

  constructor(
    readonly limit: number,
    private readonly windowMs: number,
  ) {}

  /** False: refused, which spends a unit too. */
  take(nowMs: number): boolean {
    this.begin(nowMs);
    this.used++;
    if (this.used > this.limit) this.refused++;
    return this.used <= this.limit;
  }

  resetSeconds(nowMs: number): number {
    return Math.ceil((this.windowStartMs + this.windowMs - nowMs) / 1000);
  }

  headers(prefix: string, nowMs: number): OutgoingHttpHeaders {
    this.begin(nowMs);
    return {
      [`${prefix}-limit`]: String(this.limit),
      [`${prefix}-policy`]: `${this.limit};w=${this.windowMs / 1000}`,
      [`${prefix}-remaining`]: String(Math.max(0, this.limit - this.used)),
      [`${prefix}-reset`]: String(this.resetSeconds(nowMs)),
    };
  }

  me(nowMs: number) {
    this.begin(nowMs);
    const remaining = Math.max(0, this.limit - this.used);
    const windowSeconds = this.windowMs / 1000;
    return { unmetered: false, limit: this.limit, windowSeconds, remaining, reset: this.resetSeconds(nowMs) };
  }

  private begin(nowMs: number): void {
    if (nowMs < this.windowStartMs + this.windowMs) return;
    this.windowStartMs = nowMs - (nowMs % this.windowMs);
    this.used = 0;
  }
}

/** The API with its two budgets, and hand-made responses. */
export class MeteredApi {
  readonly asked: MeteredRequest[] = [];
  /** By path without the query; null: the default response. */
  reply: (request: MeteredRequest) => MeteredReply | null = () => null;
  /** Whether responses have the headers of the budgets. */
  reportsBudgets = true;
  /** Whether the budgets refuse anything. */
  isMetered = true;
  readonly minute: Meter;
  readonly hour: Meter;

  private constructor(
    private readonly plan: MeteredPlan,
    private readonly nowMs: () => number,
    private readonly server: () => LoopbackServer,
  ) {
    this.minute = new Meter(plan.perMinute, 60_000);
    this.hour = new Meter(plan.perHour, 3_600_000);
  }

  static async start(plan: Partial<MeteredPlan>, nowMs: () => number): Promise<MeteredApi> {
    const server = createServer((request, response) => api.answer(request, response));
    const api = new MeteredApi({ perMinute: 300, perHour: 60, keys: [], ...plan }, nowMs, () => listening);
    const listening = await listenOnLoopback(server);
    return api;
  }

  get endpoint(): string {
    return this.server().endpoint;
  }

  get baseUrl(): string {
    return `${this.endpoint}/v1`;
  }

  get historyRequests(): MeteredRequest[] {
    return this.asked.filter(({ path }) => path.includes('/history'));
  }

  close(): Promise<void> {
    return this.server().close();
  }

  private answer({ url = '', headers }: IncomingMessage, response: ServerResponse): void {
    const given = headers['x-api-key'];
    const key = typeof given === 'string' ? given : null;
    const request = { path: url.replace(/^\/v1/, ''), key, atMs: this.nowMs() };
    this.asked.push(request);
    const { status = 200, body = {}, headers: more = {} } = this.replyTo(request);
    const isKeyedHistory = key !== null && request.path.includes('/history');
    const budgets = this.reportsBudgets && {
      ...this.minute.headers('ratelimit', request.atMs),
      // Withheld from responses that a cache may keep, which those to anonymous requests are.
      ...(isKeyedHistory ? this.hour.headers('ratelimit-history', request.atMs) : {}),
    };
    response.writeHead(status, { 'content-type': 'application/json', ...budgets, ...more });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  }

  private replyTo(request: MeteredRequest): MeteredReply {
    const { path, key, atMs } = request;
    if (key !== null && !this.plan.keys.includes(key)) return UNAUTHORIZED;
    if (!this.minute.take(atMs) && this.isMetered) return tooManyRequests(this.minute.resetSeconds(atMs));
    if (path.includes('/history') && !this.hour.take(atMs) && this.isMetered) {
      return historyRateLimited(this.hour.resetSeconds(atMs));
    }
    const reply = this.reply(request);
    if (reply !== null) return reply;
    if (path === '/me') return key === null ? UNAUTHORIZED : { body: this.me(atMs) };
    return { body: { id: path, history: [], next: null } };
  }

  private me(nowMs: number) {
    return {
      tier: 'free',
      historyDays: 30,
      historyAllArchive: false,
      historyEarliestDate: new Date(nowMs - 29 * 86_400_000).toISOString().slice(0, 10),
      rateLimit: this.minute.me(nowMs),
      historyRateLimit: this.hour.me(nowMs),
    };
  }
}

const UNAUTHORIZED: MeteredReply = {
  status: 401,
  body: { success: false, error: { type: 'Authentication failed', message: 'The API key is not valid.', code: 401 } },
};

export const tooManyRequests = (retryAfter: number): MeteredReply => ({
  status: 429,
  headers: { 'retry-after': String(retryAfter) },
  body: { error: 'Too Many Requests', message: 'Slow down.', retryAfter },
});

export const historyRateLimited = (retryAfter: number): MeteredReply => ({
  status: 429,
  headers: { 'retry-after': String(retryAfter) },
  body: {
    error: { type: 'HISTORY_RATE_LIMITED', message: 'This key can make 60 history requests an hour.', retryAfter },
  },
});
