import { DAY_MS } from '../../../../common/time/durations.js';
import type { PublishedSchedule } from './read-schedule.js';
import { groupOf, type PublishedEntry, type ScheduleEntry, type StoredEntry } from './schedule-entry.js';

export interface SchedulePlan {
  /** Published with the same hours as before. */
  confirmed: { stored: StoredEntry; published: PublishedEntry }[];
  added: PublishedEntry[];
  /** Others of the same date and type have taken their place. */
  superseded: StoredEntry[];
}

/**
 * What is published against what is stored of the park's today and later. Hours are what makes an entry: another
 * description or other purchases change nothing, except that an INFO is its text. An entry that is missing from the
 * answer is superseded only where the answer has others of its date and type; otherwise the answer has a hole there.
 */
export function planSchedule(stored: readonly StoredEntry[], published: PublishedSchedule): SchedulePlan {
  const before = byKey(stored);
  const now = byKey(withoutDuplicates(published.entries));
  const plan: SchedulePlan = { confirmed: [], added: [], superseded: [] };
  const missing: StoredEntry[] = [];
  for (const key of new Set([...before.keys(), ...now.keys()])) {
    const { pairs, unpaired, rest } = pairUp(before.get(key) ?? [], now.get(key) ?? []);
    plan.confirmed.push(...pairs);
    plan.added.push(...rest);
    missing.push(...unpaired);
  }
  const answered = new Set(published.entries.map(groupOf));
  const renewed = new Set(plan.added.map(groupOf));
  plan.superseded = missing.filter((entry) => {
    const group = groupOf(entry);
    // Where an entry was refused, what is missing may be that one; not where the answer gives new hours.
    return answered.has(group) && (renewed.has(group) || !published.refusedGroups.has(group));
  });
  return plan;
}

/** Whether an entry repeats one that is stored. */
export function isStored(entry: ScheduleEntry, stored: readonly StoredEntry[]): boolean {
  return stored.some((other) => keyOf(other) === keyOf(entry));
}

/** Two entries with equal keys are the same one. */
export function keyOf({ localDate, type, opensAtMs, closesAtMs, description }: ScheduleEntry): string {
  const isNextDay = opensAtMs !== null && closesAtMs !== null && closesAtMs < opensAtMs;
  const closing = isNextDay ? closesAtMs + DAY_MS : closesAtMs;
  return JSON.stringify([localDate, type, opensAtMs, closing, type === 'INFO' ? description : null]);
}

function byKey<Entry extends ScheduleEntry>(entries: readonly Entry[]): Map<string, Entry[]> {
  const found = new Map<string, Entry[]>();
  for (const entry of entries) {
    const key = keyOf(entry);
    const others = found.get(key);
    if (others === undefined) found.set(key, [entry]);
    else others.push(entry);
  }
  return found;
}

/** Two events at the same hours are two entries if their descriptions differ. */
function withoutDuplicates(entries: readonly PublishedEntry[]): PublishedEntry[] {
  return [...new Map(entries.map((entry) => [keyOf(entry) + (entry.description ?? ''), entry])).values()];
}

/** Of equal keys: first those of the same description, then one by one. */
function pairUp(stored: readonly StoredEntry[], published: readonly PublishedEntry[]) {
  const pairs: SchedulePlan['confirmed'] = [];
  const rest: PublishedEntry[] = [];
  const unpaired = [...stored];
  const take = (entry: PublishedEntry, index: number) => {
    const [taken] = index < 0 ? [] : unpaired.splice(index, 1);
    if (taken !== undefined) pairs.push({ stored: taken, published: entry });
    return taken !== undefined;
  };
  const others = published.filter(
    (entry) =>
      !take(
        entry,
        unpaired.findIndex(({ description }) => description === entry.description),
      ),
  );
  for (const entry of others) if (!take(entry, unpaired.length - 1)) rest.push(entry);
  return { pairs, unpaired, rest };
}
