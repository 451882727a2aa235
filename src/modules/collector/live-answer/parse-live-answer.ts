import { INVALID, isJsonObject, readWord, saysNothing } from '../../../common/reading/field-readers.js';
import { parseInstantMs } from '../../../common/reading/instants.js';
import { RIDE_STATUSES, type RideStatus } from '../../snapshots/observations.js';
import { describeValue } from './describe-value.js';
import { readDetails } from './detail-reader.js';
import { identifyEntry, readEntity } from './entity-reader.js';
import type { LiveAnswer, LiveAnswerOptions, LiveIssue, LiveObservation } from './live-answer.js';
import { EntryIssues } from './live-issue-log.js';
import { MalformedAnswerError } from './malformed-answer-error.js';
import { readQueues, readStandbyWait } from './queue-reader.js';
import { wholeSeconds } from '../../../common/reading/whole-seconds.js';
import { MINUTE_MS } from '../../../common/time/durations.js';

/** DATETIME columns end with the year 9999; nothing here happened before 1970. */
const END_OF_DATETIME_MS = Date.UTC(10_000, 0, 1);

/** A stamp farther ahead of the receiver's clock than clocks differ is worth knowing of. */
const MAX_CLOCK_DIFFERENCE_MS = 5 * MINUTE_MS;

/**
 * Turns the body of `/entity/{id}/live` into observations. An entry that cannot be used costs only itself, and is named
 * among the issues; no content of an entry makes this throw.
 * @throws MalformedAnswerError where the answer is no object with an array `liveData`
 */
export function parseLiveAnswer(answer: unknown, { observedAtMs }: LiveAnswerOptions): LiveAnswer {
  const entries = entriesOf(answer);
  const issues: LiveIssue[] = [];
  const accepted = new Map<string, { observation: LiveObservation; issues: EntryIssues }>();
  entries.forEach((entry, index) => {
    const entryIssues = new EntryIssues(index, issues);
    const observation = readEntry(entry, entryIssues, observedAtMs);
    if (observation === null) return;
    const id = observation.entity.themeparksWikiId;
    accepted.get(id)?.issues.reject('DUPLICATE_ENTITY', 'id', id);
    // the last one wins, and stands where it stood in the answer
    accepted.delete(id);
    accepted.set(id, { observation, issues: entryIssues });
  });
  const observations = [...accepted.values()].map(({ observation }) => observation);
  return { observedAtMs, seen: entries.length, rejected: entries.length - observations.length, observations, issues };
}

function entriesOf(answer: unknown): readonly unknown[] {
  if (!isJsonObject(answer)) throw new MalformedAnswerError('NOT_AN_OBJECT', describeValue(answer));
  const { liveData } = answer;
  if (!Array.isArray(liveData)) throw new MalformedAnswerError('NO_LIVE_DATA', describeValue(liveData));
  return liveData;
}

function readEntry(entry: unknown, issues: EntryIssues, observedAtMs: number): LiveObservation | null {
  const identified = identifyEntry(entry, issues);
  if (identified === null) return null;
  const { fields } = identified;
  const waitMinutes = readStandbyWait(fields.queue, issues);
  if (waitMinutes === INVALID) return null;
  return {
    entity: readEntity(identified, issues),
    status: readStatus(fields.status, issues),
    waitMinutes,
    lastUpdatedMs: readLastUpdated(fields.lastUpdated, observedAtMs, issues),
    queues: readQueues(fields.queue, issues),
    details: readDetails(fields, issues),
  };
}

function readStatus(raw: unknown, issues: EntryIssues): RideStatus | null {
  const status = readWord(raw, RIDE_STATUSES);
  if (status !== INVALID) return status;
  issues.note('UNKNOWN_STATUS', 'status', raw);
  return null;
}

/** A stamp from the future is kept, as the source says it, and noted. */
function readLastUpdated(raw: unknown, observedAtMs: number, issues: EntryIssues): number | null {
  if (saysNothing(raw)) return null;
  const instantMs = typeof raw === 'string' ? parseInstantMs(raw) : NaN;
  if (!(instantMs >= 0 && instantMs < END_OF_DATETIME_MS)) {
    issues.note('INVALID_LAST_UPDATED', 'lastUpdated', raw);
    return null;
  }
  if (instantMs > observedAtMs + MAX_CLOCK_DIFFERENCE_MS) issues.note('LAST_UPDATED_IN_FUTURE', 'lastUpdated', raw);
  return wholeSeconds(instantMs);
}
