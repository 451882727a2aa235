import { DAY_MS } from '../../../common/time/calendar.js';
import { isoSeconds } from '../live-encoder.js';
import type { LiveState } from '../live-state.js';
import { hasStandby } from '../ride-states.js';
import type { EntityModel } from '../sim-world.js';
import { CarriedState } from './carried-state.js';
import { type RecordedState, type Recording, recordedStates } from './recorded-states.js';

export const DEGRADED_REASONS = ['timeout', 'error', 'capacity'] as const;
export type DegradedReason = (typeof DEGRADED_REASONS)[number];

/** Longer than any refurbishment, in which a ride reports none of its queues. */
const FURTHEST_BACK_DAYS = 45;

/** The last value of every field before an instant, however old. */
export function stateBefore(recording: Recording, atMs: number): CarriedState {
  const { entity, firstDay } = recording;
  const carried = new CarriedState(entity);
  if (firstDay === null) return carried;
  const beginMs = entity.clock.instantOf(firstDay, 0);
  for (let days = 1; ; days *= 3) {
    const fromMs = Math.max(beginMs, atMs - days * DAY_MS);
    const states = [...recordedStates(recording, fromMs, atMs)];
    const first = firstNeeded(states, ordinaryFields(entity.model));
    if (first === null && fromMs > beginMs && days < FURTHEST_BACK_DAYS) continue;
    for (const recorded of states.slice(first ?? 0)) carried.take(recorded);
    return carried;
  }
}

/** From this state on, every field was reported; null: not in these states. */
function firstNeeded(states: readonly RecordedState[], fields: readonly string[]): number | null {
  const missing = new Set(fields);
  for (let index = states.length - 1; index >= 0; index--) {
    for (const path of reportedPaths(states[index]!.state)) missing.delete(path);
    if (missing.size === 0) return index;
  }
  return null;
}

/** The fields that an entity reports on an ordinary day; in refurbishment, a ride reports none of its queues. */
export function ordinaryFields(model: EntityModel): string[] {
  switch (model.kind) {
    case 'RIDE': {
      const { kind, extendedQueues } = model.ride;
      const standby = hasStandby(model.ride) ? ['queue.STANDBY'] : [];
      const shows = kind === 'SHOW' ? ['showtimes'] : [];
      return ['status', ...shows, ...standby, ...extendedQueues.map((queueType) => `queue.${queueType}`)];
    }
    case 'RESTAURANT':
      return model.feed === 'DINING' ? ['status'] : ['status', 'queue.STANDBY'];
    case 'PARK':
      return ['status', 'queue.STANDBY'];
    case 'HOTEL':
    case 'DESTINATION':
      return ['status'];
  }
}

/** The fields that a state reports. */
export function reportedPaths({ standby, queues, showTimes }: LiveState): string[] {
  const paths = ['status'];
  if (showTimes) paths.push('showtimes');
  if (standby) paths.push('queue.STANDBY');
  for (const { queueType } of queues) paths.push(`queue.${queueType}`);
  return paths;
}

/** The `opening` object: the state before the range, or its empty form. */
export function openingJson(carried: CarriedState, atMs: number, degraded: DegradedReason | null): string {
  const seen = [...carried.seenAtMs].map(([path, seenMs]) => `"${path}":"${isoSeconds(seenMs)}"`);
  const newestMs = Math.max(...carried.seenAtMs.values());
  const observed =
    seen.length === 0 ? '' : `"observedAt":"${isoSeconds(newestMs)}","observedAtByKind":{${seen.join(',')}},`;
  const reason = degraded === null ? '' : `"degraded":true,"degradedReason":"${degraded}",`;
  return `{"time":"${isoSeconds(atMs)}",${observed}${reason}${carried.fieldsJson()}}`;
}

/** If no value from before the range is carried forward, the opening state has the fields of the first state, empty. */
export function emptyUnlessSeen(carried: CarriedState, first: LiveState | undefined): void {
  if (carried.seenAtMs.size === 0 && first) carried.beginEmpty(first);
}
