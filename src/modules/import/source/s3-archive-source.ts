import { GetObjectCommand, ListObjectsV2Command, type ListObjectsV2CommandOutput } from '@aws-sdk/client-s3';
import { TransientArchiveError, type ArchiveTarget } from './archive-errors.js';
import { foldersOf, listingScope, selectObjects, toDestinations, type ListedKey } from './archive-key.js';
import {
  ArchiveSource,
  type ArchiveDestination,
  type ArchiveObject,
  type ArchiveSourceEvents,
  type DayRange,
  type FetchedObject,
} from './archive-source.js';
import { classifyArchiveError } from './classify-error.js';
import { withDeadline } from './deadline.js';
import { toTransferable } from './own-bytes.js';
import { retryTransient, type RetryPolicy } from './retry.js';
import { storedEtag } from './stored-etag.js';
import { createAnonymousS3Client, type S3ConnectionOptions } from './s3-client.js';

export interface S3ArchiveOptions extends S3ConnectionOptions {
  bucket: string;
  /** For one request, its body included. */
  requestTimeoutMs: number;
  retry: RetryPolicy;
}

interface PageQuery {
  prefix: string;
  delimiter?: string;
  startAfter?: string | undefined;
}

/** A public bucket, read anonymously. */
export class S3ArchiveSource extends ArchiveSource {
  private readonly client;
  private readonly archive: string;

  constructor(
    private readonly options: S3ArchiveOptions,
    private readonly events: ArchiveSourceEvents = {},
  ) {
    super();
    this.client = createAnonymousS3Client(options);
    this.archive = `s3://${options.bucket}`;
  }

  describe(): string {
    const { endpoint, region } = this.options;
    if (endpoint === undefined) return `${this.archive} (${region})`;
    // Without the user and password that a URL may carry.
    const { origin, pathname } = new URL(endpoint);
    return `${this.archive} at ${origin}${pathname === '/' ? '' : pathname}`;
  }

  async listDestinations(signal?: AbortSignal): Promise<ArchiveDestination[]> {
    return toDestinations(await this.listFolders(signal));
  }

  async listObjects(destinationId: string, range: DayRange, signal?: AbortSignal): Promise<ArchiveObject[]> {
    const listed: ListedKey[] = [];
    for (const folder of foldersOf(destinationId, await this.listFolders(signal))) {
      listed.push(...(await this.listFolder(folder, range, signal)));
    }
    const { objects, ignored } = selectObjects(listed, range);
    if (ignored.length > 0) this.events.onIgnored?.(ignored);
    return objects;
  }

  fetch(object: ArchiveObject, signal?: AbortSignal): Promise<FetchedObject> {
    const target = this.target(object.key);
    return this.request(target, signal, async (abortSignal) => {
      const command = new GetObjectCommand({ Bucket: this.options.bucket, Key: object.key });
      const { Body, ContentLength, ETag } = await this.client.send(command, { abortSignal });
      const bytes = Body ? toTransferable(await Body.transformToByteArray()) : new Uint8Array(0);
      if (ContentLength !== undefined && bytes.byteLength !== ContentLength) {
        const description = `the body is cut short: ${bytes.byteLength} of ${ContentLength} bytes`;
        throw new TransientArchiveError('TRUNCATED_BODY', target, description);
      }
      return { bytes, etag: ETag === undefined ? object.etag : storedEtag(ETag) };
    });
  }

  override close(): void {
    this.client.destroy();
  }

  private async listFolders(signal?: AbortSignal): Promise<string[]> {
    const folders: string[] = [];
    for await (const page of this.pages({ prefix: '', delimiter: '/' }, signal)) {
      for (const { Prefix } of page.CommonPrefixes ?? []) if (Prefix) folders.push(Prefix.slice(0, -1));
    }
    return folders;
  }

  private async listFolder(folder: string, range: DayRange, signal?: AbortSignal): Promise<ListedKey[]> {
    const { prefix, startAfter, endBefore } = listingScope(folder, range);
    const listed: ListedKey[] = [];
    for await (const page of this.pages({ prefix, startAfter }, signal)) {
      for (const { Key, Size, ETag } of page.Contents ?? []) {
        if (Key === undefined) continue;
        // S3 lists in the order of keys: nothing after this lies in the range.
        if (endBefore !== undefined && Key >= endBefore) return listed;
        listed.push({ key: Key, sizeBytes: Size ?? 0, etag: storedEtag(ETag ?? '') });
      }
    }
    return listed;
  }

  private async *pages(query: PageQuery, signal?: AbortSignal): AsyncGenerator<ListObjectsV2CommandOutput> {
    let token: string | undefined;
    do {
      const page = await this.page(query, token, signal);
      yield page;
      token = page.IsTruncated ? page.NextContinuationToken : undefined;
    } while (token !== undefined);
  }

  private page(query: PageQuery, token: string | undefined, signal?: AbortSignal): Promise<ListObjectsV2CommandOutput> {
    const target = this.target(query.prefix);
    return this.request(target, signal, async (abortSignal) => {
      const command = new ListObjectsV2Command({
        Bucket: this.options.bucket,
        Prefix: query.prefix,
        Delimiter: query.delimiter,
        StartAfter: query.startAfter,
        ContinuationToken: token,
      });
      const page = await this.client.send(command, { abortSignal });
      if (!isWholePage(page, token)) {
        // A login page of some proxy, say: taken as it is, it would look like an empty archive.
        throw new TransientArchiveError('MALFORMED_RESPONSE', target, 'the answer is not a listing of S3');
      }
      return page;
    });
  }

  /** Every request goes through here: deadline, classification, retries. */
  private request<T>(
    target: ArchiveTarget,
    signal: AbortSignal | undefined,
    run: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const attemptOnce = async () => {
      try {
        return await withDeadline(this.options.requestTimeoutMs, signal, run);
      } catch (error) {
        signal?.throwIfAborted();
        throw classifyArchiveError(error, target);
      }
    };
    return retryTransient(attemptOnce, this.options.retry, { signal, onRetry: this.events.onRetry });
  }

  private target(key: string): ArchiveTarget {
    return { archive: this.archive, key };
  }
}

function isWholePage(page: ListObjectsV2CommandOutput, token: string | undefined): boolean {
  if (page.IsTruncated === undefined) return false;
  return !page.IsTruncated || (!!page.NextContinuationToken && page.NextContinuationToken !== token);
}
