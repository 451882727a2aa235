import type { Request, Response } from 'express';
import type { HeaderList } from '../header-list.js';
import type { KeptAnswer } from './kept-answer.js';

/** Sends an answer without the framework: its head in one piece, 304 to who has it already, no body to HEAD. */
export function sendKept(answer: KeptAnswer, ofRequest: HeaderList, request: Request, response: Response): void {
  if (hasItAlready(answer, request, response)) {
    response.writeHead(304, [...answer.unchangedHeaders, ...ofRequest]).end();
    return;
  }
  response.writeHead(200, [...answer.headers, ...ofRequest]);
  response.end(request.method === 'HEAD' ? undefined : answer.body);
}

/** As the framework sees it, which looks at the headers of the response: only set where the question is put. */
function hasItAlready({ etag }: KeptAnswer, request: Request, response: Response): boolean {
  const { 'if-none-match': knownEtags, 'if-modified-since': knownSince } = request.headers;
  if (knownEtags === undefined && knownSince === undefined) return false;
  response.setHeader('ETag', etag);
  return request.fresh;
}
