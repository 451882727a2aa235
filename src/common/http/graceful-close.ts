import type { Server } from 'node:http';

/**
 * Lets `app.close()` end as soon as the requests in progress are answered. Without it a client's idle keep-alive
 * connection would hold the server for seconds, and a busy one would keep sending requests over it. Whoever answers the
 * requests, this listener comes first.
 */
export function closeConnectionsGracefully(server: Server): void {
  server.prependListener('request', (_request, response) => {
    response.on('close', () => {
      // the connection counts as idle only once this response is wholly done with
      if (!server.listening) setImmediate(() => server.closeIdleConnections());
    });
    if (!server.listening) response.setHeader('Connection', 'close');
  });
}
