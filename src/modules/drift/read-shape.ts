import { isJsonObject, type JsonObject, UUID_PATTERN } from '../../common/reading/field-readers.js';
import { readCoverageResponse } from '../history-api/response/coverage-reader.js';
import { readDailyResponse } from '../history-api/response/daily-reader.js';
import { MalformedResponseError } from '../themeparks-api/malformed-response.error.js';
import { readHistoryResponse } from '../history-api/response/history-reader.js';
import { ResponseReport, type ResponseShape } from '../history-api/response/response-report.js';
import { type Endpoint, KNOWN_SHAPES, type KnownShape } from './known-shapes.js';

/** The place of the response itself. */
export const ROOT = 'response';
/** Elements of each list that are counted, spread evenly over the list. */
const MAX_ELEMENTS = 100;

/** Which call a path belongs to; null: none whose shape is known. The path of a live request is only the entity's id. */
export function endpointOf(path: string): Endpoint | null {
  const [first, id, call, part] = (path.split('?')[0] ?? '').replace(/^\/?(v1\/)?/, '').split('/');
  if (first === 'destinations') return 'DESTINATIONS';
  if (id === undefined && first !== undefined && UUID_PATTERN.test(first)) return 'LIVE';
  if (first !== 'entity' || id === undefined) return null;
  if (call === undefined) return 'ENTITY';
  if (call === 'history') return part === undefined ? 'HISTORY' : historyEndpoint(part);
  const endpoints: Readonly<Record<string, Endpoint>> = { live: 'LIVE', children: 'CHILDREN', schedule: 'SCHEDULE' };
  return endpoints[call] ?? null;
}

function historyEndpoint(part: string): Endpoint | null {
  if (part === 'daily') return 'HISTORY_DAILY';
  return part === 'coverage' ? 'HISTORY_COVERAGE' : null;
}

/** The keys and unknown words of a response; null: it is not a response of this call. */
export function readShape(endpoint: Endpoint, body: unknown): ResponseShape | null {
  const known = KNOWN_SHAPES[endpoint];
  if (known === undefined) return historyShape(endpoint, body);
  if (!isJsonObject(body)) return null;
  const report = new ResponseReport();
  countObject(body, known, ROOT, report);
  return report.shape;
}

function historyShape(endpoint: Endpoint, body: unknown): ResponseShape | null {
  try {
    if (endpoint === 'HISTORY') return readHistoryResponse(body).shape;
    return (endpoint === 'HISTORY_DAILY' ? readDailyResponse(body) : readCoverageResponse(body)).shape;
  } catch (error) {
    if (error instanceof MalformedResponseError) return null;
    throw error;
  }
}

/** The depth is that of the known shape, whatever the response contains. */
function countObject(fields: JsonObject, known: KnownShape, place: string, report: ResponseReport): void {
  report.countKeys(place, fields, keysOf(known));
  for (const [key, shape] of Object.entries(known)) {
    if (shape === true || !Object.hasOwn(fields, key)) continue;
    const field = place === ROOT ? key : `${place}.${key}`;
    const value = fields[key];
    if (isWords(shape)) report.countWord(field, value, new Set(shape));
    else for (const element of elementsOf(value)) if (isJsonObject(element)) countObject(element, shape, field, report);
  }
}

const isWords = (shape: readonly string[] | KnownShape): shape is readonly string[] => Array.isArray(shape);

function elementsOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) return [value];
  if (value.length <= MAX_ELEMENTS) return value;
  const step = value.length / MAX_ELEMENTS;
  return Array.from({ length: MAX_ELEMENTS }, (_, index) => value[Math.floor(index * step)] as unknown);
}

const keySets = new WeakMap<KnownShape, ReadonlySet<string>>();

function keysOf(known: KnownShape): ReadonlySet<string> {
  let keys = keySets.get(known);
  if (keys === undefined) keySets.set(known, (keys = new Set(Object.keys(known))));
  return keys;
}
