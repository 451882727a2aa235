import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  Agent,
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as httpRequest,
  type ServerResponse,
} from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { listenOnLoopback } from '../loopback.js';
import { xmlDocument } from './s3-protocol.js';

export type Fault =
  /** Responds with this status and an S3 error of this code. */
  | { kind: 'status'; status: number; code: string; retryAfterSeconds?: number }
  /** Resets the connection before any response. */
  | { kind: 'reset' }
  /** Declares the full length, sends this share of the body (0 to 1), and closes. */
  | { kind: 'truncate'; share: number }
  /** Never responds. */
  | { kind: 'hang' }
  /** Sends the body in pieces with a pause after each. */
  | { kind: 'trickle'; pieceBytes: number; pauseMs: number };

export type FaultKind = Fault['kind'];

export interface ProxiedRequest {
  method: string;
  /** Path and query of the request. */
  url: string;
  /** Number of the request among all requests, from 1. */
  sequence: number;
  /** Number of the request among those of this URL, from 1. */
  attempt: number;
}

/** Returns the fault of a request, or null. The same requests always get the same faults. */
export type FaultPlan = (request: ProxiedRequest) => Fault | null;

export const INTERNAL_ERROR: Fault = { kind: 'status', status: 500, code: 'InternalError' };
export const SLOW_DOWN: Fault = { kind: 'status', status: 503, code: 'SlowDown' };
export const RESET: Fault = { kind: 'reset' };
export const TRUNCATED: Fault = { kind: 'truncate', share: 0.5 };
export const HANG: Fault = { kind: 'hang' };

export const noFaults: FaultPlan = () => null;

export function always(fault: Fault): FaultPlan {
  return () => fault;
}

/** The first `count` attempts of every URL. */
export function firstAttempts(count: number, fault: Fault): FaultPlan {
  return ({ attempt }) => (attempt <= count ? fault : null);
}

/** Every n-th request, the faults taking turns: `everyNth(5, …)` is one request in five. */
export function everyNth(n: number, faults: readonly Fault[]): FaultPlan {
  return ({ sequence }) => (sequence % n === 0 ? (faults[(sequence / n - 1) % faults.length] ?? null) : null);
}

/** A share of requests, chosen by seed, URL and attempt, independent of their order. */
export function seeded(seed: number, share: number, faults: readonly Fault[]): FaultPlan {
  return ({ url, attempt }) => {
    const digest = createHash('sha256').update(`${seed} ${attempt} ${url}`).digest();
    if (digest.readUInt32BE(0) / 2 ** 32 >= share) return null;
    return faults[digest.readUInt32BE(4) % faults.length] ?? null;
  };
}

/** A plan for the URLs that contain `part` (such as a key); other URLs use `otherwise`. */
export function forUrl(part: string, plan: FaultPlan, otherwise: FaultPlan = noFaults): FaultPlan {
  return (request) => (request.url.includes(part) ? plan : otherwise)(request);
}

const HOP_BY_HOP = new Set(['host', 'connection', 'keep-alive', 'transfer-encoding']);

export interface FaultProxyStats {
  requests: number;
  /** Number of injected faults by kind. */
  faults: Record<FaultKind, number>;
  /** Requests in progress. */
  open: number;
  /** Connections that the client closed before the response was complete. */
  clientAborts: number;
  /** Path and query of every request, in order. */
  urls: string[];
}

