import { plural } from '../../src/common/text.js';
/** Statements on observations that are allowed without a complete range, with the reason. */
export const RANGE_EXCEPTIONS: readonly { statement: RegExp; reason: string }[] = [
  {
    statement: /FROM (ride_status_snapshots|queue_data) PARTITION \(p_(past|future)\)/,
    reason: 'looks into one named catch-all partition, which is empty as a rule',
  },
  {
    statement: /FROM `(ride_status_snapshots|queue_data)` PARTITION \(`p\w+`\) FORCE INDEX \(PRIMARY\)/,
    reason: 'a backup reads one named partition',
  },
  {
    statement: /^SELECT COUNT\(\*\) AS `rows`, .* AS fingerprint FROM `(ride_status_snapshots|queue_data)`$/,
    reason: 'compares all rows of a restore with the backup',
  },
  {
    statement: /^SELECT DATE_FORMAT\(MIN\(CASE WHEN recorded_at .* AS oldest FROM (ride_status_snapshots|queue_data)$/,
    reason: 'partitions a table that is not partitioned yet: there is nothing to leave out',
  },
  {
    statement: /^INSERT INTO (ride_current|queue_current) .* recorded_at <= '[^']+' ORDER BY recorded_at DESC LIMIT 1$/,
    reason:
      'after replaceLive, the newest row left may lie any time before: one look at the end of the key per partition',
  },
];

const TABLE = /\b(?:FROM|JOIN|UPDATE|INTO)\s+`?(ride_status_snapshots|queue_data)\b/gi;
const NOT_READING = /^(ALTER|CREATE|DROP|RENAME|ANALYZE|OPTIMIZE|SHOW|EXPLAIN|LOAD)\b/i;
/** A bound that prunes: a plain literal or a bound value, with no function around the column. */
const BOUND = String.raw`(?:'\d{4}-\d\d-\d\d(?: \d\d:\d\d(?::\d\d(?:\.\d+)?)?)?'|\?)`;
const COLUMN = '(?<![(\\w])(?:`?\\w+`?\\.)?`?recorded_at`?';
const LOWER = new RegExp(`${COLUMN}\\s*(?:>=|>)\\s*${BOUND}`, 'gi');
const UPPER = new RegExp(`${COLUMN}\\s*(?:<=|<)\\s*${BOUND}`, 'gi');
const EQUAL = new RegExp(`${COLUMN}\\s*=\\s*${BOUND}`, 'gi');
const BETWEEN = new RegExp(`${COLUMN}\\s+BETWEEN\\s+${BOUND}\\s+AND\\s+${BOUND}`, 'gi');
const ISO_TEXT = /^\d{4}-\d\d-\d\dT/;

export const namesObservations = (sql: string): boolean => /\b(ride_status_snapshots|queue_data)\b/.test(sql);

/**
 * Why a statement on observations cannot be limited to the partitions that it needs; null if it can. Each reference to a
 * partitioned table needs a lower and an upper bound of `recorded_at`, or exact instants.
 */
export function rangeProblem(sql: string, values: readonly unknown[] = []): string | null {
  const text = sql.replaceAll(/\s+/g, ' ').trim();
  if (!namesObservations(text) || NOT_READING.test(text)) return null;
  if (RANGE_EXCEPTIONS.some(({ statement }) => statement.test(text))) return null;
  const mentions = count(text, TABLE) - (isPlainInsert(text) ? 1 : 0);
  const exact = count(text, EQUAL) + count(text, BETWEEN);
  const complete = Math.min(count(text, LOWER), count(text, UPPER)) + exact;
  if (complete < mentions)
    return `${plural(mentions, 'mention')} of a partitioned table, ${plural(complete, 'complete range')}`;
  if (values.some((value) => typeof value === 'string' && ISO_TEXT.test(value))) {
    return 'an instant is bound as text with a T, with which every partition is read';
  }
  return null;
}

const count = (text: string, pattern: RegExp): number => [...text.matchAll(pattern)].length;

/** Inserts into the table, so each row has its own instant. */
const isPlainInsert = (text: string): boolean =>
  /^(INSERT( \/\* restore \*\/)?( IGNORE)?|REPLACE) INTO `?(ride_status_snapshots|queue_data)\b/i.test(text);
