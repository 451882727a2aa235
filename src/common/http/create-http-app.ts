import type { NestApplicationOptions } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import helmet from 'helmet';
import { listenAhead } from './ahead.js';
import { CacheMiddleware } from './answer-memory/early-answers.js';
import { corsOptions } from './cors.js';
import { closeConnectionsGracefully } from './graceful-close.js';
import { refuseForeignPaths } from './foreign-path.js';
import { JSON_BODY_LIMIT_BYTES, refuseOtherBodies } from './json-body.js';
import { serveOpenApi } from './openapi/serve-openapi.js';
import { requestIdMiddleware } from './request-id.js';

/** Options to create the application with: the body parser is {@link configureHttpApp}'s, after the request id. */
export const HTTP_APP_OPTIONS: NestApplicationOptions = { bodyParser: false };

/** Everything between the socket and the controllers; main and the tests share it. The order matters. */
export function configureHttpApp(app: NestExpressApplication): NestExpressApplication {
  const server = app.getHttpServer();
  listenAhead(server, app.get(CacheMiddleware).listener);
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
