import { SeededRandom } from '../../archive-generator/seeded-random.js';
import type { EpochDay } from '../../epoch-days.js';
import { changedId, type FeedFault, feedFaultOf } from '../feed-faults.js';
import type { LiveState } from '../live-state.js';
import type { LiveDay, SimEntity, SimWorld } from '../sim-world.js';
import { isInFeed, visibleEntity } from '../visible-entities.js';

/** The records of one entity under one id. */
export interface Recording {
  world: SimWorld;
  entity: SimEntity;
  /** Differs from the entity's own id after an ID_CHANGED fault. */
  id: string;
  /** Only the faults that can touch this entity. */
  faults: readonly FeedFault[];
  /** The instant of the history request. */
  nowMs: number;
  /** Null: the entity never reported anything. */
  firstDay: EpochDay | null;
}

export interface RecordedState {
  /** When the state was first observed; never before the live response contains it. */
  atMs: number;
  state: LiveState;
}

/** Share of the states that are missing from a day until it is repaired. */
const LOST_SHARE = 0.4;

/** All states of live responses from `fromMs` (included) to `untilMs` (excluded), in order. */
export function* recordedStates(recording: Recording, fromMs: number, untilMs: number): Generator<RecordedState> {
  const { world, entity, faults, nowMs, firstDay } = recording;
  if (firstDay === null) return;
  const firstMs = Math.max(fromMs, entity.clock.instantOf(firstDay, 0));
  const lastMs = Math.min(untilMs, nowMs + 1);
  for (let atMs = firstMs; atMs < lastMs;) {
    const day = world.days.at(entity, atMs);
    const endMs = Math.min(day.untilMs, lastMs);
    yield* faults.length === 0 ? plainStates(day, atMs, endMs) : faultyStates(recording, day, atMs, endMs);
    atMs = day.untilMs;
  }
}

/** A client can observe only the last of several states within one second. */
function* plainStates(day: LiveDay, fromMs: number, untilMs: number): Generator<RecordedState> {
  const { states } = day;
  for (const [index, state] of states.entries()) {
    const endsMs = states[index + 1]?.changedAtMs ?? Infinity;
    const atMs = Math.max(state.changedAtMs, day.fromMs, fromMs);
    if (endsMs > atMs && atMs < untilMs) yield { atMs, state };
  }
}

function* faultyStates(recording: Recording, day: LiveDay, fromMs: number, untilMs: number): Generator<RecordedState> {
  const { world, entity, id, faults } = recording;
  for (const atMs of instantsOf(faults, day, fromMs, untilMs)) {
    if (!isInFeed(faults, entity, atMs) || isLost(recording, atMs)) continue;
    const visible = visibleEntity(world, entity, atMs, faults);
    if (visible.id === id) yield { atMs, state: visible.state };
  }
}

/** Instants at which the state can change: those of the day, and the ends of faults. */
function instantsOf(faults: readonly FeedFault[], day: LiveDay, fromMs: number, untilMs: number): number[] {
  const ends = faults.flatMap((fault) => [fault.fromMs, fault.untilMs]);
  const instants = [...day.states.map(({ changedAtMs }) => Math.max(changedAtMs, day.fromMs, fromMs)), ...ends];
  const inside = instants.filter(
    (atMs): atMs is number => atMs !== undefined && Number.isFinite(atMs) && atMs >= fromMs && atMs < untilMs,
  );
  return [...new Set(inside.map((atMs) => Math.ceil(atMs / 1000) * 1000))].sort((one, other) => one - other);
}

/** Nothing is recorded within a known gap, and a share of the states is missing from days that are not repaired yet. */
function isLost({ entity, faults, nowMs }: Recording, atMs: number): boolean {
  if (feedFaultOf(faults, 'KNOWN_GAP', entity, atMs)) return true;
  const incomplete = feedFaultOf(faults, 'RERECORDED', entity, atMs);
  if (!incomplete || nowMs >= incomplete.repairedAtMs) return false;
  return SeededRandom.fromWords(entity.seedWord ^ 0x4e0, Math.floor(atMs / 1000) | 0).chance(LOST_SHARE);
}

/** The ids under which an entity was recorded until now: usually one. */
export function recordedIds(entity: SimEntity, faults: readonly FeedFault[], nowMs: number): string[] {
  const ids = faults
    .filter((fault) => fault.kind === 'ID_CHANGED' && (fault.fromMs ?? 0) <= nowMs)
    .filter((fault) => feedFaultOf([fault], 'ID_CHANGED', entity, fault.fromMs ?? 0))
    .map((fault) => changedId(entity.id, fault.fromMs));
  return [entity.id, ...ids];
}
