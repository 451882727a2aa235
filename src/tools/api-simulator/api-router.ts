import type { Account } from './accounts/account.js';
import { type Answer, badParameter, notFound, unauthorized } from './api-errors.js';
import { monthDays, responseTo } from './api-responses.js';
import type { FeedFault } from './feed-faults.js';
import { answerHistory, type HistoryCall } from './history/answer-history.js';
import type { DegradedReason } from './history/opening.js';
import type { SimWorld } from './sim-world.js';
import { findVisible } from './visible-entities.js';

export interface ApiRequest {
  method: string;
  url: URL;
  atMs: number;
  account: Account;
  /** Clock of the budgets. */
  limitNowMs: number;
  degraded: DegradedReason | null;
}

/** The worlds and faults behind the responses. */
export interface ApiState {
  world: SimWorld;
  /** The same world for the history, with a cache of days of its own. */
  past: SimWorld;
  faults: readonly FeedFault[];
  earlierRulesBefore?: string | undefined;
}

/** The history call of a path; undefined if the path is none. */
export function historyCallOf(path: string): { id: string; call: HistoryCall } | undefined {
  const [, root, resource, id, name, part, ...rest] = path.split('/');
  if (root !== 'v1' || resource !== 'entity' || !id || name !== 'history' || rest.length > 0) return undefined;
  if (part === undefined) return { id, call: 'history' };
  return part === 'daily' || part === 'coverage' ? { id, call: part } : undefined;
}

/** The response to a request within its budgets. */
export function answer(state: ApiState, request: ApiRequest): Answer {
  const { url, atMs, account } = request;
  const { world, past, faults, earlierRulesBefore } = state;
  if (request.method !== 'GET') return notFound(false, url.pathname);
  if (url.pathname === '/v1/me') return me(request);
  const history = historyCallOf(url.pathname);
  if (history) {
    const { degraded } = request;
    const baseUrl = `${url.origin}/v1`;
    const asked = { ...history, query: url.searchParams, account, degraded, baseUrl };
    return answerHistory({ world: past, faults, nowMs: atMs, earlierRulesBefore }, asked);
  }
  const body = responseTo(world, url, atMs, faults);
  return body === undefined ? refused(state, request) : { status: 200, body };
}

function me({ account, limitNowMs, atMs }: ApiRequest): Answer {
  if (account.key === null) return unauthorized('No API key was sent.');
  return { status: 200, body: JSON.stringify(account.me(limitNowMs, atMs)) };
}

/** An unknown id is 404 before a wrong month is 400. */
function refused({ world, faults }: ApiState, { url, atMs }: ApiRequest): Answer {
  const [, , , id = '', name, year = '', month = '', ...rest] = url.pathname.split('/');
  const isMonth = name === 'schedule' && year !== '' && rest.length === 0;
  if (!isMonth || monthDays(year, month) || !findVisible(world, id, atMs, faults)) return notFound(false, id);
  return badParameter('Month must be a two-digit number (01-12), and year a number from 1970 to 2150.');
}
