import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { AppConfig, ConfigurationError } from '../config/app-config.js';
import { DATABASE_URL_FORM } from '../config/settings/server-settings.js';
import type { ConnectionTarget } from './data-source-options.js';
import { holdEmbeddedDatabase } from './embedded/embedded-database.js';
import { addressOf, type HostAddress, hostAddress, splitHosts } from './connection-target.js';

export interface ResolvedConnection {
  options: ConnectionTarget;
  /** Call it after every connection is closed. */
  release(): Promise<void>;
}

/** The server of DATABASE_URL or, without it, the program's private server, which is started. */
export async function resolveConnection(
  config: Pick<AppConfig, 'DATABASE_URL' | 'DATABASE_PASSWORD' | 'DATA_DIR' | 'EMBEDDED_DB_BUFFER_POOL_MB'>,
  log?: (line: string) => void,
  signal?: AbortSignal,
): Promise<ResolvedConnection> {
  if (config.DATABASE_URL) {
    const target = parseDatabaseUrl(config.DATABASE_URL);
    if (!target.password && config.DATABASE_PASSWORD !== undefined) target.password = config.DATABASE_PASSWORD;
    return { options: target, release: () => Promise.resolve() };
  }
  const bufferPoolMb = config.EMBEDDED_DB_BUFFER_POOL_MB;
  const embedded = await holdEmbeddedDatabase({ dataDir: config.DATA_DIR, bufferPoolMb, log, signal });
  const { socketPath, user, database } = embedded;
  return { options: { socketPath, user, database }, release: () => embedded.release() };
}

/** Each host of DATABASE_REPLICA_URL, in order; none if it is not set. @throws ConfigurationError */
export function replicaTargets(
  config: Pick<AppConfig, 'DATABASE_REPLICA_URL' | 'DATABASE_PASSWORD'>,
): ConnectionTarget[] {
  if (config.DATABASE_REPLICA_URL === undefined) return [];
  const { otherHosts = [], ...first } = parseUrlOf('DATABASE_REPLICA_URL', config.DATABASE_REPLICA_URL);
  const password = first.password || config.DATABASE_PASSWORD || '';
  return [first, ...otherHosts.map((host) => ({ ...first, ...host }))].map((target) => ({ ...target, password }));
}

const PARAMETERS = ['socketPath', 'ssl', 'ssl-mode', 'ssl-ca'];
/** The modes of the MySQL clients, without PREFERRED, which falls back to plain text silently. */
const SSL_MODES = ['DISABLED', 'REQUIRED', 'VERIFY_CA', 'VERIFY_IDENTITY'];

/**
 * `mysql://user:password@host:3306/database`, credentials URL-encoded. Several hosts of a cluster, separated by commas, are used
 * one after another when one fails. Parameters:
 * - `socketPath=/run/mysqld/mysqld.sock`: uses this unix socket and ignores the host;
 * - `ssl=true`: TLS, and the certificate must be valid for the host (the same as `ssl-mode=VERIFY_IDENTITY`). The host must be a
 *   name: for an IP address, the driver would accept a certificate of "localhost", and only that;
 * - `ssl-mode=DISABLED|REQUIRED|VERIFY_CA|VERIFY_IDENTITY`; REQUIRED encrypts without checking the certificate;
 * - `ssl-ca=/path/ca.pem`: the authority that signed the certificate, in place of the public ones.
 *
 * @throws ConfigurationError that describes the problem and never shows the URL
 */
export function parseDatabaseUrl(url: string): ConnectionTarget {
  return parseUrlOf('DATABASE_URL', url);
}

function parseUrlOf(setting: string, url: string): ConnectionTarget {
  try {
    return readDatabaseUrl(url);
  } catch (error) {
    const problem = error instanceof UrlError ? error.message : DATABASE_URL_FORM;
    throw new ConfigurationError([`${setting}: ${problem}`]);
  }
}

/** What is wrong with a URL, without the URL. */
class UrlError extends Error {}

