import type { Server } from 'node:http';
import type { INestApplication } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';

/**
 * Lets `app.close()` end as soon as the requests in progress are answered. Without it a client's idle keep-alive
 * connection would hold the server for seconds, and a busy one would keep sending requests over it.
 */
export function closeConnectionsGracefully(app: INestApplication): void {
  const server = app.getHttpServer() as Server;
  app.use((_request: Request, response: Response, next: NextFunction) => {
    response.on('close', () => {
      // the connection counts as idle only once this response is wholly done with
      if (!server.listening) setImmediate(() => server.closeIdleConnections());
    });
    if (!server.listening) response.setHeader('Connection', 'close');
    next();
  });
}
