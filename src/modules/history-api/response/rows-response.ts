import {
  type HistoryHead,
  type HistoryRange,
  type ListedEntity,
  malformed,
  openEnvelope,
  type ReadReport,
  readEntities,
  readHead,
  readRange,
  reportOf,
  type RowCounts,
} from './envelope.js';
import type { FieldReader } from './field-reader.js';
import type { ResponseReport } from './response-report.js';

/** A response that lists rows, of a park or of a single entity. */
export interface RowsResponse<Entity> extends HistoryHead, ReadReport {
  form: 'PARK' | 'SINGLE';
  /** What this page covers; its end is not the end of the request. */
  range: HistoryRange | null;
  /** For the single shape, the entity itself. */
  entities: Entity[];
  /** Absolute address of the next page; null: there is none. */
  next: string | null;
  rows: RowCounts;
}

/** How the rows of one endpoint are read. */
export interface RowsReader<Entity> {
  /** The key of the rows. */
  key: 'history' | 'days';
  envelopeKeys: ReadonlySet<string>;
  entityKeys: ReadonlySet<string>;
  readEntity: (fields: FieldReader, identity: ListedEntity) => Entity;
  countsOf: (entity: Entity) => { read: number; rejected: number };
}

/** @throws MalformedResponseError if no part of the response can be used */
export function readRowsResponse<Entity>(body: unknown, reader: RowsReader<Entity>): RowsResponse<Entity> {
  const { key, envelopeKeys, entityKeys, readEntity, countsOf } = reader;
  const envelope = openEnvelope(body, envelopeKeys);
  const head = readHead(envelope);
  const isPark = Array.isArray(envelope.fields.entities);
  if (!isPark && !Array.isArray(envelope.fields[key])) {
    throw malformed('NO_CONTENT', Object.keys(envelope.fields));
  }
  let [read, rejected] = [0, 0];
  const entities = isPark
    ? readEntities(envelope, entityKeys, key, readEntity, (rows) => (rejected += rows))
    : [readEntity(envelope, head)];
  for (const counts of entities.map(countsOf)) {
    read += counts.read;
    rejected += counts.rejected;
  }
  return {
    ...head,
    form: isPark ? 'PARK' : 'SINGLE',
    range: readRange(envelope),
    entities,
    next: envelope.verbatim('next'),
    rows: { seen: read + rejected, read, rejected },
    ...reportOf(envelope),
  };
}

/** Reads the rows of an entity. A row of which `readRow` makes nothing is rejected; it has reported why. */
export function readRows<Row>(
  fields: FieldReader,
  key: 'history' | 'days',
  readRow: (row: unknown, place: string, report: ResponseReport, index: number) => Row | null,
): { rows: Row[]; rejected: number } {
  const list = fields.list(key);
  const place = fields.kind === 'entity' ? `${fields.place}.${key}` : key;
  const rows: Row[] = [];
  list.forEach((value, index) => {
    const row = readRow(value, `${place}[${index}]`, fields.report, index);
    if (row !== null) rows.push(row);
  });
  return { rows, rejected: list.length - rows.length };
}
