import { cutText, jsonText } from '../../../common/text.js';
import type { LiveDetailType } from '../../snapshots/entities/entity-live-detail.entity.js';
import type { QueueObservation, RideStatus } from '../../snapshots/observations.js';
import type { ParseReason } from '../../snapshots/reading/reading-context.js';

export const LIVE_ENTITY_TYPES = ['DESTINATION', 'PARK', 'ATTRACTION', 'RESTAURANT', 'HOTEL', 'SHOW'] as const;
export type LiveEntityType = (typeof LIVE_ENTITY_TYPES)[number];

/** Stable codes, stored and shown. Those besides {@link ParseReason} occur only in live responses. */
export type LiveReason =
  | ParseReason
  // The entry is rejected.
  | 'DUPLICATE_ENTITY'
  | 'FOREIGN_ENTITY'
  // The entry is kept, and the field is noted.
  | 'PARK_CHANGED'
  | 'UNKNOWN_ENTITY_TYPE'
  | 'INVALID_EXTERNAL_ID'
  | 'INVALID_LAST_UPDATED'
  | 'LAST_UPDATED_IN_FUTURE'
  | 'INVALID_DETAIL'
  | 'DETAIL_TOO_LARGE';

export interface LiveEntity {
  /** Lower-case UUID. */
  themeparksWikiId: string;
  /** Null if the response has none that can be stored. */
  name: string | null;
  /** Null if the response has none, or an unknown one. */
  entityType: LiveEntityType | null;
  /** Lower-case UUID of its park; null for a park itself, or if the response has none. */
  parkId: string | null;
  externalId: string | null;
}

export interface LiveDetail {
  detailType: LiveDetailType;
  /** Canonical JSON: equal content gives equal text. */
  json: string;
}

/**
 * The observation of one entity in a response, in exactly the precision in which it is stored: instants in columns without
 * a fraction are whole seconds. Parks and destinations are entities like any other.
 */
export interface LiveObservation {
  entity: LiveEntity;
  status: RideStatus | null;
  /** Minutes of the standby queue; null where none is posted. */
  waitMinutes: number | null;
  /** When the source last changed the entity; null if it gives no instant, or one in the future. */
  lastUpdatedMs: number | null;
  /** Every queue of the entity at most once, in the order of QUEUE_TYPES. */
  queues: readonly QueueObservation[];
  /** In the order of LIVE_DETAIL_TYPES; details missing from the response are absent. */
  details: LiveDetail[];
}

export interface LiveIssue {
  reason: LiveReason;
  /** Path inside the entry, such as `queue.STANDBY.waitTime`. */
  field: string;
  /** Whether the entry was rejected; otherwise it was kept. */
  rejected: boolean;
  /** Index of the entry in `liveData`. */
  index: number;
  /** Lower-case UUID of the entity; null if the entry has no valid one. */
  themeparksWikiId: string | null;
  /** The offending value as JSON, cut to 200 characters. */
  value: string;
}

/** The parsed body of `/entity/{id}/live`. */
export interface LiveResponse {
  observedAtMs: number;
  /** Number of entries in `liveData`: observations.length + rejected. */
  read: number;
  rejected: number;
  /** Every entity once, in the order of the response. */
  observations: LiveObservation[];
  issues: LiveIssue[];
}

export interface LiveResponseOptions {
  /** When the response was received. */
  observedAtMs: number;
  /** The zone of a park by its lower-case UUID, or null: times without an offset are read in it. */
  timezoneOfPark?: (parkWikiId: string) => string | null;
}

const MAX_LENGTH = 200;

/** A value as JSON, truncated, for an issue. Never throws. */
export function describeValue(value: unknown): string {
  return cutText(jsonText(value), MAX_LENGTH);
}

/** The issues of one entry of a response. */
export class EntryIssues {
  /** Set once the id has been read. */
  themeparksWikiId: string | null = null;

  constructor(
    private readonly index: number,
    private readonly issues: LiveIssue[],
  ) {}

  /** The entry is rejected for this reason. */
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
