import { types } from 'node:util';

/** One day file of the archive. */
export interface ArchiveObject {
  /** `<uuid>/<YYYY>/<MM>/<DD>.json.gz`, exactly as it is stored. */
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
  /** Lower-case UUID, however the archive spells its folder. */
  themeparksWikiId: string;
}

export interface FetchedObject {
  /** Owns its whole ArrayBuffer, so that it can be transferred to a worker thread. */
  bytes: Uint8Array<ArrayBuffer>;
  /** Of these bytes; differs from the listed one if the object was replaced in between. */
  etag: string;
}

/** Inclusive UTC days as YYYY-MM-DD; an absent one leaves that end open. */
export interface DayRange {
  startDate?: string | undefined;
  endDate?: string | undefined;
}

/** What a source reports besides its results. */
export interface ArchiveSourceEvents {
  /** Before each wait for a further attempt. */
  onRetry?: ((retry: ArchiveRetry) => void) | undefined;
  /** Keys met in a listing that are no day files. */
  onIgnored?: ((keys: readonly string[]) => void) | undefined;
}

export interface ArchiveRetry {
  error: Error;
  /** The attempt that failed, from 1. */
  attempt: number;
  maxAttempts: number;
  delayMs: number;
}

/**
 * Where the history comes from: a bucket or a folder of the same layout.
 * Every method may throw ArchiveUnavailableError (after all attempts), ArchiveAccessError or
 * ArchiveObjectMissingError; when `signal` aborts, it stops at once and throws the signal's reason.
 */
export abstract class ArchiveSource {
  /** For logs; holds no secret. */
  abstract describe(): string;

  /** The UUID folders at the top, sorted; anything else there is ignored. */
  abstract listDestinations(signal?: AbortSignal): Promise<ArchiveDestination[]>;

  /** Sorted by day; empty for a destination that the archive does not have. The id's case does not matter. */
  abstract listObjects(destinationId: string, range: DayRange, signal?: AbortSignal): Promise<ArchiveObject[]>;

  abstract fetch(object: ArchiveObject, signal?: AbortSignal): Promise<FetchedObject>;

  /** Frees connections; the source is not used afterwards. */
  close(): void {}

  onModuleDestroy(): void {
    this.close();
  }
}

/** The same bytes alone in their ArrayBuffer: Node hands out small ones as slices of a shared pool. */
export function toTransferable(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer, byteLength } = bytes;
  return types.isArrayBuffer(buffer) && buffer.byteLength === byteLength
    ? new Uint8Array(buffer)
    : new Uint8Array(bytes);
}
