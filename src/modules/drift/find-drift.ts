import { DAY_MS, utcDayOf } from '../../common/time/calendar.js';
import type { Finding, FindingKey } from '../findings/finding.js';
import type { Endpoint } from './known-shapes.js';

export const DRIFT_REASONS = ['DRIFT_UNKNOWN_KEY', 'DRIFT_UNKNOWN_WORD', 'DRIFT_VANISHED_KEY'] as const;
export type DriftReason = (typeof DRIFT_REASONS)[number];

/** A stored count of keys or words. */
export interface CountedShape {
  endpoint: Endpoint;
  place: string;
  kind: 'OBJECT' | 'KEY' | 'WORD';
  name: string;
  isKnown: boolean;
  occurrences: number;
  objectsSinceSeen: number;
  firstSeenAt: Date;
  lastSeenAt: Date;
}

/** One difference between what was received and what is known. */
export interface Drift {
  reason: DriftReason;
  endpoint: Endpoint;
  place: string;
  name: string;
  /** An unknown one: first received then. A vanished one: last received then. */
  since: Date;
  /** An unknown one: how many were received. A vanished one: objects that lacked it since then. */
  examples: number;
}

const MIN_OBJECTS = 50;
const USUAL_GAPS = 20;
const MIN_AGE_MS = DAY_MS;

export interface FoundDrift {
  drifts: Drift[];
  /** Keys of findings that are not justified now. */
  settled: FindingKey[];
}

/** Compares what was received with what is known. */
export function findDrift(counted: readonly CountedShape[], nowMs: number): FoundDrift {
  const objects = new Map(
    counted.filter(({ kind }) => kind === 'OBJECT').map((row) => [placeOf(row), row.occurrences]),
  );
  const drifts: Drift[] = [];
  const settled: FindingKey[] = [];
  for (const row of counted) {
    if (row.kind === 'OBJECT') continue;
    const isGone = hasVanished(row, objects.get(placeOf(row)) ?? row.occurrences, nowMs);
    const drift = driftOf(row, isGone);
    if (drift !== null) drifts.push(drift);
    for (const reason of DRIFT_REASONS) if (reason !== drift?.reason) settled.push(keyOf({ ...row, reason }));
  }
  return { drifts, settled };
}

function driftOf(row: CountedShape, isGone: boolean): Drift | null {
  const { endpoint, place, name } = row;
  const where = { endpoint, place, name };
  if (row.isKnown) {
    if (!isGone) return null;
    return { ...where, reason: 'DRIFT_VANISHED_KEY', since: row.lastSeenAt, examples: row.objectsSinceSeen };
  }
  if (isGone) return null;
  const reason = row.kind === 'WORD' ? 'DRIFT_UNKNOWN_WORD' : 'DRIFT_UNKNOWN_KEY';
  return { ...where, reason, since: row.firstSeenAt, examples: row.occurrences };
}

/**
 * A key has vanished after {@link MIN_OBJECTS} objects without it, or after {@link USUAL_GAPS} times the usual number of
 * objects between two with the key, whichever is more. It takes at least {@link MIN_AGE_MS}, because a park at night reports less.
 */
function hasVanished(row: CountedShape, objects: number, nowMs: number): boolean {
  const usualGap = objects / Math.max(1, row.occurrences);
  const isLongAgo = nowMs - row.lastSeenAt.getTime() >= MIN_AGE_MS;
  return isLongAgo && row.objectsSinceSeen >= Math.max(MIN_OBJECTS, USUAL_GAPS * usualGap);
}

const placeOf = ({ endpoint, place }: Pick<CountedShape, 'endpoint' | 'place'>): string => `${endpoint} ${place}`;

function keyOf({ reason, endpoint, place, name }: Pick<Drift, 'reason' | 'endpoint' | 'place' | 'name'>): FindingKey {
  const issueType = reason === 'DRIFT_VANISHED_KEY' ? 'MISSING_FIELD' : 'SUSPICIOUS';
  return { issueType, reason, identity: [endpoint, place, name] };
}

const TEXTS: Readonly<Record<DriftReason, (drift: Drift) => string>> = {
  DRIFT_UNKNOWN_KEY: ({ name, place, examples }) =>
    `have the unknown key "${name}" in ${place}: ${examples} of the sampled objects`,
  DRIFT_UNKNOWN_WORD: ({ name, place, examples }) =>
    `have the unknown word "${name}" in ${place}: ${examples} of the sampled fields`,
  DRIFT_VANISHED_KEY: ({ name, place, examples }) =>
    `lack the key "${name}" in ${place}: ${examples} sampled objects without it`,
};

/** For example `Responses of LIVE since 2026-09-08 have the unknown key "crowd" in liveData: 12 of the sampled objects`. */
export function describeDrift(drift: Drift): string {
  return `Responses of ${drift.endpoint} since ${utcDayOf(drift.since)} ${TEXTS[drift.reason](drift)}`;
}

export function findingOf(drift: Drift): Finding {
  return {
    ...keyOf(drift),
    entityType: null,
    entityId: null,
    parkId: null,
    importId: null,
    windowStart: null,
    windowEnd: null,
    recordsAffected: Math.min(drift.examples, 0xffff_ffff),
    description: describeDrift(drift),
    sample: { ...drift, since: drift.since.toISOString() },
  };
}
