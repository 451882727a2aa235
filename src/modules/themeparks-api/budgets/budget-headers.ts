/**
 * The API has two budgets: all requests count against the first, requests for history also against the second. It reports
 * each in headers of its own.
 */
export const BUDGET_NAMES = ['MINUTE', 'HISTORY_HOUR'] as const;

export type BudgetName = (typeof BUDGET_NAMES)[number];

/** The length of each window, in milliseconds, unless the API reports another. */
export const BUDGET_WINDOW_MS: Readonly<Record<BudgetName, number>> = { MINUTE: 60_000, HISTORY_HOUR: 3_600_000 };

/** What a response reports about a budget. Null: not reported, which is not zero. */
export interface ReportedBudget {
  /** Requests per window. */
  limit: number | null;
  windowMs: number | null;
  /** Requests left in the current window. */
  remaining: number | null;
  /** Time until the next window begins. */
  resetMs: number | null;
}

/** Null: the response reports nothing about the budget. */
export type ReportedBudgets = Readonly<Record<BudgetName, ReportedBudget | null>>;

const HEADER_PREFIX: Readonly<Record<BudgetName, string>> = {
  MINUTE: 'ratelimit',
  HISTORY_HOUR: 'ratelimit-history',
};

/**
 * Reads the headers of both budgets by their exact names, because one set shares the prefix of the other. A response with an
 * `Age` other than 0 comes from a shared cache and has the budgets of whoever caused it, so it reports nothing.
 */
export function readBudgetHeaders(headers: Pick<Headers, 'get'>): ReportedBudgets {
  const age = headers.get('age');
  const isShared = age !== null && !/^\s*0+\s*$/.test(age);
  const read = (name: BudgetName) => (isShared ? null : readBudget(headers, HEADER_PREFIX[name]));
  return { MINUTE: read('MINUTE'), HISTORY_HOUR: read('HISTORY_HOUR') };
}

function readBudget(headers: Pick<Headers, 'get'>, prefix: string): ReportedBudget | null {
  const policy = readPolicy(headers.get(`${prefix}-policy`));
  // A limit of 0 would have refused every request, this one included, so it is ignored.
  const limit = wholeNumber(headers.get(`${prefix}-limit`)) || (policy?.limit ?? null);
  const remaining = wholeNumber(headers.get(`${prefix}-remaining`));
  const resetSeconds = wholeNumber(headers.get(`${prefix}-reset`));
  const windowMs = policy?.windowMs ?? null;
  if (limit === null && remaining === null && resetSeconds === null && windowMs === null) return null;
  return { limit, windowMs, remaining, resetMs: resetSeconds === null ? null : resetSeconds * 1_000 };
}

/** `300;w=60`: 300 requests within 60 seconds. */
function readPolicy(text: string | null): { limit: number | null; windowMs: number | null } | null {
  const [, limit, seconds] = /^\s*(\d{1,9})\s*;\s*w\s*=\s*(\d{1,9})\s*$/i.exec(text ?? '') ?? [];
  if (limit === undefined) return null;
  return { limit: Number(limit) || null, windowMs: Number(seconds) * 1_000 || null };
}

function wholeNumber(text: string | null): number | null {
  const digits = text?.trim() ?? '';
  return /^\d{1,9}$/.test(digits) ? Number(digits) : null;
}
