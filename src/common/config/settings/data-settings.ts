import { about, cron, decimal, httpUrl, matching, secret, text, thresholds, whole } from './setting-types.js';

export const EXPORT_SETTINGS = {
  EXPORT_CONCURRENCY: about(
    whole(1, 100).default(2),
    'Exports that run in one process at the same time; each holds a connection of the pool.',
  ),
  EXPORT_MAX_MINUTES: about(whole(1, 1440).default(60), 'Minutes after which an export is ended, complete or not.'),
};

export const QUALITY_SETTINGS = {
  QUALITY_CHECK_CRON: about(
    cron().default('12 * * * *'),
    'When the data quality is checked, as a cron expression in UTC.',
  ),
  QUALITY_CHECK_HOURS: about(whole(1, 744).default(48), 'How far back that check looks, in hours.'),
  QUALITY_LIVE_GAP_MINUTES: about(
    whole(1, 1440).default(15),
    'Open time of a park without live data after which it counts as a gap, in minutes.',
  ),
  QUALITY_NO_DATA_MINUTES: about(
    whole(1, 1440).default(60),
    'The same of archived data, and of a single ride while others of its park report, in minutes.',
  ),
  QUALITY_ABSENT_DAYS: about(
    whole(1, 365).default(7),
    'Open days without a word of an archived ride that was closed after which it counts as a gap.',
  ),
  QUALITY_MAX_WAIT_MINUTES: about(
    whole(1, 1440).default(300),
    'Posted waits above this many minutes are kept and reported.',
  ),
  QUALITY_JUMP_MINUTES: about(
    whole(1, 1440).default(120),
    'A posted wait that grows by more than this many minutes from one observation to the next is ' + 'reported.',
  ),
  QUALITY_FROZEN_RIDE_MINUTES: about(
    whole(30, 10080).default(480),
    'Open time for which the wait of one ride may stand still, in minutes.',
  ),
  QUALITY_FROZEN_PARK_MINUTES: about(
    whole(30, 10080).default(180),
    'Open time for which all waits and states of a park may stand still, in minutes.',
  ),
  QUALITY_LONG_DOWN_HOURS: about(
    whole(1, 8760).default(48),
    'A ride that says DOWN for longer than this many hours is reported.',
  ),
  QUALITY_STALE_ROW_HOURS: about(
    whole(1, 8760).default(24),
    'A repeated wait whose stamp is older than this many hours is stale once an opening has gone by ' +
      'without news of its ride.',
  ),
  QUALITY_ZERO_WAIT_DAYS: about(
    whole(2, 21).default(3),
    'Days in use on which a park posts nothing but waits of 0, after which its waits do not count.',
  ),
  QUALITY_NEVER_OPERATING_DAYS: about(
    whole(2, 30).default(3),
    'Days on end on which a park is open by its schedule and no ride operates, after which its data does ' +
      'not count.',
  ),
};

export const ALERTS_SETTINGS = {
  ALERT_WEBHOOK_URL: secret(
    httpUrl().optional(),
    'URL that is told by POST when an alert is raised, becomes critical or is cleared (see docs/data-quality.md). Unset: the log ' +
      'only.',
  ),
  ALERT_WEBHOOK_SECRET: secret(
    text(16).optional(),
    'Key of the signature that those messages carry, at least 16 characters; required with ' + 'ALERT_WEBHOOK_URL.',
  ),
};

export const STORAGE_SETTINGS = {
  PARTITION_MONTHS_AHEAD: about(whole(1, 60).default(6), 'Monthly partitions that are kept ready ahead of today.'),
  PARK_DAY_START: about(
    matching(/^(0\d|1[01]):00$/, 'must be a full hour from 00:00 to 11:00').default('00:00'),
    "Local time at which a park's day begins, a full hour from 00:00 to 11:00.",
  ),
  STORAGE_MIN_FREE_MB: about(
    whole(16, 1_000_000).default(256),
    'Room on the disk of the database below which an alert is raised, in megabytes; seen where the ' +
      'database is on the same host.',
  ),
  STORAGE_CAPACITY_GB: about(
    decimal(0, 10_000_000).optional(),
    'Room that the database may take, in gigabytes of 10^9 bytes; 0 counts as full. Unset: what the file ' +
      'system of the embedded database has left; unknown for another server.',
  ),
  STORAGE_COUNT_ALWAYS_MB: about(
    whole(0, 1_000_000).default(256),
    'What still changes is counted at every measurement up to this size, in megabytes; a larger table or ' +
      'partition each time that it has grown by a tenth.',
  ),
  STORAGE_COUNT_LIMIT_SECONDS: about(
    whole(1, 3600).default(60),
    'Time that one count of rows may take; after that the figure is an estimate and says so.',
  ),
  STORAGE_ALERT_CAPACITY: about(
    thresholds('rising').default('60,80'),
    'Percent of the capacity in use at which an alert is raised: as a warning, and as a critical one.',
  ),
  STORAGE_ALERT_GROWTH: about(
    thresholds('rising').default('10,25'),
    'The same for the change of the daily growth in percent: the last 7 days against the 28 before.',
  ),
  STORAGE_ALERT_PARTITIONS: about(
    thresholds('rising').default('100,150'),
    'The same for the partitions of one table; raised with the years kept, to 1.25 and 1.5 times what ' + 'they need.',
  ),
  STORAGE_ALERT_DAYS_LEFT: about(
    thresholds('falling').default('90,30'),
    'The same for the days until the capacity is used up.',
  ),
};
