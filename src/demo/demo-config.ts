import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { AppConfig, loadConfig } from '../common/config/app-config.js';
import { environmentWithFile } from '../common/config/environment.js';

/** The wanted port if it is free, else any free port. */
export async function freePort(wanted: number, host: string): Promise<number> {
  return (await tryPort(wanted, host)) ?? (await tryPort(0, host)) ?? wanted;
}

async function tryPort(port: number, host: string): Promise<number | null> {
  const server = createServer();
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch {
    return null;
  }
  const address = server.address();
  server.close();
  await once(server, 'close');
  return address === null || typeof address === 'string' ? null : address.port;
}

export const DEMO_BUCKET = 'demo-archive';
/** The demo has its own live API, so no limit is needed. */
export const DEMO_REQUESTS_PER_MINUTE = 100_000;
const DEFAULT_DATA_DIR = new AppConfig().DATA_DIR;

type Environment = Record<string, string | undefined>;

/** The folder of all data of the demo. */
export function demoFolder(environment: Environment = environmentWithFile()): string {
  return join(environment.DATA_DIR?.trim() || DEFAULT_DATA_DIR, 'demo');
}

/** The servers of the demo on this machine. */
export interface DemoServers {
  archiveEndpoint: string;
  liveApiUrl: string;
}

/**
 * The user's settings, but always with a separate embedded database, the demo's archive and live API, and without alerts,
 * so that a demo never touches real data. Throws ConfigurationError.
 */
export function demoConfig(
  { archiveEndpoint, liveApiUrl }: DemoServers,
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
    COLLECT_ENABLED: 'true',
    COLLECT_CRON: '* * * * *',
    LIVE_API_BASE_URL: liveApiUrl,
    LIVE_REQUESTS_PER_MINUTE: String(DEMO_REQUESTS_PER_MINUTE),
    ALERT_WEBHOOK_URL: undefined,
    ALERT_SMTP_URL: undefined,
  });
}

/** The configured port. */
export function wantedPort(environment: Environment = environmentWithFile()): number {
  return loadConfig({ PORT: environment.PORT }).PORT;
}
