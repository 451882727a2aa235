import { type NestApplicationOptions, NotFoundException } from '@nestjs/common';
import type { CorsOptions, CorsOptionsDelegate } from '@nestjs/common/interfaces/external/cors-options.interface.js';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import helmet from 'helmet';
import { AppConfig } from '../config/app-config.js';
import type { AccessLog } from './access-log.js';
import { CachedResponses } from './cached-responses.js';
import { DASHBOARD_FOLDER, readDashboard } from './dashboard-files.js';
import { serveOpenApi } from './openapi/serve-openapi.js';
import { PublicCors } from './public-cors.js';
import { DATA_AGE_HEADER } from './read-source.interceptor.js';
import { REQUEST_ID_HEADER, requestIdMiddleware } from './request-headers.js';
import { RequestDurations } from './request-durations.js';
import { serveRequests } from './request-pipeline.js';
import { METRICS_PATH } from './request-url.js';
import { serveDashboard } from './serve-dashboard.js';
import { JSON_BODY_LIMIT_BYTES, refuseOtherBodies } from './validation.pipe.js';

const PUBLIC_READS: CorsOptions = {
  methods: ['GET', 'HEAD'],
  exposedHeaders: [
    REQUEST_ID_HEADER,
    'RateLimit-Limit',
    'RateLimit-Remaining',
    'RateLimit-Reset',
    'Retry-After',
    'ETag',
    'Content-Disposition',
    DATA_AGE_HEADER,
  ],
  maxAge: 86_400,
};

/**
 * Pages of the origins in CORS_ORIGINS may read the public part; pages of other origins may not use the admin part.
 */
const corsOptions =
  ({ origin }: PublicCors): CorsOptionsDelegate<Request> =>
  (request, callback) => {
    callback(null, /^\/api\/admin(\/|$)/i.test(request.path) ? { origin: false } : { ...PUBLIC_READS, origin });
  };

/** Metrics are served at this one path, because proxies hide it by name, while Express also takes `/METRICS` and `/metrics/`. */
const isServed = (path: string): boolean => path === METRICS_PATH || /^\/api(\/|$)/i.test(path);

/** Refuses all other paths, which Nest would leave to Express, whose 404 is an HTML page. */
function refuseForeignPaths(request: Request, _response: Response, next: NextFunction): void {
  next(isServed(request.path) ? undefined : new NotFoundException(`Cannot ${request.method} ${request.path}`));
}

/** Options for creating the application: {@link configureHttpApp} adds the body parser after the request id. */
export const HTTP_APP_OPTIONS: NestApplicationOptions = { bodyParser: false };

/** Everything a page needs comes from this server. Charts and Swagger UI set styles of elements. */
const CONTENT_SECURITY = {
  directives: {
    fontSrc: ["'self'", 'data:'],
    styleSrc: ["'self'", "'unsafe-inline'"],
    connectSrc: ["'self'"],
    upgradeInsecureRequests: null,
  },
};

export interface HttpAppOptions {
  /** The built dashboard. */
  dashboardFolder?: string;
  accessLog?: AccessLog | undefined;
}

/** Everything between the socket and the controllers, for the server and the tests. The order matters. */
export function configureHttpApp(
  app: NestExpressApplication,
  { dashboardFolder = DASHBOARD_FOLDER, accessLog }: HttpAppOptions = {},
): NestExpressApplication {
  const { BASE_PATH: basePath = '' } = app.get(AppConfig);
  serveRequests(app.getHttpServer(), {
    early: app.get(CachedResponses).listener,
    durations: app.get(RequestDurations),
    accessLog,
    basePath,
  });
  app.disable('x-powered-by');
  app.use(requestIdMiddleware);
  // the service itself uses plain HTTP; the proxy in front of it decides about HTTPS
  app.use(
    helmet({
      contentSecurityPolicy: CONTENT_SECURITY,
      strictTransportSecurity: false,
    }),
  );
  app.enableCors(corsOptions(app.get(PublicCors)));
  app.use(serveDashboard(readDashboard(dashboardFolder, basePath), basePath));
  app.use(refuseForeignPaths);
  app.use(refuseOtherBodies);
  app.useBodyParser('json', { limit: JSON_BODY_LIMIT_BYTES });
  app.setGlobalPrefix('api', { exclude: ['metrics'] });
  serveOpenApi(app);
  return app;
}
