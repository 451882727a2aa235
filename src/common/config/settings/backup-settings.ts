import { about, backupLocation, cron, header, httpUrl, matching, secret, whole } from './setting-types.js';

export const BACKUP_SETTINGS = {
  BACKUP_FOLDER: about(
    backupLocation().optional(),
    'Where scheduled backups go: a folder on another disk than the database, or s3://bucket/prefix. Unset: no scheduled backups.',
  ),
  BACKUP_CRON: about(
    cron().default('30 4 * * *'),
    'When a scheduled backup begins, as a cron expression in UTC. Months that have not changed are not written again.',
  ),
  BACKUP_KEEP: about(
    whole(1, 10_000).default(14),
    'How many backups to keep there; older ones are removed after a scheduled backup.',
  ),
  BACKUP_S3_REGION: about(
    matching(/^[a-z0-9-]+$/, 'must be the name of a region').default('us-east-1'),
    'Region of the bucket of backups.',
  ),
  BACKUP_S3_ENDPOINT: about(
    httpUrl().optional(),
    "URL of another server with the S3 protocol, such as https://minio.example. Unset: Amazon's.",
  ),
  BACKUP_S3_ACCESS_KEY_ID: about(
    header(1, 256).optional(),
    'Id of the access key for the bucket. Unset: what the AWS SDK finds, such as AWS_ACCESS_KEY_ID or the role of the machine.',
  ),
  BACKUP_S3_SECRET_ACCESS_KEY: secret(header(1, 256).optional(), 'The secret of BACKUP_S3_ACCESS_KEY_ID.'),
};
