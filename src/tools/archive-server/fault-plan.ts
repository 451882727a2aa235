import { createHash } from 'node:crypto';

export type Fault =
  /** Answers with this status and an S3 error of this code. */
  | { kind: 'status'; status: number; code: string; retryAfterSeconds?: number }
  /** Resets the connection before any answer. */
  | { kind: 'reset' }
  /** Declares the whole length, sends this share of the body (0 to 1), closes. */
  | { kind: 'truncate'; share: number }
  /** Never answers. */
  | { kind: 'hang' }
  /** Sends the body in pieces with a pause after each. */
  | { kind: 'trickle'; pieceBytes: number; pauseMs: number };

export type FaultKind = Fault['kind'];

export interface ProxiedRequest {
  method: string;
  /** Path and query as they were asked for. */
  url: string;
  /** From 1, over all requests. */
  sequence: number;
  /** From 1, over requests of this URL: its attempts. */
  attempt: number;
}

/** Says what goes wrong with a request; null: nothing. The same requests always get the same faults. */
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

/** A share of requests, chosen by seed, URL and attempt: the same whatever the order in which requests come. */
export function seeded(seed: number, share: number, faults: readonly Fault[]): FaultPlan {
  return ({ url, attempt }) => {
    const digest = createHash('sha256').update(`${seed} ${attempt} ${url}`).digest();
    if (digest.readUInt32BE(0) / 2 ** 32 >= share) return null;
    return faults[digest.readUInt32BE(4) % faults.length] ?? null;
  };
}

/** A plan for the URLs that contain `part` (such as a key); the rest goes by `otherwise`. */
export function forUrl(part: string, plan: FaultPlan, otherwise: FaultPlan = noFaults): FaultPlan {
  return (request) => (request.url.includes(part) ? plan : otherwise)(request);
}
