import { about, basePath, origins, proxies, secret, text, whole } from './setting-types.js';

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
