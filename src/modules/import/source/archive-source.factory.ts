import { Logger, type FactoryProvider } from '@nestjs/common';
import { AppConfig } from '../../../common/config/app-config.js';
import { ArchiveSource, type ArchiveSourceEvents } from './archive-source.js';
import { FolderArchiveSource } from './folder-archive-source.js';
import { S3ArchiveSource } from './s3-archive-source.js';

const S3_SCHEME = 's3://';
const MIN_SOCKETS = 8;
const MAX_SOCKETS = 64;
const IGNORED_KEYS_SHOWN = 3;

/** Creates the configured source, without opening it. */
export function createArchiveSource(config: AppConfig): ArchiveSource {
  const retry = { maxAttempts: config.ARCHIVE_MAX_ATTEMPTS };
  const source = config.archiveSource;
  if (!source.startsWith(S3_SCHEME)) return new FolderArchiveSource({ folder: source, retry }, loggedEvents());
  const options = {
    bucket: source.slice(S3_SCHEME.length).replace(/\/$/, ''),
    region: config.ARCHIVE_S3_REGION,
    endpoint: config.ARCHIVE_S3_ENDPOINT,
    requestTimeoutMs: config.ARCHIVE_REQUEST_TIMEOUT_MS,
    maxSockets: socketsFor(config),
    retry,
  };
  return new S3ArchiveSource(options, loggedEvents());
}

export const archiveSourceProvider: FactoryProvider<ArchiveSource> = {
  provide: ArchiveSource,
  inject: [AppConfig],
  useFactory: createArchiveSource,
};

/** One connection per file in flight, so that no request spends its timeout in a queue. */
function socketsFor({ IMPORT_CONCURRENCY, IMPORT_PREFETCH_FILES }: AppConfig): number {
  return Math.min(MAX_SOCKETS, Math.max(MIN_SOCKETS, IMPORT_CONCURRENCY * IMPORT_PREFETCH_FILES));
}

function loggedEvents(): ArchiveSourceEvents {
  const logger = new Logger(ArchiveSource.name);
  return {
    onRetry: ({ error, attempt, maxAttempts, delayMs }) =>
      logger.warn(`attempt ${attempt} of ${maxAttempts} failed, next in ${delayMs} ms: ${error.message}`),
    onIgnored: (keys) =>
      logger.warn(
        `ignored ${keys.length} keys that are not day files, such as ${keys.slice(0, IGNORED_KEYS_SHOWN).join(', ')}`,
      ),
  };
}
