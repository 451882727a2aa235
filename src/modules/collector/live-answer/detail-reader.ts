import { isWithoutValue, type JsonObject } from '../../../common/reading/field-readers.js';
import { canonicalJson } from '../../../common/reading/canonical-json.js';
import { LIVE_DETAIL_TYPES, type LiveDetail, type LiveDetailType } from './live-answer.js';
import type { ReadingContext } from '../../snapshots/reading/reading-context.js';
import { withOffsets } from './detail-times.js';
import type { EntryIssues } from './live-issue-log.js';

const FIELDS: Readonly<Record<LiveDetailType, string>> = {
  SHOWTIMES: 'showtimes',
  OPERATING_HOURS: 'operatingHours',
  DINING_AVAILABILITY: 'diningAvailability',
  FORECAST: 'forecast',
};

/** Real ones have some thousand characters; this only keeps a broken feed from filling the disk. */
export const MAX_DETAIL_LENGTH = 262_144;

/**
 * What the entry says beside status and queues. An empty list is kept: it says that what was there is gone. An object
 * where a list is expected is kept as it is; nothing that could be a detail is lost for its shape. Only times without an
 * offset are changed: they get that of their park.
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
