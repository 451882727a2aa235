import type { ServerResponse } from 'node:http';
import type { HeaderList } from '../header-list.js';
import type { KeptAnswer } from './kept-answer.js';

export interface Sending {
  answer: KeptAnswer;
  /** What is added for this request. */
  ofRequest: HeaderList;
  /** The client has it already. */
  isUnchanged: boolean;
  isHead: boolean;
}

/** Sends an answer without the framework, its head in one piece. */
export function sendKept(response: ServerResponse, { answer, ofRequest, isUnchanged, isHead }: Sending): void {
  if (isUnchanged) {
    response.writeHead(304, [...answer.unchangedHeaders, ...ofRequest]).end();
    return;
  }
  response.writeHead(200, [...answer.headers, ...ofRequest]);
  response.end(isHead ? undefined : answer.body);
}
