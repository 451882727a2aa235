import { Injectable } from '@nestjs/common';
import { ApiExchange, type LiveApiResponse, type RequestTally } from './api-exchange.js';

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
