import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

/** What differs between servers. */
const DIALECT = join('src', 'common', 'database', 'dialect') + sep;
/** Starts and stops the private server, which is always a MariaDB. */
const EMBEDDED = join('src', 'common', 'database', 'embedded') + sep;
/** Which versions are accepted, and what is said about their settings. */
const CHECK = join('src', 'common', 'database', 'server-check') + sep;

const ASKS_WHICH_SERVER =
  /\bVERSION\(\)|@@version\b|dataSource\.options\.type\b|'(?:mariadb|mysql)' (?:\?|===)|=== '(?:mariadb|mysql)'|\.family\b|\bisMaria/i;
const BELONGS_TO_ONE_SERVER =
  /\bmax_statement_time\b|\bMAX_EXECUTION_TIME\b|\bPAGE_COMPRESSED\b|\bCOMPRESSION\s*=|\bINNODB_(?:SYS_)?TABLESPACES\b|\binformation_schema\.FILES\b|\binformation_schema_stats_expiry\b|\bEXPLAIN\s+(?:PARTITIONS|FORMAT|SELECT)\b|\b(?:GET|RELEASE)_LOCK\(|\b(?:ER_QUERY_TIMEOUT|3024|1317|1412|1290|3032)\b/;
/** `BINARY expr` and display widths are deprecated in MySQL: CAST(expr AS BINARY) and BOOLEAN work on all. */
const DEPRECATED = /(?<!AS |COLLATE )\bBINARY [a-z?]|\b(?:TINY|SMALL|MEDIUM|BIG)?INT\(\d+\)/;

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.spec.ts'))
  .map((path) => join('src', path));

describe('the sources outside the dialect of the server', () => {
  it.each([
    ['ask which server it is', ASKS_WHICH_SERVER, [DIALECT, EMBEDDED, CHECK]],
    ['use what only one family of servers has', BELONGS_TO_ONE_SERVER, [DIALECT, EMBEDDED]],
    ['use what a supported server deprecates', DEPRECATED, []],
  ])('never %s', (_, pattern, allowed) => {
    expect(sources.length).toBeGreaterThan(300);
    const offenders = sources
      .filter((path) => !allowed.some((folder) => path.startsWith(folder)))
      .flatMap((path) =>
        readFileSync(path, 'utf8')
          .split('\n')
          .filter((line) => pattern.test(line) && !/^\s*(?:\*|\/\*\*|\/\/)/.test(line))
          .map((line) => `${path}: ${line.trim()}`),
      );
    expect(offenders).toEqual([]);
  });
});
