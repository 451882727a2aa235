import { about, flag, oneOf, whole } from './setting-types.js';

export const NODE_ENVIRONMENTS = ['development', 'test', 'production'] as const;
export const ROLES = ['all', 'api', 'worker'] as const;
export const LOG_LEVELS = ['error', 'warn', 'log', 'debug'] as const;

export const PROCESS_SETTINGS = {
  NODE_ENV: about(
    oneOf(NODE_ENVIRONMENTS).default('development'),
    'development, test or production. In production, logs are JSON lines and ADMIN_API_KEY is required.',
  ),
  ROLE: about(
    oneOf(ROLES).default('all'),
    'What this process does in addition to serving HTTP: nothing (api), or scheduled jobs and the imports that ' +
      'the API starts (worker, all).',
  ),
  LOG_LEVEL: about(
    oneOf(LOG_LEVELS).default('log'),
    'How much is logged: error, warn, log or debug. Refused requests (4xx) are logged at debug. Commands show ' +
      'problems at every level, and everything at debug.',
  ),
  ACCESS_LOG: about(
    flag().default(true),
    'true: logs each request as one line of JSON on stdout: instant, method, path without its query, status, ' +
      'duration, bytes of the body, request id. Lines are written together, every 50 ms and at the end of the process; ' +
      'SIGKILL loses those of the last 50 ms.',
  ),
  SHUTDOWN_LIMIT_SECONDS: about(
    whole(1, 3600).default(20),
    'How long an orderly stop (SIGTERM, Ctrl+C) may take, in seconds. After that, the process logs the ' +
      'unfinished work and exits with code 1; otherwise a database that does not respond would block it forever.',
  ),
};
