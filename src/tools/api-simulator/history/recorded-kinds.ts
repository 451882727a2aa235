import type { EpochDay } from '../../epoch-days.js';
import { ordinaryFields, reportedPaths } from './opening.js';
import { type Recording, recordedStates } from './recorded-states.js';

export interface KindSpan {
  first: EpochDay;
  last: EpochDay;
}

/** Longer than any refurbishment, in which a ride reports none of its queues. */
const SEARCHED_DAYS = 45;

/** The last day of the archive, which is two to three days behind. */
export function archivedThrough(today: EpochDay): EpochDay {
  return today - 2 - (today % 2);
}

/** The first and last recorded day of every field of an entity, by its path; none if nothing is recorded. */
export function recordedKinds(recording: Recording, lastDay: EpochDay): Map<string, KindSpan> {
  const kinds = new Map<string, KindSpan>();
  const { firstDay } = recording;
  if (firstDay === null || firstDay > lastDay) return kinds;
  for (const day of [firstDay, ...faultDays(recording)]) search(recording, kinds, day, 1, lastDay);
  for (const day of [lastDay, ...faultDays(recording)]) search(recording, kinds, day, -1, lastDay);
  return kinds;
}

/** An entity or its id can begin or end where a fault begins or ends. */
function faultDays({ entity, faults }: Recording): EpochDay[] {
  const instants = faults.flatMap(({ fromMs, untilMs }) => [fromMs, untilMs]).filter((atMs) => atMs !== undefined);
  return instants.map((atMs) => entity.clock.localDayOf(atMs));
}

/** Searches from a day forwards or backwards until every ordinary field was reported. */
function search(
  recording: Recording,
  kinds: Map<string, KindSpan>,
  fromDay: EpochDay,
  step: 1 | -1,
  lastDay: EpochDay,
): void {
  const missing = new Set(ordinaryFields(recording.entity.model));
  const { clock } = recording.entity;
  for (let days = 0; days < SEARCHED_DAYS && missing.size > 0; days++) {
    const day = fromDay + step * days;
    if (day > lastDay || day < recording.firstDay!) continue;
    for (const { state } of recordedStates(recording, clock.instantOf(day, 0), clock.instantOf(day + 1, 0))) {
      for (const path of reportedPaths(state)) {
        add(kinds, path, day);
        missing.delete(path);
      }
    }
  }
}

function add(kinds: Map<string, KindSpan>, path: string, day: EpochDay): void {
  const span = kinds.get(path);
  kinds.set(path, { first: Math.min(span?.first ?? day, day), last: Math.max(span?.last ?? day, day) });
}
