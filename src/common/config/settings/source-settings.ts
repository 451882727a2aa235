import { about, cron, flag, header, httpUrl, matching, secret, whole } from './setting-types.js';

export const ARCHIVE_SETTINGS = {
  ARCHIVE_SOURCE: about(
    matching(/^(s3:\/\/[a-z0-9][a-z0-9.-]+\/?|[^:]+)$/, 'must be s3://bucket or the path of a folder').optional(),
    'Where the archive is: s3://bucket, or the path of an existing folder with the same layout. Unset: ' +
      'the bucket ARCHIVE_S3_BUCKET.',
  ),
  ARCHIVE_S3_BUCKET: about(
    matching(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'must be the name of a bucket').default('archive.themeparks.wiki'),
    'Bucket of the archive, read anonymously.',
  ),
  ARCHIVE_S3_REGION: about(
    matching(/^[a-z0-9-]+$/, 'must be the name of a region').default('eu-west-2'),
    'Region of the bucket.',
  ),
  ARCHIVE_S3_ENDPOINT: about(
    httpUrl().optional(),
    "URL of another server that speaks the S3 protocol, such as http://127.0.0.1:9000. Unset: Amazon's. " +
      'AWS_* variables and profile files of the machine (endpoints, FIPS, dual-stack, region) have no ' +
      'effect.',
  ),
  ARCHIVE_REQUEST_TIMEOUT_MS: about(
    whole(100).default(30_000),
    'Time that one request to the archive may take, in milliseconds.',
  ),
  ARCHIVE_MAX_ATTEMPTS: about(
    whole(1, 20).default(6),
    'Attempts for one object while its faults are transient (timeouts, 5xx, broken connections).',
  ),
  ARCHIVE_MAX_INFLATED_MB: about(
    whole(1, 1024).default(256),
    'A file that inflates to more than this many megabytes is refused as corrupt.',
  ),
  ARCHIVE_FIRST_YEAR: about(
    whole(2010, 2100).default(2021),
    'First year in which the archive has data: partitions begin there. Older months are added when rows ' +
      'of them come.',
  ),
  ARCHIVE_MAX_CARRY_FORWARD_MINUTES: about(
    whole(1, 1440).default(360),
    'How long an archived value is carried forward without a newer one, in minutes; after that the state is unknown.',
  ),
};

export const IMPORT_SETTINGS = {
  IMPORT_BATCH_SIZE: about(whole(1, 50_000).default(5_000), 'Rows in one INSERT statement.'),
  IMPORT_CHECKPOINT_INTERVAL: about(whole(1, 100).default(1), 'Files that share one commit, and so one checkpoint.'),
  IMPORT_CONCURRENCY: about(whole(1, 16).default(2), 'Imports (of different destinations) that run at the same time.'),
  IMPORT_PARSE_WORKERS: about(whole(1, 16).default(1), 'Threads that inflate and parse the files of one import.'),
  IMPORT_PREFETCH_FILES: about(whole(1, 64).default(6), 'Files fetched ahead of the one being written.'),
  IMPORT_LEASE_SECONDS: about(
    whole(3, 600).default(30),
    'Seconds without a sign of life after which another process may take an import over.',
  ),
};

export const HISTORY_SETTINGS = {
  HISTORY_JOBS_ENABLED: about(
    flag().default(false),
    'true: with THEMEPARKS_API_KEY, jobs fill gaps of live collection from the History API, import its provisional days ' +
      'again, and compare some final days with it. false: they can still be started by hand.',
  ),
  HISTORY_JOB_MAX_DAYS: about(
    whole(1, 1000).default(48),
    'Park-days that one run of such a job requests at most, each one history request; the hourly budget applies as well.',
  ),
  HISTORY_RECHECK_DAYS: about(
    whole(0, 100).default(3),
    'Final park-days that the daily job compares with the History API again.',
  ),
};

export const LIVE_SETTINGS = {
  CLOCK_TOLERANCE_SECONDS: about(
    whole(1, 3600).default(60),
    'How far the clock of a process may differ from that of the database, in seconds. A cycle whose clock ' +
      'is further ahead stores nothing.',
  ),
  COLLECT_ENABLED: about(
    flag().default(true),
    'false: this process collects no live data on schedule; cycles can still be asked for.',
  ),
  COLLECT_CRON: about(
    cron().default('*/5 * * * *'),
    'When a cycle of live collection begins, as a cron expression in UTC. A cycle that is late is left ' + 'out.',
  ),
  SCHEDULE_REFRESH_CRON: about(
    cron().default('50 1-23/2 * * *'),
    'When the schedules of parks that are in use or soon open are read again, as a cron expression in ' +
      'UTC. All others are read daily.',
  ),
  THEMEPARKS_API_KEY: secret(
    header(6, 500).optional(),
    'Key of the ThemeParks.wiki API, sent as X-API-Key with every request to the host of LIVE_API_BASE_URL and to no ' +
      'other. Space around it is ignored. Unset: requests are anonymous, and the history of the API reaches back 7 ' +
      'days, with 60 requests an hour; a free key brings 30 days and 600 requests.',
  ),
  LIVE_API_BASE_URL: about(httpUrl().default('https://api.themeparks.wiki/v1'), 'URL of the live API.'),
  LIVE_API_USER_AGENT: about(
    matching(/^[\x20-\x7e]{3,200}$/, 'must be 3 to 200 printable ASCII characters').default(
      'theme-park-data-warehouse/0.1',
    ),
    'How the collector names itself to the live API.',
  ),
  LIVE_REQUEST_TIMEOUT_MS: about(
    whole(100, 600_000).default(20_000),
    'Time that one request to the live API may take, in milliseconds, its body included.',
  ),
  LIVE_REQUESTS_PER_MINUTE: about(
    whole(1, 100_000).default(200),
    'Requests that all processes together send to the API within any 60 seconds, at most a quarter of them by ' +
      'background jobs. The API itself accepts 300 without a key; a lower limit that it reports takes precedence.',
  ),
  LIVE_CONCURRENCY: about(whole(1, 64).default(8), 'Destinations that are asked for at the same time.'),
  LIVE_MAX_CARRY_FORWARD_MINUTES: about(
    whole(1, 1440).default(15),
    'How long a live value is carried forward after it was last confirmed, in minutes; after that the state is unknown.',
  ),
  PARK_NO_DATA_MINUTES: about(
    whole(1, 1440).default(60),
    'Minutes after the last observation of any ride of a park at which no value is carried forward any longer.',
  ),
  WAIT_CEILING_MINUTES: about(
    whole(1, 1440).default(600),
    'Longest standby wait that is believed, in minutes: a longer one is kept, but counts for nothing in ' +
      'the statistics.',
  ),
};
