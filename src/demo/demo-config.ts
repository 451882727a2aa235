import { join } from 'node:path';
import { AppConfig, loadConfig } from '../common/config/app-config.js';
import { environmentWithFile } from '../common/config/env-file.js';

export const DEMO_BUCKET = 'demo-archive';
const DEFAULT_DATA_DIR = new AppConfig().DATA_DIR;

type Environment = Record<string, string | undefined>;

/** Where the demo keeps everything. */
export function demoFolder(environment: Environment = environmentWithFile()): string {
  return join(environment.DATA_DIR?.trim() || DEFAULT_DATA_DIR, 'demo');
}

/**
 * The user's settings, but always an own embedded database and the demo's archive: a demo never touches real data.
 * Throws ConfigurationError.
 */
export function demoConfig(
  archiveEndpoint: string,
  port: number,
  environment: Environment = environmentWithFile(),
): AppConfig {
  return loadConfig({
    ...environment,
    NODE_ENV: 'development',
    ROLE: 'all',
    PORT: String(port),
    DATA_DIR: demoFolder(environment),
    DATABASE_URL: undefined,
    MIGRATIONS_AUTO_RUN: 'true',
    ARCHIVE_SOURCE: `s3://${DEMO_BUCKET}`,
    ARCHIVE_S3_ENDPOINT: archiveEndpoint,
    COLLECT_ENABLED: 'false',
  });
}

/** The port that the user's settings name. */
export function wantedPort(environment: Environment = environmentWithFile()): number {
  return loadConfig({ PORT: environment.PORT }).PORT;
}
