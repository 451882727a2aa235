import { about, httpUrl, matching, whole } from './setting-types.js';

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
