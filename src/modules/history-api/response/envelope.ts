import { isJsonObject, type JsonObject } from '../../../common/reading/field-readers.js';
import { cutText } from '../../../common/text.js';
import { MalformedResponseError, type ResponseDefect } from '../../themeparks-api/malformed-response.error.js';
import { FieldReader } from './field-reader.js';
import { type HistoryProblem, ResponseReport, type ResponseShape } from './response-report.js';

/** The error of a response of which no part can be used. */
export const malformed = (defect: ResponseDefect, found: unknown): MalformedResponseError =>
  new MalformedResponseError('response of the History API', defect, found);

/** What every response about an entity begins with. */
export interface HistoryHead {
  /** Lower-case UUID. */
  id: string;
  name: string | null;
  entityType: string | null;
  parentId: string | null;
  destinationId: string | null;
  /** As sent; it may be unknown to this program. */
  timezone: string | null;
}

/** Rows of a response: every row was either read or rejected. */
export interface RowCounts {
  seen: number;
  read: number;
  rejected: number;
}

/** What every reader returns besides the content. */
export interface ReadReport {
  problems: HistoryProblem[];
  shape: ResponseShape;
}

/** The entity types of the API. Others are kept and counted as unknown words. */
export const ENTITY_TYPES: ReadonlySet<unknown> = new Set([
  'DESTINATION',
  'PARK',
  'ATTRACTION',
  'RESTAURANT',
  'HOTEL',
  'SHOW',
]);

export const HEAD_KEYS = ['id', 'name', 'entityType', 'parentId', 'destinationId', 'timezone'] as const;

/** @throws MalformedResponseError if the body is not an object */
export function openEnvelope(body: unknown, known: ReadonlySet<string>): FieldReader {
  if (!isJsonObject(body)) throw malformed('NOT_AN_OBJECT', body);
  return new FieldReader(body, 'envelope', 'envelope', new ResponseReport(), known);
}

/** @throws MalformedResponseError if there is no valid id */
export function readHead(envelope: FieldReader): HistoryHead {
  const id = envelope.uuid('id');
  if (id === null) throw malformed('NO_ID', envelope.fields.id);
  return {
    id,
    name: envelope.text('name'),
    entityType: envelope.word('entityType', ENTITY_TYPES),
    parentId: envelope.uuid('parentId'),
    destinationId: envelope.uuid('destinationId'),
    timezone: envelope.text('timezone'),
  };
}

/** The first and last day, or the instants, as the response repeats them; null if it does not. */
export interface HistoryRange {
  from: string;
  to: string;
}

const RANGE_KEYS: ReadonlySet<string> = new Set(['from', 'to']);

export function readRange(envelope: FieldReader): HistoryRange | null {
  const range = envelope.object('range', RANGE_KEYS);
  const [from, to] = [range?.text('from') ?? null, range?.text('to') ?? null];
  return from === null || to === null ? null : { from, to };
}

const COVERAGE_KEYS: ReadonlySet<string> = new Set(['firstRecordedAt']);

/** The first day of which the API has anything about the entity. */
export function readFirstRecorded(entity: FieldReader): string | null {
  return entity.object('coverage', COVERAGE_KEYS)?.day('firstRecordedAt') ?? null;
}

/** Identity of an entity in the list of a park. */
export type ListedEntity = Pick<HistoryHead, 'id' | 'name' | 'entityType'>;

/**
 * The entities of a park's response. An entry without a usable id is rejected together with its rows, whose number
 * `onRejected` receives.
 * @param rowsKey the key of the entry's rows
 */
export function readEntities<Entity>(
  envelope: FieldReader,
  known: ReadonlySet<string>,
  rowsKey: string | null,
  read: (entity: FieldReader, identity: ListedEntity) => Entity,
  onRejected: (rows: number) => void,
): Entity[] {
  return envelope.list('entities').flatMap((entry, index) => {
    const place = `entities[${index}]`;
    if (!isJsonObject(entry)) {
      envelope.report.reject('NOT_AN_OBJECT', 'entity', place, entry);
      onRejected(0);
      return [];
    }
    const fields = new FieldReader(entry, 'entity', placeOfEntity(index, entry.id), envelope.report, known);
    const id = fields.uuid('id');
    if (id === null) {
      envelope.report.reject('MISSING_VALUE', 'entity.id', place, entry.id);
      onRejected(rowsKey === null ? 0 : lengthOf(entry, rowsKey));
      return [];
    }
    return [read(fields, { id, name: fields.text('name'), entityType: fields.word('entityType', ENTITY_TYPES) })];
  });
}

/** Names the entity besides its place, because the order of the entities changes from response to response. */
export function placeOfEntity(index: number, id: unknown): string {
  return typeof id === 'string' ? `entities[${index}] (${cutText(id, 40)})` : `entities[${index}]`;
}

function lengthOf(entry: JsonObject, key: string): number {
  const rows = entry[key];
  return Array.isArray(rows) ? rows.length : 0;
}

export const reportOf = ({ report }: FieldReader): ReadReport => ({ problems: report.problems, shape: report.shape });
