import {
  about,
  backupLocation,
  cron,
  decimal,
  header,
  headerList,
  httpUrl,
  mailAddress,
  mailAddresses,
  matching,
  oneOf,
  secret,
  smtpUrl,
  text,
  thresholds,
  webhookUrl,
  whole,
} from './setting-types.js';

export const JOB_SETTINGS = {
  JOB_HISTORY_DAYS: about(whole(1, 3_650).default(30), 'For how many days the runs of scheduled jobs are kept.'),
  JOB_ALERT_AFTER_FAILURES: about(
    whole(0, 100).default(3),
    'How many failed runs of a scheduled job in a row raise an alert. 0: none.',
  ),
  JOB_OVERDUE_MINUTES: about(
    whole(0, 10_080).default(15),
    'How many minutes after its scheduled time a job that has not run raises an alert; also how long after its start a ' +
      'worker waits with it. 0: never.',
  ),
};

export const WEBHOOK_FORMATS = ['json', 'slack', 'ntfy'] as const;
export type WebhookFormat = (typeof WEBHOOK_FORMATS)[number];

export const ALERT_SETTINGS = {
  ALERT_WEBHOOK_URL: secret(
    webhookUrl().optional(),
    'URL that receives a POST when an alert is raised, becomes critical or is cleared (see ' +
      'docs/observability.md). A user and password in it are sent as Authorization.',
  ),
  ALERT_WEBHOOK_FORMAT: about(
    oneOf(WEBHOOK_FORMATS).default('json'),
    'Format of these messages: json (signed, for programs), slack (incoming webhooks of Slack, Mattermost and others), or ntfy ' +
      '(the URL ends with the topic).',
  ),
  ALERT_WEBHOOK_SECRET: secret(
    text(16).optional(),
    'Key that signs messages of the format json, at least 16 characters; required with ALERT_WEBHOOK_URL in that format.',
  ),
  ALERT_SMTP_URL: secret(
    smtpUrl().optional(),
    'Mail server that sends the same messages as e-mails: smtp://user:password@host:587 (STARTTLS, required with a ' +
      'password) or smtps://user:password@host:465.',
  ),
  ALERT_MAIL_FROM: about(mailAddress().optional(), 'Sender of these e-mails; required with ALERT_SMTP_URL.'),
  ALERT_MAIL_TO: about(
    mailAddresses().optional(),
    'Recipients of these e-mails, separated by commas; required with ALERT_SMTP_URL.',
  ),
};

export const TRACING_SETTINGS = {
  OTEL_EXPORTER_OTLP_ENDPOINT: about(
    httpUrl().optional(),
    'Receiver of OpenTelemetry traces by OTLP over HTTP, such as http://localhost:4318; /v1/traces is added. Without it, ' +
      'nothing is recorded.',
  ),
  OTEL_EXPORTER_OTLP_HEADERS: secret(
    headerList().optional(),
    'Headers of requests to the receiver, such as authorization=Bearer%20abc,x-tenant=1.',
  ),
  OTEL_SERVICE_NAME: about(text(1).default('theme-park-data-warehouse'), 'Name of this program in traces.'),
  OTEL_TRACES_SAMPLER_ARG: about(
    decimal(0, 1).default(1),
    'Share of the traces that begin here that is recorded, from 0 to 1. A request with a traceparent header is recorded if its ' +
      'caller records it.',
  ),
};

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
