import { about, cron, flag, header, httpUrl, matching, secret, whole } from './setting-types.js';

export const LIVE_SETTINGS = {
  COLLECT_ENABLED: about(
    flag().default(true),
    'false: this process collects no live data on schedule; cycles can still be started on request.',
  ),
  COLLECT_CRON: about(
    cron().default('*/5 * * * *'),
    'When a cycle of live collection begins, as a cron expression in UTC. A cycle that could not begin in time ' +
      'is skipped.',
  ),
  SCHEDULE_REFRESH_CRON: about(
    cron().default('50 1-23/2 * * *'),
    'When the schedules of parks that are in use or will open soon are read again, as a cron expression in UTC. ' +
      'All other schedules are read daily.',
  ),
  THEMEPARKS_API_KEY: secret(
    header(6, 500).optional(),
    'Key of the ThemeParks.wiki API, sent as X-API-Key with every request to the host of LIVE_API_BASE_URL and ' +
      'to no other host. Space around it is ignored. Unset: requests are anonymous, and the history of the API ' +
      'reaches back 7 days, with 60 requests an hour; a free key brings 30 days and 600 requests.',
  ),
  LIVE_API_BASE_URL: about(httpUrl().default('https://api.themeparks.wiki/v1'), 'URL of the live API.'),
  LIVE_API_USER_AGENT: about(
    matching(/^[\x20-\x7e]{3,200}$/, 'must be 3 to 200 printable ASCII characters').default(
      'theme-park-data-warehouse/0.1',
    ),
    'User-Agent header of requests to the live API.',
  ),
  LIVE_REQUEST_TIMEOUT_MS: about(
    whole(100, 600_000).default(20_000),
    'How long one request to the live API may take, including its body, in milliseconds.',
  ),
  LIVE_REQUESTS_PER_MINUTE: about(
    whole(1, 100_000).default(200),
    'Requests that all processes together send to the API within any 60 seconds, at most a quarter of them by ' +
      'background jobs. The API itself accepts 300 without a key; a lower limit that it reports takes precedence.',
  ),
  LIVE_CONCURRENCY: about(whole(1, 64).default(8), 'Destinations whose live data is requested at the same time.'),
};
