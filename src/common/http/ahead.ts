import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';

/** Answers a request, or leaves it to the application by calling `pass`. */
export type AheadListener = (request: IncomingMessage, response: ServerResponse, pass: () => void) => void;

/**
 * Puts a listener before the application, and so before Express: that it gives every request and response another
 * prototype makes Node's own code for them slow (0.18 instead of 0.07 ms of processor time for a small answer).
 */
export function listenAhead(server: Server, ahead: AheadListener): void {
  const application = server.listeners('request') as RequestListener[];
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    ahead(request, response, () => application.forEach((listener) => listener.call(server, request, response)));
  });
}
