import type { S3Client } from '@aws-sdk/client-s3';
import type { AppConfig } from '../../common/config/app-config.js';
import { silenceSdkNodeVersionWarning } from '../../common/config/environment.js';
import { loadS3Sdk, NOTHING_FROM_ENVIRONMENT } from '../../common/s3-sdk.js';

/** A part of an upload, and so what a backup needs in memory. Not below 5 MiB, the least that S3 takes; 10,000 parts are the most. */
export const PART_BYTES = 8 * 1024 * 1024;
const ATTEMPTS = 6;
const CONNECT_LIMIT_MS = 10_000;
const IDLE_LIMIT_MS = 60_000;

/** With the key of the settings; without one, with what the SDK finds: variables, profiles, the role of the machine. */
export async function connectS3(config: AppConfig): Promise<S3Client> {
  const { S3Client: Client } = await loadS3Sdk();
  silenceSdkNodeVersionWarning();
  const { BACKUP_S3_ENDPOINT: endpoint, BACKUP_S3_REGION: region } = config;
  const { BACKUP_S3_ACCESS_KEY_ID: accessKeyId, BACKUP_S3_SECRET_ACCESS_KEY: secretAccessKey } = config;
  return new Client({
    ...NOTHING_FROM_ENVIRONMENT,
    maxAttempts: ATTEMPTS,
    region,
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    ...(accessKeyId === undefined || secretAccessKey === undefined
      ? {}
      : { credentials: { accessKeyId, secretAccessKey } }),
    // Servers other than Amazon's often lack these headers. Each upload has the MD5 of its bytes instead.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout: CONNECT_LIMIT_MS, socketTimeout: IDLE_LIMIT_MS },
  });
}