export interface FaultProxy {
  endpoint: string;
  stats: FaultProxyStats;
  setPlan(plan: FaultPlan): void;
  /** Resolves when no request is in progress. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/** A reverse proxy on 127.0.0.1 that injects the faults of the plan and forwards the other requests. */
export async function startFaultProxy(options: { target: string; plan: FaultPlan }): Promise<FaultProxy> {
  const stats = emptyStats();
  const attempts = new Map<string, number>();
  const upstream = { url: options.target, agent: new Agent({ keepAlive: true }) };
  let plan = options.plan;
  const server = createServer((request, response) => {
    const { method = 'GET', url = '/' } = request;
    const attempt = (attempts.get(url) ?? 0) + 1;
    attempts.set(url, attempt);
    stats.urls.push(url);
    const fault = plan({ method, url, sequence: ++stats.requests, attempt });
    if (fault) stats.faults[fault.kind]++;
    track(stats, response, fault, () => server.emit('idle'));
    serve(upstream, fault, request, response).catch(() => response.destroy());
  });
  const { endpoint, close } = await listenOnLoopback(server);
  return {
    endpoint,
    stats,
    setPlan: (next) => {
      plan = next;
    },
    idle: async () => {
      while (stats.open > 0) await once(server, 'idle');
    },
    close: async () => {
      upstream.agent.destroy();
      await close();
    },
  };
}

interface Upstream {
  url: string;
  agent: Agent;
}

function emptyStats(): FaultProxyStats {
  const faults = { status: 0, reset: 0, truncate: 0, hang: 0, trickle: 0 };
  return { requests: 0, faults, open: 0, clientAborts: 0, urls: [] };
}

function track(stats: FaultProxyStats, response: ServerResponse, fault: Fault | null, onIdle: () => void): void {
  const closedByUs = fault?.kind === 'reset' || fault?.kind === 'truncate';
  stats.open++;
  response.once('close', () => {
    stats.open--;
    if (!response.writableFinished && !closedByUs) stats.clientAborts++;
    if (stats.open === 0) onIdle();
  });
}

async function serve(
  upstream: Upstream,
  fault: Fault | null,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  request.resume();
  switch (fault?.kind) {
    case 'hang':
      return;
    case 'reset':
      return void request.socket.resetAndDestroy();
    case 'status':
      return sendS3Error(fault, response);
    default:
      return passOn(upstream, fault, request, response);
  }
}

function sendS3Error(fault: Extract<Fault, { kind: 'status' }>, response: ServerResponse): void {
  const headers = fault.retryAfterSeconds === undefined ? {} : { 'retry-after': String(fault.retryAfterSeconds) };
  response.writeHead(fault.status, { 'content-type': 'application/xml', ...headers });
  response.end(
    xmlDocument('Error', [
      ['Code', fault.code],
      ['Message', 'Injected by the fault proxy.'],
    ]),
  );
}

async function passOn(
  { url, agent }: Upstream,
  fault: Extract<Fault, { kind: 'truncate' | 'trickle' }> | null,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const target = new URL(url);
  const onward = httpRequest({
    host: target.hostname,
    port: target.port,
    method: request.method,
    path: request.url,
    headers: endToEnd(request.headers),
    agent,
  });
  onward.on('error', () => response.destroy());
  onward.end();
  const [reply] = (await once(onward, 'response')) as [IncomingMessage];
  const body = await buffer(reply);
  const length = request.method === 'HEAD' ? reply.headers['content-length'] : body.length;
  response.writeHead(reply.statusCode ?? 502, { ...endToEnd(reply.headers), 'content-length': length });
  if (fault === null) response.end(body);
  else if (fault.kind === 'truncate') await sendPart(body, fault.share, response);
  else await trickle(body, fault, response);
}

/** Headers without those of a single connection. */
function endToEnd(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name)));
}

/** Ends the connection cleanly, like an intermediate proxy, not by a reset. */
async function sendPart(body: Buffer, share: number, response: ServerResponse): Promise<void> {
  const part = body.subarray(0, Math.floor(body.length * share));
  await new Promise<void>((resolve) => response.write(part, () => resolve()));
  response.socket?.end();
}

async function trickle(
  body: Buffer,
  { pieceBytes, pauseMs }: Extract<Fault, { kind: 'trickle' }>,
  response: ServerResponse,
): Promise<void> {
  for (let offset = 0; offset < body.length && !response.destroyed; offset += pieceBytes) {
    response.write(body.subarray(offset, offset + pieceBytes));
    await delay(pauseMs);
  }
  response.end();
}
