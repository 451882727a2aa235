import { DomainError } from '../../../common/domain-error.js';
import { cutText, jsonText } from '../../../common/text.js';
import type { QueueObservation, SnapshotColumns } from '../../snapshots/observations.js';
import type { ParseReason } from '../../snapshots/reading/reading-context.js';

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
  /** Whether the event was rejected; otherwise it was kept, or superseded ({@link fateOf}). */
  rejected: boolean;
  count: number;
  /** The first {@link MAX_ISSUE_SAMPLES} findings. */
  samples: ParseIssueSample[];
}
export const MAX_ISSUE_SAMPLES = 10;

/** The properties of one entity, merged over all its events in a file. */
export interface ParsedEntity {
  /** Lower-case UUID. */
  themeparksWikiId: string;
  /** Every name used in the file, with the first and last instant of its use, in order of first use. */
  names: { name: string; firstSeenMs: number; lastSeenMs: number }[];
  /** Lower-case UUID of its park: the latest in the file; null if no event has one. */
  parkId: string | null;
  parkSlug: string | null;
  /** A valid IANA name, or null. */
  timezone: string | null;
  /** Whether any of its events has `data.showtimes`. */
  isShow: boolean;
  /** Whether the entity is the park itself (its id equals its parkId). */
  isPark: boolean;
  /** `internalId` of its events: ids of the park's operator, in order of first use. */
  operatorIds: string[];
  firstSeenMs: number;
  lastSeenMs: number;
}

/** The accepted events of one archive file, in file order, column by column. */
export interface ParsedFile {
  /** Events in the file: snapshots.length + rejected. */
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
  /** Lists of show times, as canonical JSON; `row` as above. */
  showTimes: { row: number; json: string }[];
  issues: ParseIssue[];
}

export interface ParseOptions {
  /**
   * The UTC day of the file's name as YYYY-MM-DD. It never determines an instant or a day; an event more than a day outside
   * it is kept and noted as OUTSIDE_FILE_DAY.
   */
  fileDay: string;
  /** Instants outside [min, max) are rejected as EVENT_TIME_OUT_OF_RANGE: in an import 366 days around the file's day. */
  minInstantMs: number;
  maxInstantMs: number;
  /**
   * Lower-case UUID of the only requested park. Issues and rejections of events that name another park are not counted.
   * Their valid events are read all the same, because their ride may belong to this park now.
   */
  onlyParkId?: string | null;
  /** Inflated bytes above this make the file corrupt (a bomb). */
  maxInflatedBytes: number;
}

/** Defects of a whole file. Stable codes, stored and shown. */
export type FileDefect =
  /** No content at all, compressed or not. */
  | 'EMPTY'
  /** Neither zlib, nor gzip, nor plain JSON. */
  | 'NOT_COMPRESSED_JSON'
  /** The compressed stream ends too early. */
  | 'TRUNCATED'
  /** The compressed stream is damaged: impossible codes, or its checksum differs. */
  | 'CHECKSUM'
  /** Inflates to more than is allowed. */
  | 'TOO_LARGE'
  /** The inflated text is not JSON. */
  | 'NOT_JSON'
  /** JSON, but neither an array nor an object with an array `events`. */
  | 'WRONG_SHAPE';

const EXPLANATIONS: Readonly<Record<FileDefect, string>> = {
  EMPTY: 'is empty',
  NOT_COMPRESSED_JSON: 'is neither zlib, nor gzip, nor plain JSON',
  TRUNCATED: 'ends in the middle of its compressed stream',
  CHECKSUM: 'is damaged: its compressed stream or its checksum is invalid',
  TOO_LARGE: 'inflates to more bytes than allowed',
  NOT_JSON: 'does not contain valid JSON',
  WRONG_SHAPE: 'is neither an array of events nor an object with an array "events"',
};

/** Explains the stored defect code of a file, or of a park-day of the History API. */
export function explainDefect(defect: string): string {
  if (defect === 'HISTORY_WINDOW_EXCEEDED')
    return 'The day is before those that the account of the History API may read';
  const known: Readonly<Partial<Record<string, string>>> = EXPLANATIONS;
  return `The file ${known[defect] ?? 'could not be read'}`;
}

/** The whole file is unreadable; reading the same bytes again would not help. */
export class CorruptFileError extends DomainError {
  declare readonly details: Readonly<{ defect: FileDefect; compressedBytes: number }>;

  constructor(
    readonly defect: FileDefect,
    readonly compressedBytes: number,
    options?: ErrorOptions,
  ) {
    super(
      'CORRUPT_FILE',
      `The file of ${compressedBytes} bytes ${EXPLANATIONS[defect]}`,
      { defect, compressedBytes },
      options,
    );
  }
}

const MAX_SAMPLE_LENGTH = 200;

/** Counts the issues of one file exactly, and keeps the first samples of each kind. */
export class IssueCollector {
  private readonly issues = new Map<string, ParseIssue>();

  /** @param decodeText decodes strings of the samples to their real text */
  constructor(private readonly decodeText: (raw: string) => string) {}

  /** The event is rejected for this reason. */
  reject(reason: ParseReason, field: string, index: number, value: unknown): void {
    this.count(reason, field, true, index, value);
  }

  /** The event is kept. */
  note(reason: ParseReason, field: string, index: number, value: unknown): void {
    this.count(reason, field, false, index, value);
  }

  /** In order of first finding. */
  toArray(): ParseIssue[] {
    return [...this.issues.values()];
  }

  private count(reason: ParseReason, field: string, rejected: boolean, index: number, value: unknown): void {
    const key = `${reason} ${field}`;
    let issue = this.issues.get(key);
    if (issue === undefined) {
      issue = { reason, field, rejected, count: 0, samples: [] };
      this.issues.set(key, issue);
    }
    issue.count++;
    if (issue.samples.length < MAX_ISSUE_SAMPLES) issue.samples.push({ index, value: this.describe(value) });
  }

  private describe(value: unknown): string {
    return cutText(this.decodeText(jsonText(value)), MAX_SAMPLE_LENGTH);
  }
}