function readDatabaseUrl(url: string): ConnectionTarget {
  // A # would begin the fragment, which is ignored, or make a port of the password.
  if (url.includes('#')) throw new UrlError('write # as %23');
  const { single, hosts: texts } = splitHosts(url);
  const listed = texts.length > 1 ? listedHosts(texts) : [];
  if (/\s/.test(url)) throw new UrlError(DATABASE_URL_FORM);
  const parsed = new URL(single);
  const { username, password, pathname, searchParams } = parsed;
  const [user, secret, database] = [username, password, pathname.slice(1)].map(decodeURIComponent);
  // Of two URLs, the second one would be part of the name, which servers repeat in their messages.
  if (/[/,]/.test(pathname.slice(1))) throw new UrlError('the name of the database must not contain / or ,');
  const [place, tls] = [placeOf(parsed), tlsOf(searchParams)];
  const otherHosts = place.socketPath === undefined ? listed.slice(1) : [];
  const hosts = [place, ...otherHosts].map(({ host = '' }) => host);
  if (tls.ssl?.verifyIdentity === true && hosts.some((host) => isIP(host) !== 0)) {
    throw new UrlError(
      'ssl=true and ssl-mode=VERIFY_IDENTITY need the name of the host, not an IP address; else use ssl-mode=VERIFY_CA',
    );
  }
  const alternatives = otherHosts.length === 0 ? {} : { otherHosts };
  return { ...place, ...alternatives, user: user!, password: secret!, database: database!, ...tls };
}

/** The hosts of a list. One that is named twice is usually a third one that is misspelt. */
function listedHosts(texts: readonly string[]): HostAddress[] {
  const hosts = texts.map((text, at) => {
    try {
      return hostAddress(text);
    } catch {
      const form = 'must be a name or an address, followed by :port if that is not 3306, without spaces';
      throw new UrlError(`host ${at + 1} of ${texts.length} ${form}`);
    }
  });
  const names = hosts.map(({ host, port }) => `${host.toLowerCase()} ${port}`);
  const second = names.findIndex((name, at) => names.indexOf(name) < at);
  if (second !== -1) throw new UrlError(`host ${second + 1} is the same as host ${names.indexOf(names[second]!) + 1}`);
  return hosts;
}

function placeOf(url: URL): Pick<ConnectionTarget, 'host' | 'port' | 'socketPath'> {
  const { searchParams } = url;
  const unknown = [...searchParams.keys()].filter((name) => !PARAMETERS.includes(name));
  if (unknown.length > 0) {
    throw new UrlError(`unknown parameter ${unknown.join(', ')}; known are ${PARAMETERS.join(', ')}`);
  }
  const repeated = PARAMETERS.filter((name) => searchParams.getAll(name).length > 1);
  if (repeated.length > 0) {
    throw new UrlError(`give the parameter ${repeated.join(', ')} only once`);
  }
  const socketPath = searchParams.get('socketPath');
  if (socketPath !== null) return { socketPath };
  return addressOf(url);
}

function tlsOf(parameters: URLSearchParams): Pick<ConnectionTarget, 'ssl'> {
  const mode = sslModeOf(parameters);
  const caFile = parameters.get('ssl-ca');
  if (mode === 'DISABLED') {
    if (caFile !== null) throw new UrlError('ssl-ca needs ssl=true or an ssl-mode');
    return {};
  }
  return {
    ssl: {
      ...(caFile === null ? {} : { ca: readCa(caFile) }),
      rejectUnauthorized: mode !== 'REQUIRED',
      verifyIdentity: mode === 'VERIFY_IDENTITY',
    },
  };
}

function sslModeOf(parameters: URLSearchParams): string {
  const [ssl, mode] = [parameters.get('ssl'), parameters.get('ssl-mode')];
  if (ssl !== null && mode !== null) throw new UrlError('give either ssl or ssl-mode');
  if (ssl !== null && ssl !== 'true' && ssl !== 'false') {
    throw new UrlError('ssl must be true or false');
  }
  if (mode === null) return ssl === 'true' ? 'VERIFY_IDENTITY' : 'DISABLED';
  if (!SSL_MODES.includes(mode)) {
    throw new UrlError(`ssl-mode must be one of ${SSL_MODES.join(', ')}`);
  }
  return mode;
}

function readCa(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UrlError(`the file of ssl-ca cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}
