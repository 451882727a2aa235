import { isJsonObject, isWithoutValue, type JsonObject } from '../../../common/reading/field-readers.js';
import { HEAD_KEYS, type ListedEntity, readFirstRecorded } from './envelope.js';
import { FieldReader, readInstantMs } from './field-reader.js';
import type { ResponseReport } from './response-report.js';
import { readRows, readRowsResponse, type RowsResponse } from './rows-response.js';
import { countStateShape, OPENING_KEYS, ROW_KEYS } from './state-shape.js';

/** The state of an entity: `status`, `queue` and `showtimes` as sent, to be read by `snapshots/reading`. */
export type RawState = JsonObject;

/** The complete state of an entity from an instant until the next row. */
export interface HistoryRow {
  /** Index in the list of the response. */
  index: number;
  atMs: number;
  state: RawState;
  /** Paths of the fields that differ from the row before; null if the row has no usable list. */
  changed: readonly string[] | null;
}

/** The state at the start of the range: the last reading of every field, however old. */
export interface HistoryOpening {
  /** The start of the range; null if it is missing. */
  atMs: number | null;
  state: RawState;
  /** When the newest field was observed; null: nothing is held from before the range, or the response is from before 2026-09-26. */
  observedAtMs: number | null;
  /** The same by path, such as `queue.STANDBY`; empty if there is no usable entry. */
  observedAtMsByKind: ReadonlyMap<string, number>;
  /** The lookup was cut short: the state may be incomplete, and must not be stored. */
  isDegraded: boolean;
  /** `timeout`, `error`, `capacity` or a later word. */
  degradedReason: string | null;
}

export interface HistoryOfEntity extends ListedEntity {
  firstRecordedAt: string | null;
  opening: HistoryOpening | null;
  /** In the order of the response. */
  rows: HistoryRow[];
  /** Number of rejected rows: what they changed is missing in `changed` of the row after. */
  rejectedRows: number;
}

/** A response of `/entity/{id}/history`. */
export type HistoryResponse = RowsResponse<HistoryOfEntity>;

const ENTITY_KEYS: ReadonlySet<string> = new Set(['id', 'name', 'entityType', 'coverage', 'opening', 'history']);
const ENVELOPE_KEYS: ReadonlySet<string> = new Set([
  ...HEAD_KEYS,
  'range',
  'next',
  'coverage',
  'opening',
  'history',
  'entities',
]);

/**
 * Reads a response of `/entity/{id}/history`. An unusable row is rejected and named; the other rows are unaffected. The
 * keys and words of the response are counted.
 * @throws MalformedResponseError if no part of the response can be used
 */
export function readHistoryResponse(body: unknown): HistoryResponse {
  return readRowsResponse(body, {
    key: 'history',
    envelopeKeys: ENVELOPE_KEYS,
    entityKeys: ENTITY_KEYS,
    readEntity,
    countsOf: ({ rows, rejectedRows }) => ({ read: rows.length, rejected: rejectedRows }),
  });
}

function readEntity(fields: FieldReader, { id, name, entityType }: ListedEntity): HistoryOfEntity {
  const { rows, rejected: rejectedRows } = readRows(fields, 'history', readRow);
  const firstRecordedAt = readFirstRecorded(fields);
  return { id, name, entityType, firstRecordedAt, opening: readOpening(fields), rows, rejectedRows };
}

function readRow(row: unknown, place: string, report: ResponseReport, index: number): HistoryRow | null {
  if (!isJsonObject(row)) {
    report.reject('NOT_AN_OBJECT', 'row', place, row);
    return null;
  }
  report.countKeys('row', row, ROW_KEYS);
  const atMs = readInstantMs(row.time);
  if (Number.isNaN(atMs)) {
    report.reject(isWithoutValue(row.time) ? 'MISSING_TIME' : 'INVALID_TIME', 'row.time', place, row.time);
    return null;
  }
  countStateShape(row, 'row', report);
  return { index, atMs, state: row, changed: readChanged(row.changed, place, report) };
}

function readChanged(changed: unknown, place: string, report: ResponseReport): readonly string[] | null {
  if (Array.isArray(changed) && changed.every((path) => typeof path === 'string')) return changed;
  report.note('INVALID_CHANGED', 'row.changed', place, changed);
  return null;
}

function readOpening(entity: FieldReader): HistoryOpening | null {
  const fields = entity.fields.opening;
  if (fields === undefined || fields === null) return null;
  const { report } = entity;
  const place = entity.kind === 'entity' ? `${entity.place}.opening` : 'opening';
  if (!isJsonObject(fields)) {
    report.note('NOT_AN_OBJECT', 'opening', place, fields);
    return null;
  }
  const opening = new FieldReader(fields, 'opening', place, report, OPENING_KEYS);
  countStateShape(fields, 'opening', report);
  return {
    atMs: opening.instantMs('time'),
    state: fields,
    observedAtMs: opening.instantMs('observedAt'),
    observedAtMsByKind: readObservedAtByKind(opening),
    isDegraded: opening.flag('degraded') ?? opening.fields.degradedReason !== undefined,
    degradedReason: opening.text('degradedReason'),
  };
}

/** The keys are paths of fields, which the shape of the state already counts. */
function readObservedAtByKind({ fields, place, report }: FieldReader): Map<string, number> {
  const instants = new Map<string, number>();
  const byKind = fields.observedAtByKind;
  if (byKind === undefined || byKind === null) return instants;
  if (!isJsonObject(byKind)) {
    report.note('NOT_AN_OBJECT', 'opening.observedAtByKind', place, byKind);
    return instants;
  }
  for (const [kind, value] of Object.entries(byKind)) {
    const instantMs = readInstantMs(value);
    if (!Number.isNaN(instantMs)) instants.set(kind, instantMs);
    else report.note('INVALID_TIME', 'opening.observedAtByKind', place, { [kind]: value });
  }
  return instants;
}
