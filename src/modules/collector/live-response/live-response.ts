import { cutText } from '../../../common/text.js';
import type { QueueObservation, RideStatus } from '../../snapshots/observations.js';
import type { ParseReason } from '../../snapshots/reading/reading-context.js';

export const LIVE_ENTITY_TYPES = ['DESTINATION', 'PARK', 'ATTRACTION', 'RESTAURANT', 'HOTEL', 'SHOW'] as const;
export type LiveEntityType = (typeof LIVE_ENTITY_TYPES)[number];

/** What a live answer carries beside status and queues, kept as it comes. */
export const LIVE_DETAIL_TYPES = ['SHOWTIMES', 'OPERATING_HOURS', 'DINING_AVAILABILITY', 'FORECAST'] as const;
export type LiveDetailType = (typeof LIVE_DETAIL_TYPES)[number];

/** Reasons that only a live answer has. Stable words: they are stored and shown. */
const LIVE_REASONS = [
  // the entry is rejected
  'DUPLICATE_ENTITY',
  'FOREIGN_ENTITY',
  // the entry is kept, the field is noted
  'PARK_CHANGED',
  'UNKNOWN_ENTITY_TYPE',
  'INVALID_EXTERNAL_ID',
  'INVALID_LAST_UPDATED',
  'LAST_UPDATED_IN_FUTURE',
  'INVALID_DETAIL',
  'DETAIL_TOO_LARGE',
] as const;
export type LiveReason = ParseReason | (typeof LIVE_REASONS)[number];

export interface LiveEntity {
  /** Lower-case UUID. */
  themeparksWikiId: string;
  /** Null where the answer has none that can be stored. */
  name: string | null;
  /** Null where the answer says none, or a word that nobody knows. */
  entityType: LiveEntityType | null;
  /** Lower-case UUID of its park; null for a park itself and where the answer does not say. */
  parkId: string | null;
  externalId: string | null;
}

export interface LiveDetail {
  detailType: LiveDetailType;
  /** Canonical JSON: equal content is equal text. */
  json: string;
}

/**
 * What one answer says of one entity, in exactly the precision in which it is stored: instants that go to columns
 * without a fraction are whole seconds. Parks and destinations are entities like any other.
 */
export interface LiveObservation {
  entity: LiveEntity;
  status: RideStatus | null;
  /** Minutes of the standby queue; null where none is posted. */
  waitMinutes: number | null;
  /** When the source last changed the entity; null where it gives no instant, or one in the future. */
  lastUpdatedMs: number | null;
  /** Every queue of the entity at most once, in the order of QUEUE_TYPES. */
  queues: readonly QueueObservation[];
  /** In the order of LIVE_DETAIL_TYPES; a detail that the answer does not mention is absent. */
  details: LiveDetail[];
}

export interface LiveIssue {
  reason: LiveReason;
  /** Path inside the entry, such as `queue.STANDBY.waitTime`. */
  field: string;
  /** Whether the entry was refused for it or kept. */
  rejected: boolean;
  /** Index of the entry in `liveData`. */
  index: number;
  /** Lower-case UUID of the entity; null where the entry has no valid one. */
  themeparksWikiId: string | null;
  /** The offending value as JSON, cut to 200 characters. */
  value: string;
}

/** The body of `/entity/{id}/live`, understood. */
export interface LiveResponse {
  observedAtMs: number;
  /** Entries of `liveData`. seen = observations.length + rejected. */
  read: number;
  rejected: number;
  /** Every entity once, in the order of the answer. */
  observations: LiveObservation[];
  issues: LiveIssue[];
}

export interface LiveResponseOptions {
  /** The instant at which the answer was received. */
  observedAtMs: number;
  /** The zone of a park by its lower-case UUID, as far as it is known: times without an offset are read in it. */
  timezoneOfPark?: (parkWikiId: string) => string | null;
}

const MAX_LENGTH = 200;

/** A value as JSON, cut short: what an issue shows of it. Never throws. */
export function describeValue(value: unknown): string {
  return cutText(toJson(value), MAX_LENGTH);
}

function toJson(value: unknown): string {
  if (value === undefined) return 'missing';
  // JSON has no word for the infinity that JSON.parse makes of 1e400
  if (typeof value === 'number') return String(value);
  try {
    return JSON.stringify(value);
  } catch {
    // the nesting is deeper than the stack; JSON.parse has no such limit
    return Array.isArray(value) ? '[…' : '{…';
  }
}

/** The findings in one entry of an answer. */
export class EntryIssues {
  /** Known once the id has been read. */
  themeparksWikiId: string | null = null;

  constructor(
    private readonly index: number,
    private readonly issues: LiveIssue[],
  ) {}

  /** The entry is refused for this reason. */
  reject(reason: LiveReason, field: string, value: unknown): void {
    this.add(reason, field, true, value);
  }

  /** The entry is kept. */
  readonly note = (reason: LiveReason, field: string, value: unknown): void => this.add(reason, field, false, value);

  private add(reason: LiveReason, field: string, rejected: boolean, value: unknown): void {
    const { index, themeparksWikiId } = this;
    this.issues.push({ reason, field, rejected, index, themeparksWikiId, value: describeValue(value) });
  }
}
