import type { Server } from 'node:http';
import { type NestApplicationOptions, NotFoundException } from '@nestjs/common';
import type { CorsOptions, CorsOptionsDelegate } from '@nestjs/common/interfaces/external/cors-options.interface.js';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import helmet from 'helmet';
import { addEarlyListener, CacheMiddleware } from './cache-middleware.js';
import { serveOpenApi } from './openapi/serve-openapi.js';
import { REQUEST_ID_HEADER, requestIdMiddleware } from './request-headers.js';
import { JSON_BODY_LIMIT_BYTES, refuseOtherBodies } from './validation.pipe.js';

const PUBLIC_READS: CorsOptions = {
  origin: '*',
  methods: ['GET', 'HEAD'],
  exposedHeaders: [
    REQUEST_ID_HEADER,
    'RateLimit-Limit',
    'RateLimit-Remaining',
    'RateLimit-Reset',
    'Retry-After',
    'ETag',
    'Content-Disposition',
  ],
  maxAge: 86_400,
};

/**
 * Pages of any origin may read what is public; no page of another origin may touch the admin part. What is public has the
 * same headers for every origin, because answers are remembered with them.
 */
const corsOptions: CorsOptionsDelegate<Request> = (request, callback) => {
  callback(null, /^\/api\/admin(\/|$)/i.test(request.path) ? { origin: false } : PUBLIC_READS);
};

/** Everything is served below these; Nest leaves other paths to Express, whose 404 is a page of HTML. */
const SERVED = /^\/(api|metrics)(\/|$)/i;

function refuseForeignPaths(request: Request, _response: Response, next: NextFunction): void {
  next(SERVED.test(request.path) ? undefined : new NotFoundException(`Cannot ${request.method} ${request.path}`));
}

/**
 * Lets `app.close()` end as soon as the requests in progress are answered. Without it a client's idle keep-alive
 * connection would hold the server for seconds, and a busy one would keep sending requests over it. Whoever answers the
 * requests, this listener comes first.
 */
function closeConnectionsGracefully(server: Server): void {
  server.prependListener('request', (_request, response) => {
    response.on('close', () => {
      // the connection counts as idle only once this response is wholly done with
      if (!server.listening) setImmediate(() => server.closeIdleConnections());
    });
    if (!server.listening) response.setHeader('Connection', 'close');
  });
}

/** Options to create the application with: the body parser is {@link configureHttpApp}'s, after the request id. */
export const HTTP_APP_OPTIONS: NestApplicationOptions = { bodyParser: false };

/** Everything between the socket and the controllers; main and the tests share it. The order matters. */
export function configureHttpApp(app: NestExpressApplication): NestExpressApplication {
  const server = app.getHttpServer();
  addEarlyListener(server, app.get(CacheMiddleware).listener);
  closeConnectionsGracefully(server);
  app.disable('x-powered-by');
  app.use(requestIdMiddleware);
  // the service itself speaks plain HTTP; whether its host is to be reached by HTTPS only is the proxy's to say
  app.use(
    helmet({
      contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } },
      strictTransportSecurity: false,
    }),
  );
  app.enableCors(corsOptions);
  app.use(refuseForeignPaths);
  app.use(refuseOtherBodies);
  app.useBodyParser('json', { limit: JSON_BODY_LIMIT_BYTES });
  app.setGlobalPrefix('api', { exclude: ['metrics'] });
  serveOpenApi(app);
  return app;
}
