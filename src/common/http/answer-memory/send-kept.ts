import type { ServerResponse } from 'node:http';
import type { HeaderList } from '../header-list.js';
import type { CachedResponse } from './kept-answer.js';

export interface Sending {
  cached: CachedResponse;
  /** What is added for this request. */
  ofRequest: HeaderList;
  /** The client has it already. */
  isUnchanged: boolean;
  isHead: boolean;
}

/** Sends an answer without the framework, its head in one piece. */
export function sendCached(response: ServerResponse, { cached, ofRequest, isUnchanged, isHead }: Sending): void {
  if (isUnchanged) {
    response.writeHead(304, [...cached.unchangedHeaders, ...ofRequest]).end();
    return;
  }
  response.writeHead(200, [...cached.headers, ...ofRequest]);
  response.end(isHead ? undefined : cached.body);
}
