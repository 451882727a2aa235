import { type EpochDay, isoDayOf } from '../../epoch-days.js';
import { isoSeconds } from '../live-encoder.js';
import type { SimEntity } from '../sim-world.js';
import { isRemoved, visibleEntity } from '../visible-entities.js';
import { archivedThrough, type KindSpan, recordedKinds } from './recorded-kinds.js';
import { type HistoryEntity, type HistoryWorld, recordedIn } from './history-world.js';
import type { Recording } from './recorded-states.js';

/** The body of `/entity/{id}/history/coverage`. Its keys differ for a park. */
export function coverageResponse(history: HistoryWorld, asked: HistoryEntity): string {
  const body = asked.entity.entityType === 'PARK' ? parkCoverage(history, asked) : entityCoverage(history, asked);
  return JSON.stringify(body);
}

function entityCoverage(history: HistoryWorld, asked: HistoryEntity): object {
  const today = asked.entity.clock.localDayOf(history.nowMs);
  const kinds = recordedKinds(asked.recording, archivedThrough(today));
  const last = newest(kinds);
  return {
    ...head(asked),
    firstRecordedAt: dayOrNull(oldest(kinds)),
    lastRecordedAt: dayOrNull(last),
    retrievableThrough: last === null ? null : isoDayOf(isListed(asked.recording) ? today : last),
    kinds: Object.fromEntries(
      [...kinds].map(([path, { first, last }]) => [path, { first: isoDayOf(first), last: isoDayOf(last) }]),
    ),
    knownGaps: knownGaps(asked.recording),
  };
}

interface Covered {
  of: HistoryEntity;
  kinds: Map<string, KindSpan>;
}

function parkCoverage(history: HistoryWorld, asked: HistoryEntity): object {
  const today = asked.entity.clock.localDayOf(history.nowMs);
  const recorded = recordedIn(history, asked.entity, history.nowMs).map((of) => ({
    of,
    kinds: recordedKinds(of.recording, archivedThrough(today)),
  }));
  const covered = recorded.filter(({ kinds }) => kinds.size > 0);
  const all = covered.flatMap(({ kinds }) => [...kinds.values()]);
  return {
    ...head(asked),
    summary: {
      entitiesWithData: covered.length,
      archiveFrom: dayOrNull(oldest(all)),
      recordedTo: dayOrNull(newest(all)),
      retrievableThrough: all.length === 0 ? null : isoDayOf(today),
      measuredOn: isoDayOf(today),
    },
    fields: fieldsOf(covered, today),
    entities: covered.map((entry) => coveredEntity(entry)),
    knownGaps: knownGaps(asked.recording),
  };
}

function head({ entity, id, name }: HistoryEntity): object {
  const { entityType, parentId, destinationId, clock }: SimEntity = entity;
  return { id, name, entityType, parentId, destinationId, timezone: clock.timezone };
}

const FIELD_ORDER = ['status', 'showtimes', 'queue.STANDBY', 'queue.SINGLE_RIDER', 'queue.RETURN_TIME'];

/** In the order of live data. */
function fieldsOf(covered: readonly Covered[], today: EpochDay): object {
  const paths = new Set([...FIELD_ORDER, ...covered.flatMap(({ kinds }) => [...kinds.keys()])]);
  const fields = [...paths].map((path) => {
    const spans = covered.flatMap(({ kinds }) => kinds.get(path) ?? []);
    return [path, spans.length === 0 ? undefined : fieldOf(spans, today)] as const;
  });
  return Object.fromEntries(fields.filter(([, field]) => field !== undefined));
}

function fieldOf(spans: readonly KindSpan[], today: EpochDay): object {
  const years = spans.map(({ first }) => fullYears(first, today));
  const count = (from: number, below: number) => years.filter((age) => age >= from && age < below).length;
  return {
    entities: spans.length,
    from: dayOrNull(oldest(spans)),
    newest: dayOrNull(newest(spans)),
    depth: {
      fourYearsPlus: count(4, Infinity),
      twoToFourYears: count(2, 4),
      oneToTwoYears: count(1, 2),
      underOneYear: count(0, 1),
    },
  };
}

function fullYears(first: EpochDay, today: EpochDay): number {
  const [begin, end] = [isoDayOf(first), isoDayOf(today)];
  return Number(end.slice(0, 4)) - Number(begin.slice(0, 4)) - (end.slice(5) < begin.slice(5) ? 1 : 0);
}

function coveredEntity({ of: { entity, id, name, recording }, kinds }: Covered): object {
  return {
    id,
    name,
    entityType: entity.entityType,
    from: dayOrNull(oldest(kinds)),
    newest: dayOrNull(newest(kinds)),
    fields: [...kinds.keys()].sort(),
    stillListed: isListed(recording),
  };
}

/** Whether `/children` has the entity under this id. */
function isListed({ world, entity, id, faults, nowMs }: Recording): boolean {
  return !isRemoved(faults, entity, nowMs) && visibleEntity(world, entity, nowMs, faults).id === id;
}

function knownGaps({ entity, faults, nowMs, firstDay }: Recording): object[] {
  if (firstDay === null) return [];
  const firstMs = entity.clock.instantOf(firstDay, 0);
  return faults
    .filter((fault) => fault.kind === 'KNOWN_GAP')
    .map(({ fromMs = firstMs, untilMs = nowMs, reason = 'The recorder was offline.' }) => ({ fromMs, untilMs, reason }))
    .filter(({ fromMs, untilMs }) => fromMs < nowMs && untilMs > firstMs)
    .map(({ fromMs, untilMs, reason }) => ({
      from: isoSeconds(fromMs),
      to: isoSeconds(untilMs),
      firstDay: isoDayOf(entity.clock.localDayOf(fromMs)),
      lastDay: isoDayOf(entity.clock.localDayOf(untilMs - 1)),
      reason,
    }));
}

type Spans = readonly KindSpan[] | ReadonlyMap<string, KindSpan>;

function oldest(spans: Spans): EpochDay | null {
  const days = [...spans.values()].map(({ first }) => first);
  return days.length === 0 ? null : Math.min(...days);
}

function newest(spans: Spans): EpochDay | null {
  const days = [...spans.values()].map(({ last }) => last);
  return days.length === 0 ? null : Math.max(...days);
}

function dayOrNull(day: EpochDay | null): string | null {
  return day === null ? null : isoDayOf(day);
}
