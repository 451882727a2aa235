import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Clock } from '../time/clock.js';
import { requestIdOf } from './request-id.js';

const MAX_PATH = 1024;

/** One request, as a line of JSON. */
export interface AccessLine {
  time: string;
  method: string;
  /** Without the query, which may hold anything. */
  path: string;
  status: number;
  durationMs: number;
  /** Bytes of the response as they went over the connection, its head included. */
  bytes: number;
  requestId: string;
  /** The client has gone before the end of the response. */
  aborted?: true;
}

export interface AccessLog {
  clock: Clock;
  nowMs: () => number;
  write: (line: AccessLine) => void;
}

/** Writes a line for every request of the server, whoever answers it, once its response has ended. */
export function logAccess(server: Server, log: AccessLog): void {
  server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request;
    const [startedMs, sentBefore] = [log.nowMs(), socket.bytesWritten];
    const time = log.clock.now().toISOString();
    response.once('close', () => {
      log.write({
        time,
        method: request.method ?? '',
        path: (request.url ?? '').split('?')[0]!.slice(0, MAX_PATH),
        status: response.statusCode,
        durationMs: Math.round((log.nowMs() - startedMs) * 10) / 10,
        bytes: socket.bytesWritten - sentBefore,
        requestId: requestIdOf(request),
        ...(response.writableFinished ? {} : { aborted: true }),
      });
    });
  });
}
