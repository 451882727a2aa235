import { createHash } from 'node:crypto';
import type { ListObjectsV2CommandOutput, S3Client } from '@aws-sdk/client-s3';
import { silenceSdkNodeVersionWarning } from '../../../common/config/environment.js';
import { loadS3Sdk, NOTHING_FROM_ENVIRONMENT } from '../../../common/s3-sdk.js';
import { type ArchiveTarget, classifyArchiveError, TransientArchiveError, withDeadline } from './archive-errors.js';
import { foldersOf, type ListedKey, listingScope, selectObjects, toDestinations } from './archive-key.js';
import {
  type ArchiveDestination,
  type ArchiveObject,
  ArchiveSource,
  type ArchiveSourceEvents,
  type DayRange,
  type FetchedObject,
  toTransferable,
} from './archive-source.js';
import { type ArchiveRetryPolicy, retryTransient } from './retry.js';

/** Length of the column that stores it. */
const MAX_ETAG_LENGTH = 128;

/**
 * An ETag as it is stored and compared: without the quotes of `"abc"` and without the prefix of `W/"abc"`, which some
 * gateways add. An ETag that is too long for the column is replaced by its hash.
 */
export function storedEtag(header: string): string {
  const etag = header.replace(/^(?:W\/)?"(.*)"$/, '$1');
  return etag.length <= MAX_ETAG_LENGTH ? etag : createHash('sha256').update(etag).digest('hex');
}

export interface S3ConnectionOptions {
  region: string;
  /** URL of another S3 server; default: AWS in the region. */
  endpoint?: string | undefined;
  /** Maximum number of connections; further requests wait. */
  maxSockets: number;
}

/** A client for public buckets: it sends no credentials, never retries, and uses no optional features of S3. */
export async function createAnonymousS3Client({
  region,
  endpoint,
  maxSockets,
}: S3ConnectionOptions): Promise<S3Client> {
  const { S3Client: Client } = await loadS3Sdk();
  silenceSdkNodeVersionWarning();
  const agent = { keepAlive: true, maxSockets };
  const client = new Client({
    ...NOTHING_FROM_ENVIRONMENT,
    region,
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    // Anonymous: requests are unsigned, and no credential provider is used.
    credentials: { accessKeyId: '', secretAccessKey: '' },
    signer: { sign: (request) => Promise.resolve(request) },
    // Simple servers do not support checksum headers; the length and zlib's own checksum protect the bytes.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { httpAgent: agent, httpsAgent: agent },
  });
  // Retries follow retry.ts only. The SDK's middleware is replaced, not only limited to one attempt, because it
  // also replaces Node errors that it does not recognise, and their codes are lost.
  client.middlewareStack.add((next) => (args) => next(args), {
    name: 'retryMiddleware',
    step: 'finalizeRequest',
    priority: 'high',
    override: true,
  });
  return client;
}

export interface S3ArchiveOptions extends S3ConnectionOptions {
  bucket: string;
  /** For one request, including its body. */
  requestTimeoutMs: number;
  retry: ArchiveRetryPolicy;
}

interface PageQuery {
  prefix: string;
  delimiter?: string;
  startAfter?: string | undefined;
}

/** A public bucket, read anonymously. */
export class S3ArchiveSource extends ArchiveSource {
  private client: Promise<S3Client> | null = null;
  private readonly archive: string;

  constructor(
    private readonly options: S3ArchiveOptions,
    private readonly events: ArchiveSourceEvents = {},
  ) {
    super();
    this.archive = `s3://${options.bucket}`;
  }

  describe(): string {
    const { endpoint, region } = this.options;
    if (endpoint === undefined) return `${this.archive} (${region})`;
    // Without user and password, which a URL may contain.
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
      const { GetObjectCommand } = await loadS3Sdk();
      const command = new GetObjectCommand({ Bucket: this.options.bucket, Key: object.key });
      const { Body, ContentLength, ETag } = await (await this.connect()).send(command, { abortSignal });
      const bytes = Body ? toTransferable(await Body.transformToByteArray()) : new Uint8Array(0);
      if (ContentLength !== undefined && bytes.byteLength !== ContentLength) {
        const description = `the body is truncated: ${bytes.byteLength} of ${ContentLength} bytes`;
        throw new TransientArchiveError('TRUNCATED_BODY', target, description);
      }
      return { bytes, etag: ETag === undefined ? object.etag : storedEtag(ETag) };
    });
  }

  override close(): void {
    void this.client?.then((client) => client.destroy());
  }

  private connect(): Promise<S3Client> {
    return (this.client ??= createAnonymousS3Client(this.options));
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
        // S3 lists keys in order: no later key is in the range.
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
      const { ListObjectsV2Command } = await loadS3Sdk();
      const command = new ListObjectsV2Command({
        Bucket: this.options.bucket,
        Prefix: query.prefix,
        Delimiter: query.delimiter,
        StartAfter: query.startAfter,
        ContinuationToken: token,
      });
      const page = await (await this.connect()).send(command, { abortSignal });
      if (!isWholePage(page, token)) {
        // For example the login page of a proxy, which would look like an empty archive.
        throw new TransientArchiveError('MALFORMED_RESPONSE', target, 'the response is not an S3 listing');
      }
      return page;
    });
  }

  /** Adds deadline, error classification and retries to a request. */
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
