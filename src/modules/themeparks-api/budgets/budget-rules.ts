import type { ApiBudget, RequestPriority } from './api-budget.entity.js';
import { BUDGET_WINDOW_MS, type BudgetName, type ReportedBudget } from './budget-headers.js';

/** What is known of a budget, without its key. */
export type BudgetState = Omit<ApiBudget, 'accountHash' | 'budgetName' | 'lockVersion'>;

/** A budget of which the API has reported nothing. */
export const UNKNOWN_BUDGET: BudgetState = {
  requestLimit: null,
  windowSeconds: null,
  isUnmetered: false,
  remaining: null,
  resetsAt: null,
  blockedUntil: null,
  reportedAt: null,
};

/** Requests of leases that still count. */
export interface CountedRequests {
  requests: number;
  /** When the first of them stop counting; null if there are none. */
  firstFreeAtMs: number | null;
}

/** Requests that are granted, or when the next one may be asked for. */
export type Grant = { granted: number } | { availableAtMs: number };

/** The limits that apply to a budget now. */
export interface BudgetLimits {
  /** Infinity: no limit. */
  limit: number;
  windowMs: number;
}

/** `Reset` is in whole seconds, so the real instant may be this much later than it states. */
const RESET_ROUNDING_MS = 1_000;
/** Two reports of the same window differ by their rounding and by how long the responses took. */
const SAME_WINDOW_MS = 5_000;
/** Share of the minute for requests outside the cycle, over all processes. */
export const BACKGROUND_FRACTION = 0.25;
const MAX_LEASE = 50;
/** A lease is a twentieth of the limit, so that what a dead process leaves unused does not matter. */
const LEASES_PER_WINDOW = 20;

/** How many requests a process takes from the budget of a minute at once. History requests are taken one by one. */
export function leaseSize(name: BudgetName, limit: number): number {
  if (name === 'HISTORY_HOUR') return 1;
  return Math.min(MAX_LEASE, Math.max(1, Math.floor(limit / LEASES_PER_WINDOW)));
}

/** @param assumed the limit while the API has not reported one, and for MINUTE the ceiling of our own */
export function limitsOf(name: BudgetName, state: BudgetState, assumed: number): BudgetLimits {
  const reportedMs = state.windowSeconds === null ? 0 : state.windowSeconds * 1_000;
  const windowMs =
    name === 'MINUTE' ? Math.max(BUDGET_WINDOW_MS.MINUTE, reportedMs) : reportedMs || BUDGET_WINDOW_MS[name];
  const reported = state.isUnmetered ? Infinity : state.requestLimit;
  return { limit: name === 'MINUTE' ? Math.min(assumed, reported ?? Infinity) : (reported ?? assumed), windowMs };
}

/**
 * The instant from which leases count. Null: all within the length of a window, because the API's windows are unknown or, for
 * MINUTE, because the limit of our own holds within any 60 seconds.
 */
export function countedFrom(name: BudgetName, { resetsAt }: BudgetState, nowMs: number): Date | null {
  return name === 'HISTORY_HOUR' && resetsAt !== null && resetsAt.getTime() <= nowMs ? resetsAt : null;
}

/** What the API has reported for the current window; null if it has not, or if that window is over. */
export function reportedRemaining({ remaining, resetsAt, isUnmetered }: BudgetState, nowMs: number): number | null {
  return isUnmetered || resetsAt === null || resetsAt.getTime() <= nowMs ? null : remaining;
}

/**
 * Grants up to `wanted` requests. A reported window of the history budget takes precedence over our own count; for a minute
 * both hold.
 */
