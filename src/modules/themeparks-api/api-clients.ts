import { Injectable } from '@nestjs/common';
import type { ThemeParks } from 'themeparks';
import { ApiExchange, type LiveApiResponse, type RequestTally } from './api-exchange.js';
import { RequestGate } from './budgets/request-gate.js';
import { RequestScheduler } from './request-scheduler.js';
import { RetriedRequests } from './retried-requests.js';

export interface LiveRequest {
  themeparksWikiId: string;
  /** In the time of `MonotonicTimer`; a request that could only be sent later fails instead of waiting. */
  deadlineMs: number;
  signal: AbortSignal;
  tally: RequestTally;
  /** The digest of the newest stored response; null: none. */
  knownDigest?: string | null;
}

/** Fetches live data, one attempt per call: the cycle decides about pauses and retries. */
@Injectable()
export class LiveClient {
  constructor(private readonly exchange: ApiExchange) {}

  /** @throws LiveApiError, or the signal's reason if it aborts */
  async fetchLive({ themeparksWikiId, ...turn }: LiveRequest): Promise<LiveApiResponse> {
    return this.exchange.attempt({
      ...turn,
      priority: 'CYCLE',
      path: themeparksWikiId,
      send: (sdk) => sdk.raw.getEntityLive(themeparksWikiId),
    });
  }
}

/**
 * Fetches entities, children and schedules for the catalogue and its metadata. Responses are returned unchecked. Requests
 * stay within the budget, yield to the cycle, and are retried where that may help.
 * @throws LiveApiError if there is no response, or the signal's reason
 */
@Injectable()
export class EntityClient {
  constructor(
    private readonly requests: RetriedRequests,
    private readonly scheduler: RequestScheduler,
    private readonly gate: RequestGate,
  ) {}

  /** How long requests currently wait for the budget or the API; 0 if none waits. */
  waitMs(): number {
    return Math.max(this.scheduler.waitMs('BACKGROUND'), this.gate.waitMs('BACKGROUND'));
  }

  fetchDestinations(signal?: AbortSignal): Promise<unknown> {
    return this.ask('destinations', (sdk) => sdk.raw.getDestinations(), signal);
  }

  fetchEntity(id: string, signal?: AbortSignal): Promise<unknown> {
    return this.ask(`entity/${id}`, (sdk) => sdk.raw.getEntity(id), signal);
  }

  /** All descendants of an entity. */
  fetchChildren(id: string, signal?: AbortSignal): Promise<unknown> {
    return this.ask(`entity/${id}/children`, (sdk) => sdk.raw.getEntityChildren(id), signal);
  }

  /** The published schedule of a park, from its local today on. */
  fetchSchedule(id: string, signal?: AbortSignal): Promise<unknown> {
    return this.ask(`entity/${id}/schedule`, (sdk) => sdk.raw.getEntitySchedule(id), signal);
  }

  /** What was published for a month, even a past one. @param month `YYYY-MM` */
  fetchScheduleMonth(id: string, month: string, signal?: AbortSignal): Promise<unknown> {
    const [year, number] = [month.slice(0, 4), month.slice(5)];
    const path = `entity/${id}/schedule/${year}/${number}`;
    return this.ask(path, (sdk) => sdk.raw.getEntityScheduleMonth(id, Number(year), Number(number)), signal);
  }

  private async ask(path: string, send: (sdk: ThemeParks) => Promise<unknown>, signal?: AbortSignal): Promise<unknown> {
    return (await this.requests.send({ path, send }, signal)).body;
  }
}
