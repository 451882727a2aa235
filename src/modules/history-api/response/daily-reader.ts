import { isJsonObject } from '../../../common/reading/field-readers.js';
import { isLocalDate } from '../../../common/time/calendar.js';
import type { DailyMinutes, DailyRow, WaitCounts, WaitStatistics } from '../daily-rules/daily-row.js';
import { HEAD_KEYS, type ListedEntity, readFirstRecorded } from './envelope.js';
import { FieldReader } from './field-reader.js';
import type { ResponseReport } from './response-report.js';
import { readRows, readRowsResponse, type RowsResponse } from './rows-response.js';

export interface DailyRowsOfEntity extends ListedEntity {
  firstRecordedAt: string | null;
  /** In the order of the response. Days without data are absent. */
  days: DailyRow[];
  rejectedDays: number;
}

/** A page of `/entity/{id}/history/daily`. */
export type DailyResponse = RowsResponse<DailyRowsOfEntity>;

const ENVELOPE_KEYS: ReadonlySet<string> = new Set([...HEAD_KEYS, 'range', 'next', 'coverage', 'days', 'entities']);
const ENTITY_KEYS: ReadonlySet<string> = new Set(['id', 'name', 'entityType', 'coverage', 'days']);
const WAIT_BLOCKS = ['standby', 'singleRider', 'extremeWaits', 'implausibleWaits'] as const;
const MINUTES = ['operatingMinutes', 'downMinutes', 'unknownMinutes'] as const;
const DAY_KEYS: ReadonlySet<string> = new Set([
  'date',
  'firstOperatingAt',
  'lastClosedAt',
  ...MINUTES,
  ...WAIT_BLOCKS,
  'showCount',
  'inParkHours',
  'changes',
]);
const IN_HOURS_KEYS: ReadonlySet<string> = new Set(['scheduledMinutes', ...MINUTES, ...WAIT_BLOCKS]);
const STATISTICS_KEYS: ReadonlySet<string> = new Set(['min', 'p50', 'mean', 'p90', 'max']);
const COUNTS_KEYS: ReadonlySet<string> = new Set(['standby', 'singleRider']);

/**
 * Reads a page of `/entity/{id}/history/daily`. A day without a usable date, or without its minutes, is rejected and named.
 * @throws MalformedResponseError if no part of the response can be used
 */
export function readDailyResponse(body: unknown): DailyResponse {
  return readRowsResponse(body, {
    key: 'days',
    envelopeKeys: ENVELOPE_KEYS,
    entityKeys: ENTITY_KEYS,
    readEntity,
    countsOf: ({ days, rejectedDays }) => ({ read: days.length, rejected: rejectedDays }),
  });
}

function readEntity(fields: FieldReader, { id, name, entityType }: ListedEntity): DailyRowsOfEntity {
  const { rows: days, rejected: rejectedDays } = readRows(fields, 'days', readDay);
  return { id, name, entityType, firstRecordedAt: readFirstRecorded(fields), days, rejectedDays };
}

function readDay(day: unknown, place: string, report: ResponseReport): DailyRow | null {
  if (!isJsonObject(day)) {
    report.reject('NOT_AN_OBJECT', 'day', place, day);
    return null;
  }
  const { date } = day;
  if (typeof date !== 'string' || !isLocalDate(date)) {
    report.reject(date === undefined ? 'MISSING_VALUE' : 'INVALID_VALUE', 'day.date', place, date);
    return null;
  }
  const fields = new FieldReader(day, 'day', place, report, DAY_KEYS);
  const minutes = readMinutes(fields);
  if (minutes === null) {
    const { operatingMinutes, downMinutes } = day;
    report.reject('MISSING_VALUE', 'day.operatingMinutes', place, { date, operatingMinutes, downMinutes });
    return null;
  }
  return {
    date,
    firstOperatingAtMs: fields.instantMs('firstOperatingAt'),
    lastClosedAtMs: fields.instantMs('lastClosedAt'),
    ...minutes,
    showCount: fields.count('showCount'),
    inParkHours: readInParkHours(fields),
    changes: fields.count('changes'),
  };
}

function readInParkHours(day: FieldReader): DailyRow['inParkHours'] {
  const fields = day.object('inParkHours', IN_HOURS_KEYS);
  if (fields === null) return null;
  const scheduledMinutes = fields.count('scheduledMinutes');
  const minutes = readMinutes(fields);
  if (scheduledMinutes !== null && minutes !== null) return { scheduledMinutes, ...minutes };
  fields.report.note('MISSING_VALUE', 'day.inParkHours', day.place, fields.fields);
  return null;
}

/** Null without the two counters that every row has. A row of the earlier rules has no `unknownMinutes`. */
function readMinutes(fields: FieldReader): DailyMinutes | null {
  const [operatingMinutes, downMinutes] = [fields.count('operatingMinutes'), fields.count('downMinutes')];
  const unknownMinutes = fields.count('unknownMinutes');
  if (operatingMinutes === null || downMinutes === null) return null;
  return {
    operatingMinutes,
    downMinutes,
    unknownMinutes,
    standby: readStatistics(fields, 'standby'),
    singleRider: readStatistics(fields, 'singleRider'),
    extremeWaits: readCounts(fields, 'extremeWaits'),
    implausibleWaits: readCounts(fields, 'implausibleWaits'),
  };
}

function readStatistics(fields: FieldReader, key: 'standby' | 'singleRider'): WaitStatistics | null {
  const block = fields.object(key, STATISTICS_KEYS);
  if (block === null) return null;
  const [min, p50, mean] = [block.count('min'), block.count('p50'), block.count('mean')];
  const [p90, max] = [block.count('p90'), block.count('max')];
  if (min !== null && p50 !== null && mean !== null && p90 !== null && max !== null)
    return { min, p50, mean, p90, max };
  fields.report.note('MISSING_VALUE', `${fields.kind}.${key}`, fields.place, block.fields);
  return null;
}

function readCounts(fields: FieldReader, key: 'extremeWaits' | 'implausibleWaits'): WaitCounts | null {
  const block = fields.object(key, COUNTS_KEYS);
  return block === null ? null : { standby: block.count('standby') ?? 0, singleRider: block.count('singleRider') ?? 0 };
}
