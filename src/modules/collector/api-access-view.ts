import type { ApiAccountStatus } from '../themeparks-api/api-account.service.js';
import type { BudgetStatus } from '../themeparks-api/budgets/shared-budgets.service.js';
import type { ApiAccessView, ApiBudgetView } from './collector.dto.js';

const NO_KEY =
  'No API key is set (THEMEPARKS_API_KEY): the history of the API reaches back 7 days, with 60 requests an hour. ' +
  'A free key gives 30 days and 600 requests.';
/** Days back without a key, today included. */
const DAYS_WITHOUT_KEY = 7;

/** The access to the API, for the admin API. */
export function apiAccessView({ hasKey, account, checkedAt, error, budgets }: ApiAccountStatus): ApiAccessView {
  return {
    hasKey,
    note: hasKey ? error : NO_KEY,
    tier: account?.tier ?? null,
    historyDays: hasKey ? (account?.historyDays ?? null) : DAYS_WITHOUT_KEY,
    hasAllHistory: account?.hasAllHistory ?? false,
    historyEarliestDate: account?.historyEarliestDate ?? null,
    checkedAt,
    requestsPerMinute: budgetView(budgets.MINUTE),
    historyRequestsPerHour: budgetView(budgets.HISTORY_HOUR),
  };
}

const finite = (requests: number): number | null => (Number.isFinite(requests) ? requests : null);

function budgetView({ state, limit, windowMs, used, remaining, resetsAt }: BudgetStatus): ApiBudgetView {
  return {
    limit: finite(limit),
    windowSeconds: Math.round(windowMs / 1_000),
    isReported: state !== null && state.reportedAt !== null,
    used,
    remaining: finite(remaining),
    resetsAt,
    blockedUntil: state?.blockedUntil ?? null,
  };
}
