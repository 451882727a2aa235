import { about, flag, matching, oneOf, secret, text, whole } from './setting-types.js';

export const NODE_ENVIRONMENTS = ['development', 'test', 'production'] as const;
export const ROLES = ['all', 'api', 'worker'] as const;
export const LOG_LEVELS = ['error', 'warn', 'log', 'debug'] as const;

export const PROCESS_SETTINGS = {
  NODE_ENV: about(
    oneOf(NODE_ENVIRONMENTS).default('development'),
    'development, test or production. In production logs are JSON lines and ADMIN_API_KEY is required.',
  ),
  ROLE: about(
    oneOf(ROLES).default('all'),
    'What this process does beside answering HTTP: nothing (api), or scheduled jobs and the imports that ' +
      'the API starts (worker, all).',
  ),
  LOG_LEVEL: about(
    oneOf(LOG_LEVELS).default('log'),
    'How much is logged: error, warn, log or debug. Refused requests (4xx) appear at debug. Command line ' +
      'programs show what goes wrong, and everything at debug.',
  ),
  ACCESS_LOG: about(
    flag().default(true),
    'true: one line of JSON on stdout for each request: when, method, path without its query, status, how ' +
      'long, bytes of the body, request id.',
  ),
  SHUTDOWN_LIMIT_SECONDS: about(
    whole(1, 3600).default(20),
    'How long an orderly stop (SIGTERM, Ctrl+C) may take, in seconds. After it the process logs what it ' +
      'leaves and ends with code 1: a database that does not respond would block it forever.',
  ),
};

export const HTTP_SETTINGS = {
  HOST: about(text().default('127.0.0.1'), 'Address to listen on. 0.0.0.0 for all network interfaces.'),
  PORT: about(whole(0, 65535).default(3000), 'TCP port to listen on; 0 takes any free one.'),
  TRUST_PROXY: about(
    flag().default(false),
    "true behind exactly one reverse proxy: the client's address is then the last one in X-Forwarded-For.",
  ),
  RATE_LIMIT_PUBLIC_PER_MINUTE: about(
    whole(1).default(600),
    'Requests that one client address may make in a minute to the public endpoints, all together.',
  ),
  RATE_LIMIT_ADMIN_PER_MINUTE: about(whole(1).default(120), 'The same for /api/admin, with the right key.'),
  RATE_LIMIT_WRONG_KEYS_PER_MINUTE: about(
    whole(1).default(20),
    'Requests to /api/admin without a key, or with a wrong one, that one client address may make in a ' + 'minute.',
  ),
  PUBLIC_RESPONSE_CACHE_MS: about(
    whole(0, 60_000).default(1000),
    'How long the same public request is answered from memory, in milliseconds; 0: never.',
  ),
  ADMIN_API_KEY: secret(
    text(16).optional(),
    'Key of /api/admin ("Authorization: Bearer <key>"), at least 16 characters. Required in production; ' +
      'elsewhere one is made at the first start and kept in <DATA_DIR>/admin-api-key, readable by its owner ' +
      'only.',
  ),
};

/** In a file `.env`, an unencoded # begins a comment, so that only the start of the URL is read. */
export const DATABASE_URL_FORM =
  'must look like mysql://user:password@host:3306/database, with special characters URL-encoded (# as %23, @ as %40)';

export const DATABASE_SETTINGS = {
  DATA_DIR: about(
    text().default('.data'),
    'Folder for what the program keeps itself: the embedded database and the generated admin key.',
  ),
  DATABASE_URL: secret(
    matching(/^(mysql|mariadb):\/\/\S+\/\w+/, DATABASE_URL_FORM).optional(),
    'MariaDB (10.11, 11.8) or MySQL (8.4, 9.7) to use, as mysql://user:password@host:3306/database, its parts URL-encoded; ' +
      'add ?socketPath=/run/mysqld/mysqld.sock for a unix socket; ?ssl=true for TLS with a certificate that ' +
      'is valid for the host, &ssl-ca=/path/ca.pem where a private authority signed it; ' +
      '?ssl-mode=REQUIRED, VERIFY_CA or VERIFY_IDENTITY as in the MySQL clients. Unset: an own private MariaDB is ' +
      'started, with its data in <DATA_DIR>/mariadb.',
  ),
  DATABASE_POOL_SIZE: about(whole(2, 200).default(10), 'Connections that one process holds at most.'),
  DATABASE_START_WAIT_SECONDS: about(
    whole(0, 3600).default(60),
    'How long a start waits for a database that does not answer, in seconds; 0: not at all.',
  ),
  MIGRATIONS_AUTO_RUN: about(
    flag().default(true),
    'true: missing migrations are applied at start. false: run "npm run migration:run" yourself.',
  ),
  EMBEDDED_DB_BUFFER_POOL_MB: about(
    whole(32).default(512),
    'Memory of the embedded database for its pages, in megabytes.',
  ),
};
