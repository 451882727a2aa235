import { isoDayOf } from '../../epoch-days.js';
import { isoSeconds } from '../live-encoder.js';
import type { SimEntity } from '../sim-world.js';
import type { HistoryRange } from './history-range.js';
import { type DegradedReason, emptyUnlessSeen, openingJson, stateBefore } from './opening.js';
import { type HistoryEntity, type HistoryWorld, recordedIn } from './history-world.js';
import { type Recording, recordedStates } from './recorded-states.js';

/** The body of `/entity/{id}/history`: every recorded entity of a park, or the one entity. */
export function historyResponse(
  history: HistoryWorld,
  asked: HistoryEntity,
  range: HistoryRange,
  degraded: DegradedReason | null,
): string {
  const head = headJson(asked, range);
  if (asked.entity.entityType !== 'PARK') {
    return `{${head},${contentJson(asked.recording, range, degraded)},"next":null}`;
  }
  const entities = recordedIn(history, asked.entity, range.untilMs).map(
    ({ entity, id, name, recording }) =>
      `{${identityJson(entity, id, name)},${contentJson(recording, range, degraded)}}`,
  );
  return `{${head},"entities":[${entities.join(',')}],"next":null}`;
}

/** The keys that all history responses begin with. */
export function headJson({ entity, id, name }: HistoryEntity, range: Pick<HistoryRange, 'from' | 'to'>): string {
  return `${entityJson(entity, id, name)},"range":{"from":"${range.from}","to":"${range.to}"}`;
}

export function entityJson(entity: SimEntity, id: string, name: string): string {
  const { parentId, destinationId, clock } = entity;
  const parent = parentId === null ? 'null' : `"${parentId}"`;
  return `${identityJson(entity, id, name)},"parentId":${parent},"destinationId":"${destinationId}","timezone":"${clock.timezone}"`;
}

export function identityJson({ entityType }: SimEntity, id: string, name: string): string {
  return `"id":"${id}","name":${JSON.stringify(name)},"entityType":"${entityType}"`;
}

export function coverageJson({ firstDay }: Recording): string {
  const first = firstDay === null ? 'null' : `"${isoDayOf(firstDay)}"`;
  return `"coverage":{"firstRecordedAt":${first}}`;
}

function contentJson(recording: Recording, range: HistoryRange, degraded: DegradedReason | null): string {
  const carried = stateBefore(recording, range.fromMs);
  if (degraded) carried.forget();
  const states = [...recordedStates(recording, range.fromMs, range.untilMs)];
  emptyUnlessSeen(carried, states[0]?.state);
  const opening = openingJson(carried, range.fromMs, degraded);
  const rows: string[] = [];
  for (const recorded of states) {
    const changed = carried.take(recorded);
    if (changed.length === 0) continue;
    rows.push(`{"time":"${isoSeconds(recorded.atMs)}","changed":${JSON.stringify(changed)},${carried.fieldsJson()}}`);
  }
  return `${coverageJson(recording)},"opening":${opening},"history":[${rows.join(',')}]`;
}
