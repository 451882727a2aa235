import { isJsonObject } from '../../common/reading/field-readers.js';
import { type BudgetName, type ReportedBudget } from './budgets/budget-headers.js';

/** What `/me` reports about the account of an API key. Null: not reported. */
export interface ApiAccount {
  /** Name of the plan, such as `free`. */
  tier: string | null;
  /** How many days back history may be requested. */
  historyDays: number | null;
  /** Whether all recorded history may be requested. */
  hasAllHistory: boolean;
  /** The first day that may be requested, as the UTC date; near midnight, the park's date may differ by one. */
  historyEarliestDate: string | null;
  budgets: Record<BudgetName, ReportedBudget | 'UNMETERED' | null>;
}

const MAX_TIER = 64;

/** Reads the body of `/me`; null if it is not one. */
export function readAccount(body: unknown): ApiAccount | null {
  if (!isJsonObject(body)) return null;
  const { tier, historyDays, historyAllArchive, historyEarliestDate, rateLimit, historyRateLimit } = body;
  if ([tier, rateLimit, historyRateLimit].every((value) => value === undefined)) return null;
  return {
    tier: typeof tier === 'string' ? tier.slice(0, MAX_TIER) : null,
    historyDays: readNumber(historyDays),
    hasAllHistory: historyAllArchive === true,
    historyEarliestDate: readDate(historyEarliestDate),
    budgets: { MINUTE: readBudget(rateLimit), HISTORY_HOUR: readBudget(historyRateLimit) },
  };
}

function readBudget(value: unknown): ReportedBudget | 'UNMETERED' | null {
  if (!isJsonObject(value)) return null;
  if (value.unmetered === true) return 'UNMETERED';
  const [windowSeconds, resetSeconds] = [readNumber(value.windowSeconds), readNumber(value.reset)];
  return {
    limit: readNumber(value.limit) || null,
    windowMs: windowSeconds === null ? null : windowSeconds * 1_000 || null,
    remaining: readNumber(value.remaining),
    resetMs: resetSeconds === null ? null : resetSeconds * 1_000,
  };
}

const readNumber = (value: unknown): number | null =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 1e9 ? value : null;

/** The first ten characters, if they are a date. */
export function readDate(value: unknown): string | null {
  const date = typeof value === 'string' ? value.slice(0, 10) : '';
  return /^\d{4}-\d{2}-\d{2}$/.test(date) && !Number.isNaN(Date.parse(date)) ? date : null;
}
