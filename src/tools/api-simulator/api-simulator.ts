import { createServer, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { listenOnLoopback } from '../loopback.js';
import { responseTo } from './api-responses.js';
import type { FeedFault } from './feed-faults.js';
import { RequestFaultPicker, type RequestFaultRule } from './request-faults.js';
import { errorBody, rateLimited, sendResponse, type SuccessResponse } from './send-response.js';
import type { SimWorld } from './sim-world.js';
import type { WorldOptions } from './simulator-options.js';
import { RequestLimit, type RequestRecord, SimulatorStats } from './simulator-stats.js';
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
  limitPerMinute?: number;
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
  /** The content of a destination's live response at an instant, under the current feed faults. */
  truth(destinationId: string, nowMs: number): VisibleObservation[];
  close(): Promise<void>;
}

export const DEFAULT_LIMIT_PER_MINUTE = 300;
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
    truth: (destinationId, nowMs) => visibleObservations(world, destinationId, nowMs, service.feedFaults),
    close,
  };
}

class SimulatedApi {
  readonly stats = new SimulatorStats();
  feedFaults: readonly FeedFault[] = [];
  private picker = new RequestFaultPicker([]);
  private readonly limit: RequestLimit;
  private readonly attempts = new Map<string, number>();

  constructor(
    private readonly world: SimWorld,
    private readonly options: ApiSimulatorOptions,
  ) {
    this.limit = new RequestLimit(options.limitPerMinute ?? DEFAULT_LIMIT_PER_MINUTE);
    this.setFaults(options.faults ?? {});
  }

  setFaults({ requests = [], feed = [] }: FaultPlan): void {
    this.picker = new RequestFaultPicker(requests);
    this.feedFaults = feed;
    this.attempts.clear();
  }

  readonly handle = (request: IncomingMessage, response: ServerResponse): void => {
    request.resume();
    this.serve(request, response).catch(() => response.destroy());
  };

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { url = '/', method = 'GET', headers } = request;
    const { clock, limitClock = clock, latencyMs = 0 } = this.options;
    const atMs = clock();
    const attempt = (this.attempts.get(url) ?? 0) + 1;
    this.attempts.set(url, attempt);
    const waitSeconds = this.limit.take(limitClock());
    const fault = waitSeconds === null ? this.picker.pick({ url, attempt, atMs }) : null;
    const userAgent = headers['user-agent'] ?? null;
    const record = { atMs, url, userAgent, status: null, fault: fault?.kind ?? null, damage: null, damagedIds: [] };
    this.follow(response, record, limitClock());
    const reply =
      waitSeconds === null
        ? this.successResponse(method, url, atMs)
        : this.refusal(Math.max(1, waitSeconds), limitClock());
    if (latencyMs > 0) await delay(latencyMs, undefined, { ref: false });
    response.sendDate = false;
    if (!response.destroyed) await sendResponse(response, reply, fault, record, limitClock());
  }

  private follow(response: ServerResponse, record: RequestRecord, nowMs: number): void {
    this.stats.begin(record, nowMs);
    const closedByUs = record.fault === 'RESET' || record.fault === 'CUT';
    response.once('close', () => this.stats.end(response.writableFinished || closedByUs));
  }

  private successResponse(method: string, url: string, atMs: number): SuccessResponse {
    const path = new URL(url, 'http://localhost').pathname;
    const body = method === 'GET' ? responseTo(this.world, path, atMs, this.feedFaults) : undefined;
    if (body !== undefined) return { status: 200, body, headers: this.headers(`public, max-age=${CACHE_SECONDS}`) };
    return { status: 404, body: errorBody('NOT_FOUND', 'Entity not found.'), headers: this.headers('no-store') };
  }

  private refusal(seconds: number, nowMs: number): SuccessResponse {
    this.stats.overLimit++;
    return rateLimited(this.headers('no-store'), { retryAfter: 'seconds', seconds }, nowMs);
  }

  private headers(cacheControl: string): OutgoingHttpHeaders {
    const { clock, limitClock = clock } = this.options;
    return {
      date: new Date(limitClock()).toUTCString(),
      'content-type': 'application/json; charset=utf-8',
      'access-control-allow-origin': '*',
      'cache-control': cacheControl,
      ...this.limit.headers(limitClock()),
    };
  }
}
