import { Injectable } from '@nestjs/common';
import type { ThemeParks } from 'themeparks';
import { ApiExchange, type LiveApiResponse, type RequestTally } from './api-exchange.js';
import { LiveApiError } from './live-api-errors.js';
import { backoffMs, MonotonicTimer, RequestScheduler } from './request-scheduler.js';

export interface LiveRequest {
  themeparksWikiId: string;
  /** In the time of `Pace`: a request that could only be sent later is not waited for. */
  deadlineMs: number;
  signal: AbortSignal;
  tally: RequestTally;
}

/** Live data for the cycle, one attempt at a time: waiting and trying again is a matter of the whole cycle. */
@Injectable()
export class LiveClient {
  constructor(private readonly exchange: ApiExchange) {}

  /** @throws LiveApiError, or the signal's reason where it aborts */
  async fetchLive({ themeparksWikiId, ...turn }: LiveRequest): Promise<LiveApiResponse> {
    return this.exchange.attempt({
      ...turn,
      priority: 'CYCLE',
      path: themeparksWikiId,
      send: (sdk) => sdk.raw.getEntityLive(themeparksWikiId),
    });
  }
}

const MAX_ATTEMPTS = 3;
/** For turns and pauses together; a 429 may ask for an hour, which the next run waits better than this one. */
const LONGEST_WAIT_MS = 600_000;

/**
 * What the API says of entities beside live data, for whatever keeps the catalogue and its metadata. Answers are as they
 * came: whoever asks reads them with care. Requests stay within the budget, give way to the cycle, and are tried again
 * where that may help.
 * @throws LiveApiError where there is no answer, or the signal's reason
 */
@Injectable()
export class EntityClient {
  constructor(
    private readonly exchange: ApiExchange,
    private readonly timer: MonotonicTimer,
    private readonly scheduler: RequestScheduler,
  ) {}

  /** For how long requests wait at this moment until the budget, or the API itself, allows one; 0 where none does. */
  waitMs(): number {
    return this.scheduler.waitMs('BACKGROUND');
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

  private async ask(path: string, send: (sdk: ThemeParks) => Promise<unknown>, signal = never()): Promise<unknown> {
    const deadlineMs = this.timer.nowMs() + LONGEST_WAIT_MS;
    for (let attempt = 1; ; attempt++) {
      try {
        return (await this.exchange.attempt({ priority: 'BACKGROUND', deadlineMs, signal, path, send })).body;
      } catch (error) {
        const waitMs = backoffMs(attempt, this.timer.random());
        if (!(error instanceof LiveApiError) || !error.isWorthRetrying || attempt === MAX_ATTEMPTS) throw error;
        if (this.timer.nowMs() + waitMs > deadlineMs) throw error;
        await this.timer.sleep(waitMs, signal);
      }
    }
  }
}

/** A new one each time: what listens to a signal lives as long as the signal. */
const never = (): AbortSignal => new AbortController().signal;
