import { AppConfig, ConfigurationError } from '../config/app-config.js';
import type { ConnectionTarget } from './data-source-options.js';
import { holdEmbeddedDatabase } from './embedded/embedded-database.js';

export interface ResolvedConnection {
  options: ConnectionTarget;
  /** To be called when every connection has been closed. */
  release(): Promise<void>;
}

/** The server that DATABASE_URL names or, without one, this program's own private server, which is started. */
export async function resolveConnection(
  config: Pick<AppConfig, 'DATABASE_URL' | 'DATA_DIR' | 'EMBEDDED_DB_BUFFER_POOL_MB'>,
  log?: (line: string) => void,
  signal?: AbortSignal,
): Promise<ResolvedConnection> {
  if (config.DATABASE_URL) {
    return { options: parseDatabaseUrl(config.DATABASE_URL), release: () => Promise.resolve() };
  }
  const bufferPoolMb = config.EMBEDDED_DB_BUFFER_POOL_MB;
  const embedded = await holdEmbeddedDatabase({ dataDir: config.DATA_DIR, bufferPoolMb, log, signal });
  const { socketPath, user, database } = embedded;
  return { options: { socketPath, user, database }, release: () => embedded.release() };
}

/**
 * `mysql://user:password@host:3306/database`, credentials URL-encoded; with `?socketPath=/run/mysqld/mysqld.sock` that
 * unix socket is used and the host ignored. Its errors never show the URL.
 */
export function parseDatabaseUrl(url: string): ConnectionTarget {
  try {
    const { hostname, port, username, password, pathname, searchParams } = new URL(url);
    const socketPath = searchParams.get('socketPath');
    const place =
      socketPath === null
        ? { host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? 3306 : Number(port) }
        : { socketPath };
    return {
      ...place,
      user: decodeURIComponent(username),
      password: decodeURIComponent(password),
      database: decodeURIComponent(pathname.slice(1)),
    };
  } catch {
    throw new ConfigurationError(['DATABASE_URL: must look like mysql://user:password@host:3306/database']);
  }
}