export function grantRequests(
  name: BudgetName,
  state: BudgetState,
  counted: { all: CountedRequests; background: CountedRequests },
  asked: { limit: number; wanted: number; priority: RequestPriority },
  nowMs: number,
): Grant {
  const { limit, wanted, priority } = asked;
  if (state.blockedUntil !== null && state.blockedUntil.getTime() > nowMs)
    return { availableAtMs: state.blockedUntil.getTime() };
  const remaining = reportedRemaining(state, nowMs);
  if (remaining === 0) return { availableAtMs: state.resetsAt!.getTime() };
  if (name === 'HISTORY_HOUR' && remaining !== null) return { granted: Math.min(wanted, remaining) };
  const share = Math.max(1, Math.floor(limit * BACKGROUND_FRACTION));
  const bounds = [{ counted: counted.all, most: limit }];
  if (name === 'MINUTE' && priority === 'BACKGROUND') bounds.push({ counted: counted.background, most: share });
  const left = Math.min(remaining ?? Infinity, ...bounds.map((bound) => bound.most - bound.counted.requests));
  if (left >= 1) return { granted: Math.min(wanted, left) };
  const full = bounds.filter((bound) => bound.most - bound.counted.requests < 1);
  return { availableAtMs: Math.max(...full.map((bound) => bound.counted.firstFreeAtMs ?? nowMs)) };
}

export interface ReportContext {
  nowMs: number;
  /** Age of the report. */
  ageMs: number;
  /** Requests that were taken but that the report cannot contain yet. */
  unreflected: number;
  /** The most that can be left in the reported window, by our own count since {@link reportedWindowStart}. */
  mostLeft: number;
}

/** The latest possible start of a reported window, minus the rounding of its values. */
export function reportedWindowStart(
  name: BudgetName,
  state: BudgetState,
  { windowMs, resetMs }: ReportedBudget,
  nowMs: number,
): Date {
  const lengthMs = windowMs ?? limitsOf(name, state, Infinity).windowMs;
  return new Date(nowMs + Math.min(resetMs ?? lengthMs, lengthMs) - lengthMs - 2 * RESET_ROUNDING_MS);
}

/**
 * Whether the API counts more requests than we have taken, so that another program uses the account. Only then are requests that
 * we have taken and not sent missing in a report; otherwise our own count contains them.
 */
export function isUsedByOthers(state: BudgetState, report: ReportedBudget, taken: number): boolean {
  const limit = report.limit ?? state.requestLimit;
  return limit === null || report.remaining === null || limit - report.remaining > taken;
}

/** The state after a report of the API. Reports may arrive out of order, and only the lowest one of a window counts. */
export function withReport(
  name: BudgetName,
  state: BudgetState,
  report: ReportedBudget,
  { nowMs, ageMs, unreflected, mostLeft }: ReportContext,
): BudgetState {
  const windowSeconds = report.windowMs === null ? state.windowSeconds : Math.ceil(report.windowMs / 1_000);
  const known = {
    ...state,
    isUnmetered: false,
    requestLimit: report.limit ?? state.requestLimit,
    windowSeconds,
    reportedAt: new Date(nowMs - ageMs),
  };
  if (report.remaining === null) return known;
  const windowMs = windowSeconds === null ? BUDGET_WINDOW_MS[name] : windowSeconds * 1_000;
  // No window begins later than a window from now: a greater number is not the relative seconds that it should be.
  const resetMs = Math.min(report.resetMs ?? windowMs, windowMs) + RESET_ROUNDING_MS;
  const resetsAt = new Date(nowMs - ageMs + resetMs);
  if (resetsAt.getTime() <= nowMs) return known;
  const remaining = Math.max(0, report.remaining - unreflected);
  const present = reportedRemaining(state, nowMs);
  const begun = { ...known, remaining: Math.min(remaining, Math.max(0, mostLeft)), resetsAt };
  if (present === null) return begun;
  const laterByMs = resetsAt.getTime() - state.resetsAt!.getTime();
  if (laterByMs > SAME_WINDOW_MS) return begun;
  if (laterByMs < -SAME_WINDOW_MS) return known;
  return { ...known, remaining: Math.min(present, remaining), resetsAt: laterByMs > 0 ? resetsAt : state.resetsAt };
}

/** The state after a 429: nothing before its end. A refused history request means that the API's window is used up. */
export function withBlock(name: BudgetName, state: BudgetState, untilMs: number): BudgetState {
  const blockedUntil = new Date(Math.max(untilMs, state.blockedUntil?.getTime() ?? -Infinity));
  if (name === 'MINUTE') return { ...state, blockedUntil };
  return { ...state, blockedUntil, remaining: 0, resetsAt: blockedUntil };
}
