import type { CorsOptions, CorsOptionsDelegate } from '@nestjs/common/interfaces/external/cors-options.interface.js';
import type { Request } from 'express';
import { REQUEST_ID_HEADER } from './request-id.js';

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
export const corsOptions: CorsOptionsDelegate<Request> = (request, callback) => {
  callback(null, /^\/api\/admin(\/|$)/i.test(request.path) ? { origin: false } : PUBLIC_READS);
};
