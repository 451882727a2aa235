import type { QueueObservation, SnapshotColumns } from '../../snapshots/observations.js';
import type { ParseReason } from '../../snapshots/reading/parse-reasons.js';

export interface ParseIssueSample {
  /** Index of the event in the file's array. */
  index: number;
  /** The offending value as JSON, cut to 200 characters. */
  value: string;
}

/** All findings of one reason in one field of one file: exact count, a few samples. */
export interface ParseIssue {
  reason: ParseReason;
  /** Path inside the event, such as `data.queue.STANDBY.waitTime`. */
  field: string;
  /** Whether the event was refused for it (counted as rejected); else it was kept, or superseded ({@link fateOf}). */
  rejected: boolean;
  count: number;
  /** The first {@link MAX_ISSUE_SAMPLES} findings. */
  samples: ParseIssueSample[];
}
export const MAX_ISSUE_SAMPLES = 10;

/** What a file says of one entity: merged over all its events. */
export interface ParsedEntity {
  /** Lower-case UUID. */
  themeparksWikiId: string;
  /** Every name used in the file, with the first and last instant of its use, in order of first use. */
  names: { name: string; firstSeenMs: number; lastSeenMs: number }[];
  /** UUID of its park (lower case): the latest in the file; null where no event says. */
  parkId: string | null;
  parkSlug: string | null;
  /** A valid IANA name, or null. */
  timezone: string | null;
  /** Some event of it carries `data.showtimes`. */
  isShow: boolean;
  /** The entity is the park itself (its id equals its parkId). */
  isPark: boolean;
  firstSeenMs: number;
  lastSeenMs: number;
}

/** The accepted events of one archive file, in file order, column by column. */
export interface ParsedFile {
  /** Events found in the file. seen = snapshots.length + rejected. */
  read: number;
  rejected: number;
  entities: ParsedEntity[];
  snapshots: SnapshotColumns & {
    /** Index into `entities`. */
    entityIndex: Uint32Array;
    /** Index of the event in the file's array, for issues. */
    eventIndex: Uint32Array;
  };
  /** Extended queues; `row` is the index of their snapshot in `snapshots`, ascending. */
  queues: { row: number; queue: QueueObservation }[];
  issues: ParseIssue[];
}

export interface ParseOptions {
  /**
   * The UTC day of the file's name as YYYY-MM-DD, never for an instant or a day: an event more than a day outside it is
   * kept and noted as OUTSIDE_FILE_DAY.
   */
  fileDay: string;
  /** Instants outside [min, max) are rejected as EVENT_TIME_OUT_OF_RANGE: in an import 366 days around the file's day. */
  minInstantMs: number;
  maxInstantMs: number;
  /**
   * The only park that is asked for (lower-case UUID). Of events that name another one nothing is noted and refused ones
   * do not count; good ones are read all the same, since their ride may belong to this park by now.
   */
  onlyParkId?: string | null;
  /** Inflated bytes above this make the file corrupt (a bomb). */
  maxInflatedBytes: number;
}
