import { about, basePath, flag, matching, oneOf, origins, proxies, secret, text, whole } from './setting-types.js';

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

export const HTTP_SETTINGS = {
  HOST: about(text().default('127.0.0.1'), 'Address to listen on. 0.0.0.0 for all network interfaces.'),
  PORT: about(whole(0, 65535).default(3000), 'TCP port to listen on; 0 takes any free one.'),
  TRUST_PROXY: about(
    proxies().default('false'),
    'Reverse proxies whose X-Forwarded-For and X-Forwarded-Proto count: true for one, a number for several in a row, or ' +
      "their addresses and networks, such as 10.0.0.0/8,192.0.2.7. The client's address is the last forwarded one that is no " +
      'trusted proxy. With true or a number, nothing but the proxies may reach this process.',
  ),
  BASE_PATH: about(
    basePath().optional(),
    'Path of the program on the site of its reverse proxy, such as /warehouse for https://parks.example/warehouse/. The proxy may ' +
      'pass on the path with or without it.',
  ),
  RATE_LIMIT_PUBLIC_PER_MINUTE: about(
    whole(1).default(600),
    'Requests that one client address may make in a minute to all public endpoints together.',
  ),
  RATE_LIMIT_ADMIN_PER_MINUTE: about(whole(1).default(300), 'The same for /api/admin, with the right key.'),
  RATE_LIMIT_WRONG_KEYS_PER_MINUTE: about(
    whole(1).default(20),
    'Requests to /api/admin with a missing or wrong key that one client address may make in a minute.',
  ),
  EVENT_STREAMS_PER_CLIENT: about(
    whole(1, 200).default(20),
    'Connections for server-sent events that one client address may have open at a process. A page of the dashboard that can be seen has one.',
  ),
  PUBLIC_RESPONSE_CACHE_MS: about(
    whole(0, 60_000).default(1000),
    'How long a public response is served from memory to equal requests, in milliseconds; 0: never.',
  ),
  CORS_ORIGINS: about(
    origins().default('*'),
    'Origins whose pages may read public endpoints in a browser: * for all, none, or a list such as ' +
      'https://parks.example,https://app.example. Pages of other origins may never use /api/admin.',
  ),
  ADMIN_API_KEY: secret(
    text(16).optional(),
    'Key of /api/admin ("Authorization: Bearer <key>"), at least 16 characters. Required in production; ' +
      'elsewhere the first start generates one and stores it in <DATA_DIR>/admin-api-key, readable by its owner ' +
      'only.',
  ),
};

/** In a file `.env`, an unencoded # begins a comment, so that only the start of the URL is read. */
export const DATABASE_URL_FORM =
  'must look like mysql://user:password@host:3306/database (several hosts: db1:3306,db2:3306), with special characters URL-encoded (# as %23, @ as %40)';

export const DATABASE_SETTINGS = {
  DATA_DIR: about(text().default('.data'), 'Folder for the embedded database and the generated admin key.'),
  DATABASE_URL: secret(
    matching(/^(mysql|mariadb):\/\/.+\/\w+/, DATABASE_URL_FORM).optional(),
    'MariaDB (10.11, 11.8) or MySQL (8.4, 9.7) to use, as mysql://user:password@host:3306/database, with ' +
      'URL-encoded parts; several hosts of a cluster (db1:3306,db2:3306) are used one after another when one fails; add ?socketPath=/run/mysqld/mysqld.sock for a unix socket; ?ssl=true for TLS with a ' +
      'certificate that is valid for the host, &ssl-ca=/path/ca.pem if a private authority signed it; ' +
      '?ssl-mode=REQUIRED, VERIFY_CA or VERIFY_IDENTITY as in the MySQL clients. Unset: the program starts a ' +
      'private MariaDB with its data in <DATA_DIR>/mariadb.',
  ),
  DATABASE_PASSWORD: secret(
    text(1).optional(),
    'Password of the user in DATABASE_URL, as it is, without encoding. Used if the URL has none, and for the URL of the replicas, too.',
  ),
  DATABASE_REPLICA_URL: secret(
    matching(/^(mysql|mariadb):\/\/.+\/\w+/, DATABASE_URL_FORM).optional(),
    'Asynchronous replicas of the server of DATABASE_URL, in the same form. Public reads and exports use the first host ' +
      'that is up to date, and DATABASE_URL while there is none. Needs SELECT only. Unset: all reads use DATABASE_URL.',
  ),
  REPLICA_MAX_LAG_SECONDS: about(
    whole(1, 600).default(10),
    'A replica that is further behind is not read from until it has caught up, in seconds.',
  ),
  DATABASE_POOL_SIZE: about(whole(2, 200).default(10), 'Maximum number of connections of one process.'),
  DATABASE_START_WAIT_SECONDS: about(
    whole(0, 3600).default(60),
    'How long a start waits for a database that does not respond, in seconds; 0: not at all.',
  ),
  MIGRATIONS_AUTO_RUN: about(
    flag().default(true),
    'true: a start applies missing migrations. false: run "npm run migration:run" yourself.',
  ),
  EMBEDDED_DB_BUFFER_POOL_MB: about(
    whole(32).default(512),
    'Memory of the embedded database for its pages, in megabytes.',
  ),
  CLOCK_TOLERANCE_SECONDS: about(
    whole(1, 3600).default(60),
    'How far the clock of a process may differ from that of the database, in seconds. A cycle whose clock is ' +
      'further ahead stores nothing.',
  ),
  PARTITION_MONTHS_AHEAD: about(
    whole(1, 60).default(6),
    'Number of months after the current one whose partitions are created ahead.',
  ),
};

export const EXPORT_SETTINGS = {
  EXPORT_CONCURRENCY: about(
    whole(1, 100).default(2),
    'Exports that run in one process at the same time; each uses a connection of the pool.',
  ),
  EXPORT_MAX_MINUTES: about(whole(1, 1440).default(60), 'Minutes after which an export is ended, complete or not.'),
};
