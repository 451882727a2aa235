import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

/** The one place that may know where the rules of time zones come from. */
const ZONES = join('src', 'common', 'time', 'zones') + sep;
/** The engine's own rules, other libraries', and the clock of the host. */
const OTHER_RULES =
  /\bIntl\b|\.toLocale(?:Date|Time)?String\(|\.(?:get|set)(?:Hours|Date|Day|Month|FullYear|Minutes|TimezoneOffset)\(|from '(?:luxon|moment|moment-timezone)'/;
/** The server's tables of zones are empty as a rule, and as old as whoever filled them. */
const SERVER_RULES = /\bCONVERT_TZ\b|\bSYSTEM_TIME_ZONE\b/i;

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.spec.ts'))
  .map((path) => join('src', path))
  .filter((path) => !path.startsWith(ZONES));

describe('time zones', () => {
  it.each([
    ['of the engine, of another library, or of the host', OTHER_RULES],
    ['of the database server', SERVER_RULES],
  ])('are read from one source, never by the rules %s', (_, pattern) => {
    expect(sources.length).toBeGreaterThan(300);
    const offenders = sources.flatMap((path) =>
      readFileSync(path, 'utf8')
        .split('\n')
        .filter((line) => pattern.test(line) && !/^\s*(?:\*|\/\*\*|\/\/)/.test(line))
        .map((line) => `${path}: ${line.trim()}`),
    );
    expect(offenders).toEqual([]);
  });
});
