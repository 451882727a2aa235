import { about, flag, httpUrl, matching, whole } from './setting-types.js';

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
    "URL of another server with the S3 protocol, such as http://127.0.0.1:9000. Unset: Amazon's. AWS_* variables " +
      'and profile files of the machine (endpoints, FIPS, dual-stack, region) have no effect.',
  ),
  ARCHIVE_REQUEST_TIMEOUT_MS: about(
    whole(100).default(30_000),
    'How long one request to the archive may take, in milliseconds.',
  ),
  ARCHIVE_MAX_ATTEMPTS: about(
    whole(1, 20).default(6),
    'Attempts to read one object if its errors are transient (timeouts, 5xx, broken connections).',
  ),
  ARCHIVE_MAX_INFLATED_MB: about(
    whole(1, 1024).default(256),
    'A file that inflates to more than this many megabytes is refused as corrupt.',
  ),
  ARCHIVE_FIRST_YEAR: about(
    whole(2010, 2100).default(2021),
    'First year with data in the archive: partitions begin there. Earlier months are added when their first rows ' +
      'are stored.',
  ),
};

export const IMPORT_SETTINGS = {
  IMPORT_BATCH_SIZE: about(whole(1, 50_000).default(5_000), 'Rows in one INSERT statement.'),
  IMPORT_CHECKPOINT_INTERVAL: about(
    whole(0, 100).default(0),
    'Files per transaction; a checkpoint is stored with each. 0: one, and more where a commit takes long, as on a cluster.',
  ),
  IMPORT_CONCURRENCY: about(
    whole(1, 16).default(2),
    'Imports (of different destinations) that run in one process at the same time.',
  ),
  IMPORT_PARSE_WORKERS: about(whole(1, 16).default(1), 'Threads that inflate and parse the files of one import.'),
  IMPORT_PREFETCH_FILES: about(whole(1, 64).default(6), 'Files that are fetched ahead of the one being written.'),
  IMPORT_LEASE_SECONDS: about(
    whole(3, 600).default(30),
    'Seconds without a renewal of its lease after which another process may take over an import.',
  ),
};

export const HISTORY_API_SETTINGS = {
  HISTORY_JOBS_ENABLED: about(
    flag().default(false),
    'true: with THEMEPARKS_API_KEY, jobs fill gaps of live collection from the History API, import its provisional days ' +
      'again, compare some final days with it, and compare daily figures. false: they can still be started by hand.',
  ),
  HISTORY_JOB_MAX_DAYS: about(
    whole(1, 1000).default(48),
    'Maximum number of park-days that one run of such a job requests, with one history request each; the hourly budget ' +
      'applies as well.',
  ),
  HISTORY_RECHECK_DAYS: about(
    whole(0, 100).default(3),
    'Final park-days that the daily job compares with the History API again.',
  ),
};
