import { about, decimal, thresholds, whole } from './setting-types.js';

export const STORAGE_SETTINGS = {
  STORAGE_MIN_FREE_MB: about(
    whole(16, 1_000_000).default(256),
    'Free space on the disk of the database below which an alert is raised, in megabytes; checked only if the ' +
      'database is on this host.',
  ),
  STORAGE_CAPACITY_GB: about(
    decimal(0, 10_000_000).optional(),
    'Space that the database may use, in gigabytes of 10^9 bytes; 0 counts as full. Unset: the free space of the ' +
      'file system for the embedded database; unknown for another server.',
  ),
  STORAGE_COUNT_ALWAYS_MB: about(
    whole(0, 1_000_000).default(256),
    'Tables and partitions up to this size are counted at every measurement, in megabytes; a larger one whenever ' +
      'it has grown by a tenth.',
  ),
  STORAGE_COUNT_LIMIT_SECONDS: about(
    whole(1, 3600).default(60),
    'How long one count of rows may take, in seconds; after that the number is an estimate and marked as one.',
  ),
  STORAGE_ALERT_CAPACITY: about(
    thresholds('rising').default('60,80'),
    'Percentage of the capacity in use at which an alert is raised: first as a warning, then as a critical one.',
  ),
  STORAGE_ALERT_GROWTH: about(
    thresholds('rising').default('10,25'),
    'The same for the change of the daily growth in percent: the last 7 days compared with the 28 days before.',
  ),
  STORAGE_ALERT_PARTITIONS: about(
    thresholds('rising').default('100,150'),
    'The same for the number of partitions of one table; raised automatically with the stored years, to 1.25 and ' +
      '1.5 times their need.',
  ),
  STORAGE_ALERT_DAYS_LEFT: about(
    thresholds('falling').default('90,30'),
    'The same for the days until the capacity is used up.',
  ),
};
