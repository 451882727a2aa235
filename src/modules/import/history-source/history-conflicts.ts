import type { DataSource } from '../../snapshots/observations.js';
import type { StoredSnapshot } from '../../snapshots/writing/observation-diff.js';
import type { ObservationInstant } from '../../snapshots/writing/observation-ranges.js';
import type { ObservationSet } from '../../snapshots/writing/observation-set.js';
import { MAX_ISSUE_SAMPLES, type ParseIssue } from '../parser/parsed-file.js';
import type { ShowTimesConflict } from './polled-show-times.js';
import { type PolledConflict, stateOf } from './polled-time.js';
import { keyOf } from './stored-instants.js';

/** A snapshot that differs from the stored one of the same instant, which came from another import. */
export interface StoredConflict {
  rideId: number;
  atMs: number;
  refused: PolledConflict['refused'];
  /** Known for the examples only. */
  kept?: PolledConflict['refused'] & { source: DataSource };
}

export const conflictsWithStored = ({ snapshots }: ObservationSet, rows: readonly number[]): StoredConflict[] =>
  rows.map((row) => ({
    rideId: snapshots.rideId[row]!,
    atMs: snapshots.recordedAtMs[row]!,
    refused: stateOf(snapshots.status[row]!, snapshots.waitMinutes[row]!),
  }));

/** Adds the stored values of the examples, which `storedAt` reads. */
export async function withKeptValues(
  conflicts: readonly StoredConflict[],
  storedAt: (instants: readonly ObservationInstant[]) => Promise<readonly StoredSnapshot[]>,
): Promise<StoredConflict[]> {
  if (conflicts.length === 0) return [];
  const examples = conflicts.slice(0, MAX_ISSUE_SAMPLES);
  const stored = await storedAt(examples.map(({ rideId, atMs }) => ({ rideId, recordedAtMs: atMs })));
  const byKey = new Map(stored.map((row) => [keyOf(row.rideId, Number(row.recordedAtMs)), row]));
  return conflicts.map((conflict) => {
    const row = byKey.get(keyOf(conflict.rideId, conflict.atMs));
    if (row === undefined) return conflict;
    return { ...conflict, kept: { source: row.dataSource, ...stateOf(Number(row.status), Number(row.waitMinutes)) } };
  });
}

/** What a park-day has that contradicts what is stored; the stored values stay. */
export interface DayConflicts {
  polledConflicts: readonly PolledConflict[];
  storedConflicts: readonly StoredConflict[];
  showTimesConflicts: readonly ShowTimesConflict[];
}

/** One issue for all conflicts of a park-day, with examples. */
export function conflictIssue({ polledConflicts, storedConflicts, showTimesConflicts }: DayConflicts): ParseIssue[] {
  const states: (StoredConflict & Partial<PolledConflict>)[] = [...polledConflicts, ...storedConflicts];
  const count = states.length + showTimesConflicts.length;
  if (count === 0) return [];
  const examples = [...states.map(exampleOfState), ...showTimesConflicts.map(exampleOfShowTimes)];
  const samples = examples.slice(0, MAX_ISSUE_SAMPLES).map((example, index) => {
    return { index, value: JSON.stringify(example) };
  });
  const fields = [states.length > 0 ? 'status, waitTime' : [], showTimesConflicts.length > 0 ? 'showtimes' : []].flat();
  return [{ reason: 'STORED_VALUE_CONFLICT', field: fields.join(', '), rejected: false, count, samples }];
}

const exampleOf = (rideId: number, atMs: number, refused: string, kept: string | null) => ({
  ...{ rideId, time: new Date(atMs).toISOString(), refused },
  kept: kept ?? 'imported',
});

function exampleOfState({ rideId, atMs, refused, polled, kept }: StoredConflict & Partial<PolledConflict>) {
  const stored = kept === undefined ? null : `${kept.source} ${stateText(kept)}`;
  return exampleOf(rideId, atMs, stateText(refused), polled === undefined ? stored : `polled ${stateText(polled)}`);
}

const exampleOfShowTimes = ({ rideId, atMs, refusedStartsMs, polledStartsMs }: ShowTimesConflict) =>
  exampleOf(rideId, atMs, startsText(refusedStartsMs), polledStartsMs && `polled ${startsText(polledStartsMs)}`);

const startsText = (startsMs: readonly number[]): string =>
  startsMs.length === 0 ? 'no show times' : startsMs.map((ms) => new Date(ms).toISOString().slice(0, 16)).join(' ');

const stateText = ({ status, waitMinutes }: PolledConflict['refused']): string =>
  waitMinutes === null ? String(status) : `${status} ${waitMinutes} min`;
