import { saysNothing, type JsonObject } from '../../../common/reading/field-readers.js';
import { canonicalJson } from '../../../common/reading/canonical-json.js';
import { LIVE_DETAIL_TYPES, type LiveDetail, type LiveDetailType } from './live-answer.js';
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
 * where a list is expected is kept as it is; nothing that could be a detail is lost for its shape.
 */
export function readDetails(fields: JsonObject, issues: EntryIssues): LiveDetail[] {
  return LIVE_DETAIL_TYPES.flatMap((detailType) => readDetail(detailType, fields[FIELDS[detailType]], issues) ?? []);
}

function readDetail(detailType: LiveDetailType, raw: unknown, issues: EntryIssues): LiveDetail | null {
  if (saysNothing(raw)) return null;
  if (typeof raw !== 'object') {
    issues.note('INVALID_DETAIL', FIELDS[detailType], raw);
    return null;
  }
  const json = canonicalJson(raw);
  if (json !== null && json.length <= MAX_DETAIL_LENGTH) return { detailType, json };
  issues.note('DETAIL_TOO_LARGE', FIELDS[detailType], raw);
  return null;
}
