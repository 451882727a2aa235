import { createHash } from 'node:crypto';
import type { Damage } from './damage.js';
import type { DegradedReason } from './history/opening.js';

/** Faults of one response. `REQUEST_FORMS` describes the kinds. */
export type RequestFault =
  | { kind: 'RATE_LIMITED'; retryAfter: 'seconds' | 'date' | 'none'; seconds: number; budget?: 'MINUTE' | 'HOUR' }
  | { kind: 'STATUS'; status: number; retryAfterSeconds?: number }
  | { kind: 'HANG' | 'STALL' | 'RESET' | 'TRUNCATED_JSON' | 'TRUNCATED_GZIP' | 'INVALID_JSON' | 'HTML' }
  | { kind: 'SLOW'; delayMs: number }
  | { kind: 'CUT'; share: number }
  | { kind: 'CACHED'; ageSeconds: number }
  | { kind: 'DEGRADED_OPENING'; reason: DegradedReason }
  /** See {@link Damage}. */
  | { kind: 'DAMAGED'; damage: Damage; share?: number };

export type RequestFaultKind = RequestFault['kind'];

/** A fault and its conditions, all of which must hold. Plain data, so that it can be read from a file. */
export interface RequestFaultRule {
  fault: RequestFault;
  /** The URL contains this. */
  url?: string | undefined;
  /** Maximum number of times. */
  count?: number | undefined;
  /** Only this many first requests of each URL. */
  attempts?: number | undefined;
  /** Every n-th of the matching requests. */
  everyNth?: number | undefined;
  /** A share of the requests, from 0 to 1, chosen by seed, URL and attempt, independent of their order. */
  share?: number | undefined;
  seed?: number | undefined;
  fromMs?: number | undefined;
  untilMs?: number | undefined;
}

export interface FaultedRequest {
  /** Path and query. */
  url: string;
  /** Number of the request among those of this URL, from 1. */
  attempt: number;
  atMs: number;
}

/** Picks the fault of each request, and counts how often each rule matched and applied. */
export class RequestFaultPicker {
  private readonly fitted: number[];
  private readonly struck: number[];

  constructor(private readonly rules: readonly RequestFaultRule[]) {
    this.fitted = rules.map(() => 0);
    this.struck = rules.map(() => 0);
  }

  /** The fault of the first rule that applies. */
  pick(request: FaultedRequest): RequestFault | null {
    for (const [index, rule] of this.rules.entries()) {
      if (!fits(rule, request)) continue;
      const fitted = ++this.fitted[index]!;
      if (rule.everyNth !== undefined && fitted % rule.everyNth !== 0) continue;
      if (rule.count !== undefined && this.struck[index]! >= rule.count) continue;
      this.struck[index]!++;
      return rule.fault;
    }
    return null;
  }
}

function fits(rule: RequestFaultRule, { url, attempt, atMs }: FaultedRequest): boolean {
  if (rule.url !== undefined && !url.includes(rule.url)) return false;
  if (rule.attempts !== undefined && attempt > rule.attempts) return false;
  if (rule.fromMs !== undefined && atMs < rule.fromMs) return false;
  if (rule.untilMs !== undefined && atMs >= rule.untilMs) return false;
  if (rule.share === undefined) return true;
  const digest = createHash('sha256').update(`${rule.seed ?? 0} ${attempt} ${url} ${JSON.stringify(rule.fault)}`);
  return digest.digest().readUInt32BE(0) / 2 ** 32 < rule.share;
}
