import { isoDayOf } from '../../epoch-days.js';
import { dailyRow } from './daily-row.js';
import { dayRecord } from './day-record.js';
import { dayRange, type HistoryRange } from './history-range.js';
import { coverageJson, headJson, identityJson } from './history-response.js';
import { type HistoryEntity, type HistoryWorld, recordedIn } from './history-world.js';
import type { Recording } from './recorded-states.js';

/** Days of a park on one page. */
const PAGE_DAYS = 31;

/** The body of `/entity/{id}/history/daily`: whole days, for a park in pages. */
export function dailyResponse(
  history: HistoryWorld,
  asked: HistoryEntity,
  range: HistoryRange,
  pathUrl: string,
): string {
  const { firstDay, lastDay } = range;
  if (asked.entity.entityType !== 'PARK') {
    const days = dayRange(firstDay, lastDay, asked.entity.clock);
    return `{${headJson(asked, days)},${daysJson(history, asked.recording, days)},"next":null}`;
  }
  const page = dayRange(firstDay, Math.min(lastDay, firstDay + PAGE_DAYS - 1), asked.entity.clock);
  const entities = recordedIn(history, asked.entity, page.untilMs).map(
    ({ entity, id, name, recording }) => `{${identityJson(entity, id, name)},${daysJson(history, recording, page)}}`,
  );
  const next = page.lastDay < lastDay ? nextUrl(pathUrl, page, range) : null;
  return `{${headJson(asked, page)},"entities":[${entities.join(',')}],"next":${JSON.stringify(next)}}`;
}

/** The absolute URL of the next page. It always names days, because rows are of whole days. */
function nextUrl(pathUrl: string, page: HistoryRange, { lastDay }: HistoryRange): string {
  return `${pathUrl}?from=${isoDayOf(page.lastDay + 1)}&to=${isoDayOf(lastDay)}`;
}

/** Omits future days, and days on which the entity was not reported. */
function daysJson({ earlierRulesBefore, nowMs }: HistoryWorld, recording: Recording, range: HistoryRange): string {
  const rows: string[] = [];
  const first = Math.max(range.firstDay, recording.firstDay ?? Infinity);
  const last = Math.min(range.lastDay, recording.entity.clock.localDayOf(nowMs));
  for (let day = first; day <= last; day++) {
    const record = dayRecord(recording, day);
    const isEarlier = earlierRulesBefore !== undefined && record.isoDate < earlierRulesBefore;
    if (record.isReported) rows.push(JSON.stringify(dailyRow(record, isEarlier ? 'EARLIER' : 'PRESENT')));
  }
  return `${coverageJson(recording)},"days":[${rows.join(',')}]`;
}
