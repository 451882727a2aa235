import type { PublishedSchedule } from './read-schedule.js';
import type { ScheduleEntry, StoredEntry } from './schedule-entry.js';

export interface SchedulePlan {
  /** Published as before. */
  confirmed: StoredEntry[];
  added: ScheduleEntry[];
  /** No longer published. */
  withdrawn: StoredEntry[];
}

/** From the first to the last date that an answer speaks of; null where it speaks of none. */
export function datesOf({ entries }: PublishedSchedule): { first: string; last: string } | null {
  const dates = entries.map(({ localDate }) => localDate).sort();
  const [first, last] = [dates.at(0), dates.at(-1)];
  return first === undefined || last === undefined ? null : { first, last };
}

/**
 * What is published against what holds of the same dates. Entries are never changed: one that differs in anything is
 * withdrawn, and the new one is added. A date with an entry that could not be read withdraws nothing.
 */
export function planSchedule(stored: readonly StoredEntry[], published: PublishedSchedule): SchedulePlan {
  const now = new Map(published.entries.map((entry) => [contentOf(entry), entry]));
  const before = new Set(stored.map(contentOf));
  const { unclearDates } = published;
  const isClear = (localDate: string) => unclearDates !== null && !unclearDates.has(localDate);
  return {
    confirmed: stored.filter((entry) => now.has(contentOf(entry))),
    added: [...now].filter(([content]) => !before.has(content)).map(([, entry]) => entry),
    withdrawn: stored.filter((entry) => !now.has(contentOf(entry)) && isClear(entry.localDate)),
  };
}

function contentOf({ localDate, type, opensAtMs, closesAtMs, description, purchases }: ScheduleEntry): string {
  return JSON.stringify([localDate, type, opensAtMs, closesAtMs, description, purchases]);
}
