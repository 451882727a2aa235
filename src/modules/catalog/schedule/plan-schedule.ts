import { createHash } from 'node:crypto';
import { DAY_MS, HOUR_MS } from '../../../common/time/calendar.js';
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
function keyOf({ localDate, type, opensAtMs, closesAtMs, description }: ScheduleEntry): string {
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

/** A change of a date that waits for a later answer to confirm it. */
export interface PendingChange {
  localDate: string;
  /** What the date would become. */
  contentHash: string;
  firstSeenMs: number;
}

export interface HeldPlan {
  plan: SchedulePlan;
  /** In the order of their dates. */
  held: PendingChange[];
}

const FEWEST_DATES = 3;
const LARGEST_SHARE = 0.5;
/** An answer that a cache repeats a minute later confirms nothing. */
const CONFIRMED_AFTER_MS = HOUR_MS;

/**
 * Holds back an answer that supersedes entries of more than half of the coming dates of which it has any, and of at least
 * three: half a source that is away, or another park's hours, look like this. A date is changed as soon as an answer that
 * comes an hour later or more has the same for it, or an answer changes few dates. Everything else of the answer counts.
 */
export function holdBackMassChange(
  plan: SchedulePlan,
  published: readonly PublishedEntry[],
  pending: readonly PendingChange[],
  nowMs: number,
): HeldPlan {
  const known = new Set([...plan.confirmed.map(({ stored }) => stored), ...plan.superseded].map(dateOf));
  const before = new Map(pending.map((change) => [change.localDate, change]));
  const changes = changesOf(plan.superseded, published).map(({ localDate, contentHash }): PendingChange => {
    const first = before.get(localDate);
    const isSame = first?.contentHash === contentHash;
    return { localDate, contentHash, firstSeenMs: isSame ? first.firstSeenMs : nowMs };
  });
  const unconfirmed = changes.filter(({ firstSeenMs }) => nowMs - firstSeenMs < CONFIRMED_AFTER_MS);
  const isMass = unconfirmed.length >= FEWEST_DATES && unconfirmed.length > known.size * LARGEST_SHARE;
  if (!isMass) return { plan, held: [] };
  const heldDates = new Set(unconfirmed.map(dateOf));
  const heldGroups = new Set(plan.superseded.filter(({ localDate }) => heldDates.has(localDate)).map(groupOf));
  const isFree = (entry: StoredEntry | PublishedEntry) => !heldGroups.has(groupOf(entry));
  return {
    plan: { ...plan, added: plan.added.filter(isFree), superseded: plan.superseded.filter(isFree) },
    held: unconfirmed,
  };
}

/** Of every date of which something would be superseded: a hash of what is published of the same types. */
function changesOf(superseded: readonly StoredEntry[], published: readonly PublishedEntry[]) {
  const groups = new Set(superseded.map(groupOf));
  const contents = new Map<string, string[]>();
  for (const entry of published) {
    if (!groups.has(groupOf(entry))) continue;
    const content = contents.get(entry.localDate) ?? [];
    content.push(keyOf(entry));
    contents.set(entry.localDate, content);
  }
  return [...contents]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([localDate, keys]) => {
      const text = [...new Set(keys)].sort().join('\n');
      return { localDate, contentHash: createHash('sha256').update(text).digest('hex') };
    });
}

const dateOf = ({ localDate }: { localDate: string }): string => localDate;
