import { createHash } from 'node:crypto';
import type { Damage } from './damage.js';

/** What goes wrong with one answer. */
export type RequestFault =
  /** 429; Retry-After in seconds, as an HTTP date, or left out. */
  | { kind: 'RATE_LIMITED'; retryAfter: 'seconds' | 'date' | 'none'; seconds: number }
  | { kind: 'STATUS'; status: number; retryAfterSeconds?: number }
  /** Accepts the request and never answers. */
  | { kind: 'HANG' }
  /** Sends the headers and half of the body, and then nothing more. */
  | { kind: 'STALL' }
  /** Answers, but late. */
  | { kind: 'SLOW'; delayMs: number }
  | { kind: 'RESET' }
  /** Declares the whole length and closes after this share of the body (0 to 1). */
  | { kind: 'CUT'; share: number }
  /** A complete answer whose JSON stops in the middle. */
  | { kind: 'TRUNCATED_JSON' }
  | { kind: 'INVALID_JSON' }
  /** A page for people, with status 200. */
  | { kind: 'HTML' }
  /** Good JSON of the wrong content; see {@link Damage}. A share of the elements, at least one; by default a fifth. */
  | { kind: 'DAMAGED'; damage: Damage; share?: number };

export type RequestFaultKind = RequestFault['kind'];

/** When a fault strikes: all conditions that are given must hold. Plain data, so that it can come from a file. */
export interface RequestFaultRule {
  fault: RequestFault;
  /** The URL contains this. */
  url?: string | undefined;
  /** Only so many times. */
  count?: number | undefined;
  /** Only the first so many requests of every URL. */
  attempts?: number | undefined;
  /** Every n-th of the requests that fit. */
  everyNth?: number | undefined;
  /** A share of the requests, from 0 to 1, chosen by seed, URL and attempt: the same in whatever order they come. */
  share?: number | undefined;
  seed?: number | undefined;
  fromMs?: number | undefined;
  untilMs?: number | undefined;
}

export interface FaultedRequest {
  /** Path and query. */
  url: string;
  /** From 1, over the requests of this URL. */
  attempt: number;
  atMs: number;
}

/** Says of every request what goes wrong with it; remembers how often each rule fitted and struck. */
export class RequestFaultPicker {
  private readonly fitted: number[];
  private readonly struck: number[];

  constructor(private readonly rules: readonly RequestFaultRule[]) {
    this.fitted = rules.map(() => 0);
    this.struck = rules.map(() => 0);
  }

  /** The fault of the first rule that strikes. */
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
