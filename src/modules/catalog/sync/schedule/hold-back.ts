import { createHash } from 'node:crypto';
import { HOUR_MS } from '../../../../common/time/durations.js';
import { keyOf, type SchedulePlan } from './plan-schedule.js';
import { groupOf, type PublishedEntry, type StoredEntry } from './schedule-entry.js';

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
