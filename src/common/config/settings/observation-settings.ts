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

export const STATISTICS_SETTINGS = {
  PARK_DAY_START: about(
    matching(/^(0\d|1[01]):00$/, 'must be a full hour from 00:00 to 11:00').default('00:00'),
    "Local time at which a park's day begins, a full hour from 00:00 to 11:00.",
  ),
  ARCHIVE_MAX_CARRY_FORWARD_MINUTES: about(
    whole(1, 1440).default(360),
    'How long an archived value is carried forward without a newer one, in minutes; after that the state is ' +
      'unknown.',
  ),
  LIVE_MAX_CARRY_FORWARD_MINUTES: about(
    whole(1, 1440).default(15),
    'How long a value is carried forward after a poll, or the log of the History API, last confirmed it, in minutes; after ' +
      'that the state is unknown.',
  ),
  PARK_NO_DATA_MINUTES: about(
    whole(1, 1440).default(60),
    'Minutes after the last observation of any ride of a park from which no value of the park is carried forward.',
  ),
  WAIT_CEILING_MINUTES: about(
    whole(1, 1440).default(600),
    'Longest plausible standby wait, in minutes. A longer one is stored, but statistics ignore it.',
  ),
};

export const QUALITY_SETTINGS = {
  QUALITY_CHECK_CRON: about(
    cron().default('12 * * * *'),
    'When the data quality is checked, as a cron expression in UTC.',
  ),
  QUALITY_CHECK_HOURS: about(whole(1, 744).default(48), 'How far back that check looks, in hours.'),
  QUALITY_LIVE_GAP_MINUTES: about(
    whole(1, 1440).default(15),
    'Scheduled time of a park without live data that counts as a gap, in minutes.',
  ),
  QUALITY_NO_DATA_MINUTES: about(
    whole(1, 1440).default(60),
    'Scheduled time without archived data, or of one ride while others report, that counts as a gap, in minutes.',
  ),
  QUALITY_ABSENT_DAYS: about(
    whole(1, 365).default(7),
    'Open days without an event after which a closed ride of the archive counts as having a gap.',
  ),
  QUALITY_MAX_WAIT_MINUTES: about(
    whole(1, 1440).default(300),
    'Posted waits above this many minutes are stored and reported as a finding.',
  ),
  QUALITY_JUMP_MINUTES: about(
    whole(1, 1440).default(120),
    'A posted wait that grows by more than this many minutes from one observation to the next is reported.',
  ),
  QUALITY_FROZEN_RIDE_MINUTES: about(
    whole(30, 10080).default(480),
    'Scheduled time after which an unchanged wait of one ride is reported, in minutes.',
  ),
  QUALITY_FROZEN_PARK_MINUTES: about(
    whole(30, 10080).default(180),
    'Scheduled time after which unchanged waits and states of a whole park are reported, in minutes.',
  ),
  QUALITY_LONG_DOWN_HOURS: about(
    whole(1, 8760).default(48),
    'A ride that reports DOWN for longer than this many hours is reported.',
  ),
  QUALITY_STALE_ROW_HOURS: about(
    whole(1, 8760).default(24),
    'A repeated wait whose timestamp is older than this many hours is stale if its ride reported nothing new ' +
      'during a whole opening.',
  ),
  QUALITY_ZERO_WAIT_DAYS: about(
    whole(2, 21).default(3),
    'Days in use with waits of 0 only, after which the waits of a park do not count.',
  ),
  QUALITY_NEVER_OPERATING_DAYS: about(
    whole(2, 30).default(3),
    'Consecutive days on which a park is open by its schedule and no ride operates, after which its data does ' +
      'not count.',
  ),
};
