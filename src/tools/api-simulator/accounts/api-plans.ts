/** What a client may request. Null: unlimited. */
export interface ApiPlan {
  tier: string;
  /** How far back history requests reach, today included. */
  historyDays: number | null;
  requestsPerMinute: number | null;
  historyPerHour: number | null;
}

export const KEYLESS_PLAN: ApiPlan = { tier: 'keyless', historyDays: 7, requestsPerMinute: 300, historyPerHour: 60 };
export const FREE_PLAN: ApiPlan = { tier: 'free', historyDays: 30, requestsPerMinute: 300, historyPerHour: 600 };
export const UNMETERED_PLAN: ApiPlan = {
  tier: 'enterprise',
  historyDays: null,
  requestsPerMinute: null,
  historyPerHour: null,
};

/** The accepted values of `X-API-Key` with their plans, and the plan of requests without a key. */
export interface ApiPlans {
  keyless: ApiPlan;
  keys: Readonly<Record<string, ApiPlan>>;
}

/** Invented keys, which are not secrets. */
export const FREE_KEY = 'simulated-free-key';
export const UNMETERED_KEY = 'simulated-unmetered-key';

export const DEFAULT_PLANS: ApiPlans = {
  keyless: KEYLESS_PLAN,
  keys: { [FREE_KEY]: FREE_PLAN, [UNMETERED_KEY]: UNMETERED_PLAN },
};
