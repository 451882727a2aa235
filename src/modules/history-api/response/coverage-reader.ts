import { isJsonObject } from '../../../common/reading/field-readers.js';
import {
  HEAD_KEYS,
  type HistoryHead,
  type ListedEntity,
  malformed,
  openEnvelope,
  type ReadReport,
  readEntities,
  readHead,
  reportOf,
} from './envelope.js';
import { FieldReader } from './field-reader.js';

/** A time in which nothing was observed in the whole destination. */
export interface KnownGap {
  fromMs: number;
  /** Exclusive. */
  toMs: number;
  firstDay: string | null;
  lastDay: string | null;
  reason: string | null;
}

/** First and last local day of a field, both inclusive. */
export interface FieldCoverage {
  /** Path of the field, such as `queue.STANDBY`. */
  field: string;
  first: string | null;
  last: string | null;
}

export interface CoveredEntity extends ListedEntity {
  first: string | null;
  last: string | null;
  fields: string[];
  /** False: removed upstream, but still in the history. Null: not reported. */
  isStillListed: boolean | null;
}

/** What the API has recorded of an entity. Fields are named as in the response about a single entity. */
export interface CoverageResponse extends HistoryHead, ReadReport {
  form: 'PARK' | 'SINGLE';
  firstRecordedAt: string | null;
  /** The newest recorded day, two to three days behind. */
  lastRecordedAt: string | null;
  /** The newest day that can be requested. */
  retrievableThrough: string | null;
  /** When the values of a park were computed; null for a single entity. */
  measuredOn: string | null;
  /** Days up to this one are final: the earlier of the two days above; null: none is. */
  finalThrough: string | null;
  fields: FieldCoverage[];
  /** The entities of a park; empty for a single entity. */
  entities: CoveredEntity[];
  /** Null: the response predates this list. */
  knownGaps: KnownGap[] | null;
}

const SINGLE_KEYS = ['firstRecordedAt', 'lastRecordedAt', 'retrievableThrough', 'kinds'] as const;
const ENVELOPE_KEYS: ReadonlySet<string> = new Set([
  ...HEAD_KEYS,
  ...SINGLE_KEYS,
  'summary',
  'fields',
  'entities',
  'knownGaps',
]);
const SUMMARY_KEYS: ReadonlySet<string> = new Set([
  'entitiesWithData',
  'archiveFrom',
  'recordedTo',
  'retrievableThrough',
  'measuredOn',
]);
const PARK_FIELD_KEYS: ReadonlySet<string> = new Set(['entities', 'from', 'newest', 'depth']);
const SINGLE_FIELD_KEYS: ReadonlySet<string> = new Set(['first', 'last']);
const ENTITY_KEYS: ReadonlySet<string> = new Set([
  'id',
  'name',
  'entityType',
  'from',
  'newest',
  'fields',
  'stillListed',
]);
const GAP_KEYS: ReadonlySet<string> = new Set(['from', 'to', 'firstDay', 'lastDay', 'reason']);

/**
 * Reads a response of `/entity/{id}/history/coverage`.
 * @throws MalformedResponseError if no part of the response can be used
 */
export function readCoverageResponse(body: unknown): CoverageResponse {
  const envelope = openEnvelope(body, ENVELOPE_KEYS);
  const head = readHead(envelope);
  const isPark = isJsonObject(envelope.fields.summary);
  if (!isPark && !isJsonObject(envelope.fields.kinds)) {
    throw malformed('NO_CONTENT', Object.keys(envelope.fields));
  }
  const days = isPark ? readSummary(envelope) : readSingleDays(envelope);
  return {
    ...head,
    form: isPark ? 'PARK' : 'SINGLE',
    ...days,
    finalThrough: earlierDay(days.lastRecordedAt, days.retrievableThrough),
    fields: isPark
      ? readFields(envelope, 'fields', PARK_FIELD_KEYS, ['from', 'newest'])
      : readFields(envelope, 'kinds', SINGLE_FIELD_KEYS, ['first', 'last']),
    entities: isPark ? readEntities(envelope, ENTITY_KEYS, null, readEntity, () => undefined) : [],
    knownGaps: Array.isArray(envelope.fields.knownGaps) ? readGaps(envelope) : null,
    ...reportOf(envelope),
  };
}

function readSummary(envelope: FieldReader) {
  const summary = envelope.object('summary', SUMMARY_KEYS)!;
  return {
    firstRecordedAt: summary.day('archiveFrom'),
    lastRecordedAt: summary.day('recordedTo'),
    retrievableThrough: summary.day('retrievableThrough'),
    measuredOn: summary.day('measuredOn'),
  };
}

const readSingleDays = (envelope: FieldReader) => ({
  firstRecordedAt: envelope.day('firstRecordedAt'),
  lastRecordedAt: envelope.day('lastRecordedAt'),
  retrievableThrough: envelope.day('retrievableThrough'),
  measuredOn: null,
});

/** Null if either is unknown, because then no day is known to be final. */
function earlierDay(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return null;
  return a < b ? a : b;
}

function readFields(
  envelope: FieldReader,
  key: string,
  known: ReadonlySet<string>,
  [firstKey, lastKey]: readonly [string, string],
): FieldCoverage[] {
  const fields = envelope.fields[key];
  if (!isJsonObject(fields)) return [];
  return Object.entries(fields).flatMap(([field, value]) => {
    const place = `${key}.${field}`;
    if (!isJsonObject(value)) {
      envelope.report.reject('NOT_AN_OBJECT', key, place, value);
      return [];
    }
    const span = new FieldReader(value, key, place, envelope.report, known);
    return [{ field, first: span.day(firstKey), last: span.day(lastKey) }];
  });
}

const readEntity = (fields: FieldReader, identity: ListedEntity): CoveredEntity => ({
  ...identity,
  first: fields.day('from'),
  last: fields.day('newest'),
  fields: fields.list('fields').filter((field) => typeof field === 'string'),
  isStillListed: fields.flag('stillListed'),
});

/** A gap without both ends, or one that ends before it begins, is rejected. */
function readGaps(envelope: FieldReader): KnownGap[] {
  return envelope.list('knownGaps').flatMap((value, index) => {
    const place = `knownGaps[${index}]`;
    if (!isJsonObject(value)) {
      envelope.report.reject('NOT_AN_OBJECT', 'knownGaps', place, value);
      return [];
    }
    const gap = new FieldReader(value, 'knownGaps', place, envelope.report, GAP_KEYS);
    const [fromMs, toMs] = [gap.instantMs('from'), gap.instantMs('to')];
    if (fromMs === null || toMs === null || toMs <= fromMs) {
      envelope.report.reject('INVALID_TIME', 'knownGaps', place, value);
      return [];
    }
    return [{ fromMs, toMs, firstDay: gap.day('firstDay'), lastDay: gap.day('lastDay'), reason: gap.text('reason') }];
  });
}
