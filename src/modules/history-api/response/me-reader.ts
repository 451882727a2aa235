import { openEnvelope, type ReadReport, reportOf } from './envelope.js';
import type { FieldReader } from './field-reader.js';

/** One budget of the account. Null fields are not reported, which is not zero. */
export interface AccountBudget {
  isUnmetered: boolean;
  limit: number | null;
  windowSeconds: number | null;
  remaining: number | null;
  /** Seconds until the budget is full again. */
  resetSeconds: number | null;
}

/** A response of `/me`: the plan of the key and what is left of it. */
export interface MeResponse extends ReadReport {
  tier: string | null;
  /** Days back, including today; null: not reported. */
  historyDays: number | null;
  hasWholeHistory: boolean;
  /** The first day that may be requested, in UTC: off by one near midnight. */
  historyEarliestDate: string | null;
  /** All requests. */
  rateLimit: AccountBudget | null;
  /** History requests. */
  historyRateLimit: AccountBudget | null;
}

const ENVELOPE_KEYS: ReadonlySet<string> = new Set([
  'tier',
  'historyDays',
  'historyAllArchive',
  'historyEarliestDate',
  'rateLimit',
  'historyRateLimit',
]);
const BUDGET_KEYS: ReadonlySet<string> = new Set(['unmetered', 'limit', 'windowSeconds', 'remaining', 'reset']);

/** @throws MalformedResponseError if the body is not an object */
export function readMeResponse(body: unknown): MeResponse {
  const envelope = openEnvelope(body, ENVELOPE_KEYS);
  return {
    tier: envelope.text('tier'),
    historyDays: envelope.count('historyDays'),
    hasWholeHistory: envelope.flag('historyAllArchive') ?? false,
    historyEarliestDate: envelope.day('historyEarliestDate'),
    rateLimit: readBudget(envelope, 'rateLimit'),
    historyRateLimit: readBudget(envelope, 'historyRateLimit'),
    ...reportOf(envelope),
  };
}

function readBudget(envelope: FieldReader, key: string): AccountBudget | null {
  const budget = envelope.object(key, BUDGET_KEYS);
  if (budget === null) return null;
  return {
    isUnmetered: budget.flag('unmetered') ?? false,
    limit: budget.count('limit'),
    windowSeconds: budget.count('windowSeconds'),
    remaining: budget.count('remaining'),
    resetSeconds: budget.count('reset'),
  };
}
