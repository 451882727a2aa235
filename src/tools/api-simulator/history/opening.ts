import { DAY_MS } from '../../../common/time/calendar.js';
import { isoSeconds } from '../live-encoder.js';
import type { LiveState } from '../live-state.js';
import type { EntityModel } from '../sim-world.js';
import { CarriedState } from './carried-state.js';
import { type Recording, recordedStates } from './recorded-states.js';

export const DEGRADED_REASONS = ['timeout', 'error', 'capacity'] as const;
export type DegradedReason = (typeof DEGRADED_REASONS)[number];

/** Longer than any refurbishment, in which a ride reports none of its queues. */
const FURTHEST_BACK_DAYS = 45;

/** The last reading of every field before an instant, however old. */
export function stateBefore(recording: Recording, atMs: number): CarriedState {
  const { entity, firstDay } = recording;
  if (firstDay === null) return new CarriedState(entity);
  const beginMs = entity.clock.instantOf(firstDay, 0);
  for (let days = 1; ; days *= 3) {
    const fromMs = Math.max(beginMs, atMs - days * DAY_MS);
    const carried = new CarriedState(entity);
    for (const recorded of recordedStates(recording, fromMs, atMs)) carried.take(recorded);
    const isFurthest = fromMs <= beginMs || days > FURTHEST_BACK_DAYS;
    if (isFurthest || ordinaryFields(entity.model).every((path) => carried.has(path))) return carried;
  }
}

/** The fields that an entity reports on an ordinary day. */
export function ordinaryFields(model: EntityModel): string[] {
  if (model.kind !== 'RIDE') return ['status'];
  const { kind, extendedQueues } = model.ride;
  const standby = kind === 'POSTED' ? ['queue.STANDBY'] : [];
  return ['status', ...standby, ...extendedQueues.map((queueType) => `queue.${queueType}`)];
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

/** If nothing is held from before the range, the opening has the fields of the first state, empty. */
export function emptyUnlessSeen(carried: CarriedState, first: LiveState | undefined): void {
  if (carried.seenAtMs.size === 0 && first) carried.beginEmpty(first);
}
