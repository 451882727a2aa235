import { INVALID, isJsonObject } from '../../../common/reading/field-readers.js';
import { MINUTE_MS } from '../../../common/time/calendar.js';
import { isTimezoneName, zoneClock } from '../../../common/time/zones/time-zones.js';
import { readInstant } from '../../snapshots/reading/instant-reader.js';
import { fieldPaths, readObservation } from '../../snapshots/reading/observation-reader.js';
import type { ReadingContext } from '../../snapshots/reading/reading-context.js';
import { MalformedResponseError } from '../../themeparks-api/malformed-response.error.js';
import { readDetails } from './detail-reader.js';
import { identifyEntry, readEntity } from './entity-reader.js';
import {
  EntryIssues,
  type LiveEntity,
  type LiveIssue,
  type LiveObservation,
  type LiveResponse,
  type LiveResponseOptions,
} from './live-response.js';

/** The time zone in the response; null if it is missing or unknown. */
export function timezoneOfResponse(response: unknown): string | null {
  const timezone = isJsonObject(response) ? response.timezone : null;
  return typeof timezone === 'string' && isTimezoneName(timezone) ? timezone : null;
}

/** The context for the fields of one entry. `findTimezone` returns the zone of its park, or null. */
function entryContext(issues: EntryIssues, findTimezone: () => string | null): ReadingContext {
  let hasLocalTime = false;
  return {
    note: issues.note,
    noteLocalTime: (field, value) => {
      if (!hasLocalTime) issues.note('LOCAL_TIME_WITHOUT_OFFSET', 'entity', { field, value });
      hasLocalTime = true;
    },
    localClock: () => {
      const timezone = findTimezone();
      return timezone === null ? null : zoneClock(timezone);
    },
    decodeText: (text) => text,
  };
}

const PATHS = fieldPaths('');

/** A timestamp further ahead of our clock is noted; smaller differences are usual. */
const MAX_CLOCK_DIFFERENCE_MS = 5 * MINUTE_MS;

/** Context for reading all entries of a response. */
interface Reading {
  observedAtMs: number;
  timezoneOf: (entity: LiveEntity) => string | null;
}

/**
 * Parses the body of `/entity/{id}/live` into observations. Only an entry without a usable id is rejected; an unreadable
 * field affects only itself. Both become issues; no content of an entry makes this function throw.
 * @throws MalformedResponseError if the response is not an object with an array `liveData`
 */
export function parseLiveResponse(response: unknown, options: LiveResponseOptions): LiveResponse {
  const entries = entriesOf(response);
  const { observedAtMs } = options;
  const reading = { observedAtMs, timezoneOf: timezonesFor(response, options) };
  const issues: LiveIssue[] = [];
  const accepted = new Map<string, { observation: LiveObservation; issues: EntryIssues }>();
  entries.forEach((entry, index) => {
    const entryIssues = new EntryIssues(index, issues);
    const observation = readEntry(entry, entryIssues, reading);
    if (observation === null) return;
    const id = observation.entity.themeparksWikiId;
    accepted.get(id)?.issues.reject('DUPLICATE_ENTITY', 'id', id);
    // The last one wins, and keeps its position in the response.
    accepted.delete(id);
    accepted.set(id, { observation, issues: entryIssues });
  });
  const observations = [...accepted.values()].map(({ observation }) => observation);
  return {
    observedAtMs,
    read: entries.length,
    rejected: entries.length - observations.length,
    observations,
    issues,
  };
}

function entriesOf(response: unknown): readonly unknown[] {
  if (!isJsonObject(response)) throw new MalformedResponseError('live response', 'NOT_AN_OBJECT', response);
  const { liveData } = response;
  if (!Array.isArray(liveData)) throw new MalformedResponseError('live response', 'NO_LIVE_DATA', liveData);
  return liveData;
}

/** The known zone of the entity's park, else the zone in the response, which is usually the destination's. */
function timezonesFor(response: unknown, { timezoneOfPark }: LiveResponseOptions): Reading['timezoneOf'] {
  return ({ parkId, themeparksWikiId }) => timezoneOfPark?.(parkId ?? themeparksWikiId) ?? timezoneOfResponse(response);
}

function readEntry(entry: unknown, issues: EntryIssues, reading: Reading): LiveObservation | null {
  const identified = identifyEntry(entry, issues);
  if (identified === null) return null;
  const entity = readEntity(identified, issues);
  const context = entryContext(issues, () => reading.timezoneOf(entity));
  const { fields } = identified;
  const { status, waitMinutes, queues } = readObservation(fields, PATHS, context);
  const lastUpdatedMs = readLastUpdated(fields.lastUpdated, reading.observedAtMs, issues, context);
  return { entity, status, waitMinutes, lastUpdatedMs, queues, details: readDetails(fields, issues, context) };
}

/** A timestamp in the future does not show when the source changed the entity. */
function readLastUpdated(
  raw: unknown,
  observedAtMs: number,
  issues: EntryIssues,
  context: ReadingContext,
): number | null {
  const lastUpdatedMs = readInstant(raw, 'lastUpdated', context);
  if (lastUpdatedMs === INVALID) issues.note('INVALID_LAST_UPDATED', 'lastUpdated', raw);
  else if (lastUpdatedMs === null || lastUpdatedMs <= observedAtMs + MAX_CLOCK_DIFFERENCE_MS) return lastUpdatedMs;
  else issues.note('LAST_UPDATED_IN_FUTURE', 'lastUpdated', raw);
  return null;
}
