import { canonicalJson } from '../../../common/reading/canonical-json.js';
import { isWithoutValue, type JsonObject } from '../../../common/reading/field-readers.js';
import { LIVE_DETAIL_TYPES, type LiveDetailType } from '../../snapshots/entities/entity-live-detail.entity.js';
import { withOffsets } from '../../snapshots/reading/local-times.js';
import type { ReadingContext } from '../../snapshots/reading/reading-context.js';
import { MAX_DETAIL_LENGTH } from '../../snapshots/show-times/show-time-list.js';
import type { EntryIssues, LiveDetail } from './live-response.js';

const FIELDS: Readonly<Record<LiveDetailType, string>> = {
  SHOWTIMES: 'showtimes',
  OPERATING_HOURS: 'operatingHours',
  DINING_AVAILABILITY: 'diningAvailability',
  FORECAST: 'forecast',
};

/**
 * Reads the details of an entry other than status and queues. An empty list is kept, because it ends an earlier detail.
 * An object in place of a list is kept as it is, so that no detail is lost because of its shape. Only times without an
 * offset are changed: they get the offset of their park.
 */
export function readDetails(fields: JsonObject, issues: EntryIssues, context: ReadingContext): LiveDetail[] {
  return LIVE_DETAIL_TYPES.flatMap(
    (detailType) => readDetail(detailType, fields[FIELDS[detailType]], issues, context) ?? [],
  );
}

function readDetail(
  detailType: LiveDetailType,
  raw: unknown,
  issues: EntryIssues,
  context: ReadingContext,
): LiveDetail | null {
  if (isWithoutValue(raw)) return null;
  if (typeof raw !== 'object') {
    issues.note('INVALID_DETAIL', FIELDS[detailType], raw);
    return null;
  }
  const json = canonicalJson(withOffsets(raw, FIELDS[detailType], context));
  if (json !== null && json.length <= MAX_DETAIL_LENGTH) return { detailType, json };
  issues.note('DETAIL_TOO_LARGE', FIELDS[detailType], raw);
  return null;
}
