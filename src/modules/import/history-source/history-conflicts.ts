import { RIDE_STATUSES } from '../../snapshots/observations.js';
import type { ObservationSet } from '../../snapshots/writing/observation-set.js';
import { MAX_ISSUE_SAMPLES, type ParseIssue } from '../parser/parsed-file.js';
import type { ShowTimesConflict } from './polled-show-times.js';
import type { PolledConflict } from './polled-time.js';

/** A snapshot that differs from the stored one of the same instant, which came from another import. */
export interface StoredConflict {
  rideId: number;
  atMs: number;
  refused: PolledConflict['refused'];
}

export const conflictsWithStored = ({ snapshots }: ObservationSet, rows: readonly number[]): StoredConflict[] =>
  rows.map((row) => ({
    rideId: snapshots.rideId[row]!,
    atMs: snapshots.recordedAtMs[row]!,
    refused: {
      status: RIDE_STATUSES[snapshots.status[row]! - 1] ?? null,
      waitMinutes: snapshots.waitMinutes[row]! < 0 ? null : snapshots.waitMinutes[row]!,
    },
  }));

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

const exampleOf = (rideId: number, atMs: number, refused: string, polled: string | null) => ({
  ...{ rideId, time: new Date(atMs).toISOString(), refused },
  kept: polled === null ? 'imported' : `polled ${polled}`,
});

const exampleOfState = ({ rideId, atMs, refused, polled }: StoredConflict & Partial<PolledConflict>) =>
  exampleOf(rideId, atMs, stateText(refused), polled === undefined ? null : stateText(polled));

const exampleOfShowTimes = ({ rideId, atMs, refusedStartsMs, polledStartsMs }: ShowTimesConflict) =>
  exampleOf(rideId, atMs, startsText(refusedStartsMs), polledStartsMs && startsText(polledStartsMs));

const startsText = (startsMs: readonly number[]): string =>
  startsMs.length === 0 ? 'no show times' : startsMs.map((ms) => new Date(ms).toISOString().slice(0, 16)).join(' ');

const stateText = ({ status, waitMinutes }: PolledConflict['refused']): string =>
  waitMinutes === null ? String(status) : `${status} ${waitMinutes} min`;
