import type { Answer } from './every-answer.js';

/**
 * Fields that differ between two databases with the same contents: when and how fast something was done, what it takes on
 * disk, random ids, and the server itself.
 */
const MASKED: ReadonlySet<string> = new Set([
  ...['importId', 'jobId', 'runId', 'requestId', 'holder', 'owner', 'version'],
  ...['createdAt', 'updatedAt', 'startedAt', 'finishedAt', 'measuredAt', 'computedAt'],
  ...['durationMs', 'responseTime', 'rawMs', 'hourlyMs', 'dailyMs'],
  ...['dataBytes', 'indexBytes', 'freeBytes', 'totalBytes', 'bytesPerRow', 'share', 'binaryLog'],
]);
/** Lines of /metrics about the process, sizes and durations. */
const MASKED_METRIC = /^((?:process|nodejs)_\w+|\w+_(?:bytes|seconds)(?:_\w+)?)[ {].*$/;
const SHOWN_DIFFERENCES = 40;

/** An answer without the fields that may differ; metrics of the process are left out. */
export function masked(answer: Answer): Answer {
  return { status: answer.status, body: withoutMasked(answer.body) };
}

function withoutMasked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutMasked);
  if (typeof value === 'string') return value.replace(MASKED_METRIC, '$1 *');
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, MASKED.has(key) && inner !== null ? '*' : withoutMasked(inner)]),
  );
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

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
