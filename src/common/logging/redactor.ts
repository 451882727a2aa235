import type { AppConfig } from '../config/app-config.js';
import { headersOf } from '../config/compound-settings.js';
import { SECRET_NAMES } from '../config/settings/settings.js';
import { splitHosts } from '../database/connection-target.js';

const MASK = '***';
/** Shorter secrets are masked only inside URLs: replacing "a" everywhere would make the log unreadable. */
const MIN_SECRET_LENGTH = 6;
/** `scheme://user:password@`; greedy, because an unencoded password may itself contain `@` or `/`. */
const URL_PASSWORD = /\b([a-z][a-z0-9+.-]*:\/\/[^\s:/@"']*):[^\s"']*@/gi;
const BEARER_TOKEN = /\b(Bearer)\s+[^\s"',]+/gi;

/** Masks the given secrets, passwords inside URLs and bearer tokens in any text. */
export function createRedactor(secrets: readonly string[]): (text: string) => string {
  const spellings = secrets
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)])
    .filter((secret) => secret.length >= MIN_SECRET_LENGTH)
    .sort((a, b) => b.length - a.length);
  return (text) =>
    spellings
      .reduce((masked, secret) => masked.replaceAll(secret, MASK), text)
      .replace(URL_PASSWORD, `$1:${MASK}@`)
      .replace(BEARER_TOKEN, `$1 ${MASK}`);
}

const DATABASE_URLS: readonly string[] = ['DATABASE_URL', 'DATABASE_REPLICA_URL'];

/** The secrets in the configuration. */
export function secretsOf(config: AppConfig): string[] {
  const { DATABASE_URL, DATABASE_REPLICA_URL, ALERT_SMTP_URL, ALERT_WEBHOOK_URL } = config;
  const { OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_HEADERS = '' } = config;
  const secrets: unknown[] = [
    // In a URL of a database only the password is masked: messages about the server need its host.
    ...SECRET_NAMES.map((name) => (DATABASE_URLS.includes(name) ? undefined : config[name])),
    ...[DATABASE_URL, DATABASE_REPLICA_URL, ALERT_SMTP_URL, ALERT_WEBHOOK_URL, OTEL_EXPORTER_OTLP_ENDPOINT].map(
      passwordOf,
    ),
    ...Object.values(headersOf(OTEL_EXPORTER_OTLP_HEADERS) ?? {}),
  ];
  return secrets.filter((secret): secret is string => typeof secret === 'string' && secret !== '');
}

function passwordOf(url: string | undefined): string | undefined {
  if (!url) return undefined;
  const { single } = splitHosts(url);
  if (!URL.canParse(single)) return undefined;
  const { password } = new URL(single);
  try {
    return decodeURIComponent(password);
  } catch {
    return password; // a lone % is not an encoding
  }
}
