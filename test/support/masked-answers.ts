import type { Answer } from './every-answer.js';

/**
 * Fields that differ between two databases with the same contents: when and how fast something was done, what it takes on
 * disk, random ids, and the server itself.
 */
const MASKED: ReadonlySet<string> = new Set([
  ...['importId', 'jobId', 'runId', 'requestId', 'holder', 'owner', 'version', 'server'],
  ...['createdAt', 'updatedAt', 'startedAt', 'finishedAt', 'measuredAt', 'computedAt'],
  ...['durationMs', 'responseTime', 'rawMs', 'hourlyMs', 'dailyMs'],
  ...['dataBytes', 'indexBytes', 'freeBytes', 'totalBytes', 'usedBytes', 'bytesPerRow', 'share', 'binaryLog'],
  // What is used of a budget within the last minute depends on how fast the work was done.
  'requestsPerMinute',
  ...['bytes', 'bytesPerDay', 'bytesToday', 'bytesInTenYears', 'savingTodayPercent', 'savingInTenYearsPercent'],
]);
/** Sizes within texts. */
const SIZE = /\b\d[\d.]* (?:bytes|[kMGT]?B)\b/g;
/** Random ids within texts. */
const IMPORT_ID = /\bimp_[0-9a-f]+/g;
/** Lines of /metrics about the process: which of them there are depends on what it has done, and on garbage collection. */
const PROCESS_METRIC =
  /^(?:# (?:HELP|TYPE) )?(?:process_|nodejs_|warehouse_(?:http_request_duration|job_duration|database_pool)_)/;
/** Lines of /metrics about sizes and durations. */
const MASKED_METRIC = /^(\w+_(?:bytes|seconds)(?:_\w+)?)[ {].*$/;
const SHOWN_DIFFERENCES = 60;

/** An answer without the fields that may differ; metrics of the process are left out. */
export function masked(answer: Answer): Answer {
  return { status: answer.status, body: withoutMasked(answer.body) };
}

function withoutMasked(value: unknown): unknown {
  if (Array.isArray(value)) {
    return inOrder(value)
      .filter((line) => typeof line !== 'string' || !PROCESS_METRIC.test(line))
      .map(withoutMasked);
  }
  if (typeof value === 'string')
    return value.replace(MASKED_METRIC, '$1 *').replace(SIZE, '* bytes').replace(IMPORT_ID, 'imp_*');
  if (typeof value !== 'object' || value === null) return value;
  const isSize = 'unit' in value && value.unit === 'bytes';
  const parts = 'partitions' in value && Array.isArray(value.partitions) ? (value.partitions as unknown[]) : [value];
  const isEstimated = parts.some((part) => isObject(part) && part.rowCountExact === false);
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      const isMasked = MASKED.has(key) || (isSize && key === 'value') || (isEstimated && key === 'rows');
      return [key, isMasked && inner !== null ? '*' : withoutMasked(inner)];
    }),
  );
}

/** Lists of tables are ordered by size on disk: here, by name. */
function inOrder(list: readonly unknown[]): readonly unknown[] {
  if (!list.every(isAboutTable)) return list;
  return [...list].sort((a, b) => (a.table < b.table ? -1 : Number(a.table > b.table)));
}

/** `url: path: first value != second value` for the first differences between answers. */
export function differences(first: Record<string, Answer>, second: Record<string, Answer>): string[] {
  const urls = [...new Set([...Object.keys(first), ...Object.keys(second)])];
  const found = urls.flatMap((url) => valuesThatDiffer(url, masked(first[url]!), masked(second[url]!)));
  return found.slice(0, SHOWN_DIFFERENCES);
}

function valuesThatDiffer(at: string, first: unknown, second: unknown): string[] {
  if (isObject(first) && isObject(second)) {
    const keys = [...new Set([...Object.keys(first), ...Object.keys(second)])];
    return keys.flatMap((key) => valuesThatDiffer(`${at} ${key}`, first[key], second[key]));
  }
  return Object.is(first, second) ? [] : [`${at}: ${JSON.stringify(first)} != ${JSON.stringify(second)}`];
}

const isAboutTable = (value: unknown): value is { table: string } => isObject(value) && typeof value.table === 'string';

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
