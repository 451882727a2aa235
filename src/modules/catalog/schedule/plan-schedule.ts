import { createHash } from 'node:crypto';
import { DAY_MS, HOUR_MS } from '../../../common/time/calendar.js';
import type { PublishedSchedule } from './read-schedule.js';
import { groupOf, type PublishedEntry, type ScheduleEntry, type StoredEntry } from './schedule-entry.js';

export interface SchedulePlan {
  /** Entries published with the same hours as before. */
  confirmed: { stored: StoredEntry; published: PublishedEntry }[];
  added: PublishedEntry[];
  /** Entries replaced by others of the same date and type. */
  superseded: StoredEntry[];
}

/**
 * Compares published with stored entries, from the park's today on. The hours identify an entry: a new description or new
 * purchases do not replace it, except for an INFO, which its text identifies. An entry that is missing from the response is
 * superseded only if the response has other entries of its date and type; otherwise the response has a hole there.
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
  const reported = new Set(published.entries.map(groupOf));
  const renewed = new Set(plan.added.map(groupOf));
  plan.superseded = missing.filter((entry) => {
    const group = groupOf(entry);
    // A missing entry may be the refused one of its group, unless the response has new hours for the group.
    return reported.has(group) && (renewed.has(group) || !published.refusedGroups.has(group));
  });
  return plan;
}

/** Whether an entry equals a stored one. */
export function isStored(entry: ScheduleEntry, stored: readonly StoredEntry[]): boolean {
  return stored.some((other) => keyOf(other) === keyOf(entry));
}

/** Entries with equal keys are the same entry. */
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

/** Events at the same hours are separate entries if their descriptions differ. */
function withoutDuplicates(entries: readonly PublishedEntry[]): PublishedEntry[] {
  return [...new Map(entries.map((entry) => [keyOf(entry) + (entry.description ?? ''), entry])).values()];
}

/** Pairs entries of equal keys: first those with the same description, then the others in order. */
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

/** A change of a date that a later response must confirm. */
export interface PendingChange {
  localDate: string;
  /** Hash of the new content of the date. */
  contentHash: string;
  firstSeenMs: number;
}

export interface HeldPlan {
  plan: SchedulePlan;
  /** Sorted by date. */
  held: PendingChange[];
}

const MIN_DATES = 3;
const MAX_SHARE = 0.5;
/** A response that a cache repeats a minute later is not a confirmation. */
const CONFIRMED_AFTER_MS = HOUR_MS;

/**
 * Holds back a response that supersedes entries of at least three coming dates, and of more than half of those that it
 * shares with the stored schedule: a partial outage, or the hours of another park, look like this. A held date changes as
 * soon as a response at least an hour later has the same content for it, or a response changes few dates. The other
 * entries of the response are stored.
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
  const isMass = unconfirmed.length >= MIN_DATES && unconfirmed.length > known.size * MAX_SHARE;
  if (!isMass) return { plan, held: [] };
  const heldDates = new Set(unconfirmed.map(dateOf));
  const heldGroups = new Set(plan.superseded.filter(({ localDate }) => heldDates.has(localDate)).map(groupOf));
  const isFree = (entry: StoredEntry | PublishedEntry) => !heldGroups.has(groupOf(entry));
  return {
    plan: { ...plan, added: plan.added.filter(isFree), superseded: plan.superseded.filter(isFree) },
    held: unconfirmed,
  };
}

/** For every date with superseded entries: a hash of the published entries of the same types. */
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
