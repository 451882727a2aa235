import { isoDayOf } from '../../epoch-days.js';
import type { Account } from '../accounts/account.js';
import { type Answer, notFound } from '../api-errors.js';
import { errorBody } from '../send-response.js';
import { coverageResponse } from './coverage-response.js';
import { dailyResponse } from './daily-response.js';
import {
  earliestAllowedDate,
  historyRange,
  HistoryRangeError,
  type HistoryRange,
  requireAtMost,
} from './history-range.js';
import { historyResponse } from './history-response.js';
import { findRecorded, type HistoryEntity, type HistoryWorld } from './history-world.js';
import type { DegradedReason } from './opening.js';

export type HistoryCall = 'history' | 'daily' | 'coverage';

export interface HistoryRequest {
  id: string;
  call: HistoryCall;
  query: URLSearchParams;
  account: Account;
  degraded: DegradedReason | null;
  /** For `next`: `http://127.0.0.1:8089/v1`. */
  baseUrl: string;
}

const MOST_DAYS = 31;
const MOST_DAILY_DAYS = 3660;

/** The response to a history request within its budgets. */
export function answerHistory(history: HistoryWorld, request: HistoryRequest): Answer {
  const found = findRecorded(history, request.id);
  if (!found) return notFound(true, request.id);
  if (request.call === 'coverage') return { status: 200, body: coverageResponse(history, found) };
  try {
    const range = historyRange(request.query, found.entity.clock, history.nowMs);
    if (request.call === 'daily') requireAtMost(range, MOST_DAILY_DAYS, 'daily call');
    else requireAtMost(range, found.entity.entityType === 'PARK' ? 1 : MOST_DAYS, 'history call');
    return windowExceeded(request.account, range, history.nowMs) ?? content(history, found, range, request);
  } catch (error) {
    if (!(error instanceof HistoryRangeError)) throw error;
    return { status: 400, body: errorBody(error.type, error.message) };
  }
}

function content(history: HistoryWorld, found: HistoryEntity, range: HistoryRange, request: HistoryRequest): Answer {
  if (request.call === 'daily') {
    return {
      status: 200,
      body: dailyResponse(history, found, range, `${request.baseUrl}/entity/${request.id}/history/daily`),
    };
  }
  return { status: 200, body: historyResponse(history, found, range, request.degraded) };
}

function windowExceeded({ plan, key }: Account, range: HistoryRange, nowMs: number): Answer | null {
  if (plan.historyDays === null) return null;
  const earliest = earliestAllowedDate(plan.historyDays, nowMs);
  if (isoDayOf(range.firstDay) >= earliest) return null;
  const who = key === null ? 'Requests without an API key' : 'This key';
  const message = `${who} can see history back to ${earliest} (${plan.historyDays} days).`;
  return { status: 403, body: errorBody('HISTORY_WINDOW_EXCEEDED', message, { earliestAllowedDate: earliest }) };
}
