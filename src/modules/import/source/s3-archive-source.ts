import { createHash } from 'node:crypto';
import {
  GetObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { silenceSdkNodeVersionWarning } from '../../../common/config/environment.js';
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
import { type RetryPolicy, retryTransient } from './retry.js';

/** Room for it in the records of imports. */
const MAX_ETAG_LENGTH = 128;

/**
 * A version as it is kept and compared: without the quotes of `"abc"` and, as some gateways weaken it, `W/"abc"`. A
 * longer one than can be kept, which HTTP allows, is told apart by its hash.
 */
export function storedEtag(header: string): string {
  const etag = header.replace(/^(?:W\/)?"(.*)"$/, '$1');
  return etag.length <= MAX_ETAG_LENGTH ? etag : createHash('sha256').update(etag).digest('hex');
}

export interface S3ConnectionOptions {
  region: string;
  /** Of another S3 server; without it, AWS's own of the region. */
  endpoint?: string | undefined;
  /** At most so many connections; further requests wait. */
  maxSockets: number;
}

/**
 * What the SDK otherwise takes from `AWS_*` variables and from the profile files of the machine. Such a machine may be set
 * up for another service: an endpoint there would silently lead to another bucket, and an endpoint for FIPS cannot be
 * combined with one of ours. The settings of this program are the only ones.
 */
const NOTHING_FROM_ENVIRONMENT = {
  ignoreConfiguredEndpointUrls: true,
  useFipsEndpoint: false,
  useDualstackEndpoint: false,
  defaultsMode: 'legacy',
  retryMode: 'standard',
  maxAttempts: 1,
  useArnRegion: false,
  disableS3ExpressSessionAuth: true,
  authSchemePreference: [],
  sigv4aSigningRegionSet: [],
  userAgentAppId: '',
} satisfies S3ClientConfig;

/** A client for public buckets: sends no credentials, retries nothing itself, and needs no S3 extras of the server. */
export function createAnonymousS3Client({ region, endpoint, maxSockets }: S3ConnectionOptions): S3Client {
  silenceSdkNodeVersionWarning();
  const agent = { keepAlive: true, maxSockets };
  const client = new S3Client({
    ...NOTHING_FROM_ENVIRONMENT,
    region,
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    // Anonymous: requests pass unsigned, and no chain of credential providers is asked.
    credentials: { accessKeyId: '', secretAccessKey: '' },
    signer: { sign: (request) => Promise.resolve(request) },
    // Plain servers know no checksum headers; length and zlib's own checksum guard the bytes.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { httpAgent: agent, httpsAgent: agent },
  });
  // One policy of retries: ours (see retry.ts). The SDK's is replaced, not only limited to one attempt, because
  // it also replaces errors of Node that it does not recognise, and their codes are lost.
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
