import { types } from 'node:util';

/** One day file of the archive. */
export interface ArchiveObject {
  /** `<uuid>/<YYYY>/<MM>/<DD>.json.gz`, exactly as stored. */
  key: string;
  /** UTC day of the key as YYYY-MM-DD. */
  day: string;
  sizeBytes: number;
  /**
   * Changes when the object's content does; opaque, comparable only within one source.
   * S3: the ETag without quotes. Folder: `<size>-<mtime in ns>`, which costs no read of the file.
   */
  etag: string;
}

export interface ArchiveDestination {
  /** Lower-case UUID, whatever the spelling of the folder. */
  themeparksWikiId: string;
}

export interface FetchedObject {
  /** Owns its whole ArrayBuffer, so that it can be transferred to another thread. */
  bytes: Uint8Array<ArrayBuffer>;
  /** The version of these bytes; differs from the listed one if the object was replaced in between. */
  etag: string;
}

/** Inclusive UTC days as YYYY-MM-DD; an absent end is open. */
export interface DayRange {
  startDate?: string | undefined;
  endDate?: string | undefined;
}

/** Events that a source reports in addition to its results. */
export interface ArchiveSourceEvents {
  /** Called before each wait for another attempt. */
  onRetry?: ((retry: ArchiveRetry) => void) | undefined;
  /** Called with the keys of a listing that are not day files. */
  onIgnored?: ((keys: readonly string[]) => void) | undefined;
}

export interface ArchiveRetry {
  error: Error;
  /** Number of the failed attempt, from 1. */
  attempt: number;
  maxAttempts: number;
  delayMs: number;
}

/**
 * The source of the history: a bucket, or a folder with the same layout. Every method may throw ArchiveUnavailableError
 * (after all attempts), ArchiveAccessError or ArchiveObjectMissingError. When `signal` aborts, it stops at once and throws
 * the signal's reason.
 */
export abstract class ArchiveSource {
  /** Description for logs, without secrets. */
  abstract describe(): string;

  /** The UUID folders at the top level, sorted; other entries are ignored. */
  abstract listDestinations(signal?: AbortSignal): Promise<ArchiveDestination[]>;

  /** Sorted by day; empty for an unknown destination. The id's case does not matter. */
  abstract listObjects(destinationId: string, range: DayRange, signal?: AbortSignal): Promise<ArchiveObject[]>;

  abstract fetch(object: ArchiveObject, signal?: AbortSignal): Promise<FetchedObject>;

  /** Frees connections; the source is not used afterwards. */
  close(): void {}

  onModuleDestroy(): void {
    this.close();
  }
}

/** The bytes in an ArrayBuffer of their own: Node's small Buffers are slices of a shared pool. */
export function toTransferable(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer, byteLength } = bytes;
  return types.isArrayBuffer(buffer) && buffer.byteLength === byteLength
    ? new Uint8Array(buffer)
    : new Uint8Array(bytes);
}
