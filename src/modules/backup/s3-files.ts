import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { isNativeError } from 'node:util/types';
import type { S3Client } from '@aws-sdk/client-s3';
import type { S3Place } from '../../common/config/compound-settings.js';
import type { AppConfig } from '../../common/config/app-config.js';
import { DisplayableError } from '../../common/domain-error.js';
import { loadS3Sdk } from '../../common/s3-sdk.js';
import type { BackupFiles, StoredFile } from './backup-files.js';
import { connectS3, PART_BYTES } from './s3-connection.js';

/** Broken connections in a row, without a byte in between, after which a file counts as unreadable. */
const MAX_BROKEN_READS = 5;

/** A request to the bucket failed. */
export class BucketError extends DisplayableError {
  constructor(location: string, reason: string, options?: ErrorOptions) {
    super(`${location} cannot be used: ${reason}`, options);
    this.name = 'BucketError';
  }
}

/** Files of backups in a bucket. An object appears when its upload is complete. */
export class S3Files implements BackupFiles {
  private client: Promise<S3Client> | null = null;

  constructor(
    readonly location: string,
    private readonly place: S3Place,
    private readonly config: AppConfig,
  ) {}

  async prepare(): Promise<void> {
    const probe = `.probe-${process.pid}`;
    await this.writeText(probe, '');
    await this.remove(probe);
  }

  async list(folder: string): Promise<StoredFile[]> {
    const { bucket: Bucket, prefix } = this.place;
    const files: StoredFile[] = [];
    let token: string | undefined;
    do {
      const page = await this.request(async (client, { ListObjectsV2Command }) =>
        client.send(new ListObjectsV2Command({ Bucket, Prefix: `${prefix}${folder}/`, ContinuationToken: token })),
      );
      for (const { Key = '', Size = 0, LastModified } of page.Contents ?? [])
        files.push({ file: Key.slice(prefix.length), bytes: Size, modifiedMs: LastModified?.getTime() ?? 0 });
      token = page.IsTruncated === true ? page.NextContinuationToken : undefined;
    } while (token !== undefined);
    return files;
  }

  async readText(file: string): Promise<string | null> {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of this.read(file)) chunks.push(chunk);
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
    return Buffer.concat(chunks).toString();
  }

  /** Reconnects if the connection breaks, and continues after the last byte that has arrived. */
  async *read(file: string): AsyncGenerator<Buffer> {
    let [offset, failures] = [0, 0];
    for (;;) {
      try {
        const Range = offset === 0 ? {} : { Range: `bytes=${offset}-` };
        const { Body } = await this.request(async (client, { GetObjectCommand }) =>
          client.send(new GetObjectCommand({ ...this.objectOf(file), ...Range })),
        );
        for await (const chunk of Body as Readable) {
          yield chunk as Buffer;
          offset += (chunk as Buffer).length;
          failures = 0;
        }
        return;
      } catch (error) {
        if (error instanceof BucketError || isMissing(error) || ++failures > MAX_BROKEN_READS) throw error;
      }
    }
  }

  /** In parts, because neither the length is known in advance, nor need the whole fit into memory. */
  async write(file: string, bytes: Readable): Promise<void> {
    const object = this.objectOf(file);
    const parts = partsOf(bytes);
    const first = await parts.next();
    const second = first.done === true ? first : await parts.next();
    if (second.done === true) {
      await this.put(file, first.done === true ? Buffer.alloc(0) : first.value);
      return;
    }
    const { UploadId } = await this.request((client, { CreateMultipartUploadCommand }) =>
      client.send(new CreateMultipartUploadCommand(object)),
    );
    const upload = { ...object, UploadId };
    const Parts: { ETag: string | undefined; PartNumber: number }[] = [];
    const send = async (Body: Buffer): Promise<void> => {
      const PartNumber = Parts.length + 1;
      const { ETag } = await this.request((client, { UploadPartCommand }) =>
        client.send(new UploadPartCommand({ ...upload, PartNumber, Body, ContentMD5: md5Of(Body) })),
      );
      Parts.push({ ETag, PartNumber });
    };
    try {
      await send(first.value as Buffer);
      await send(second.value);
      for await (const part of parts) await send(part);
      await this.request((client, { CompleteMultipartUploadCommand }) =>
        client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } })),
      );
    } catch (error) {
      // what was uploaded would be kept, and charged
      await this.request((client, { AbortMultipartUploadCommand }) =>
        client.send(new AbortMultipartUploadCommand(upload)),
      ).catch(() => undefined);
      throw error;
    }
  }

  writeText(file: string, text: string): Promise<void> {
    return this.put(file, Buffer.from(text));
  }

  async remove(file: string): Promise<void> {
    await this.request((client, { DeleteObjectCommand }) => client.send(new DeleteObjectCommand(this.objectOf(file))));
  }

  private async put(file: string, Body: Buffer): Promise<void> {
    await this.request((client, { PutObjectCommand }) =>
      client.send(new PutObjectCommand({ ...this.objectOf(file), Body, ContentMD5: md5Of(Body) })),
    );
  }

  private objectOf(file: string) {
    return { Bucket: this.place.bucket, Key: this.place.prefix + file };
  }

  /** @throws BucketError, or an error with the code ENOENT for an object that does not exist */
  private async request<T>(
    send: (client: S3Client, sdk: Awaited<ReturnType<typeof loadS3Sdk>>) => Promise<T>,
  ): Promise<T> {
    const client = await (this.client ??= connectS3(this.config));
    try {
      return await send(client, await loadS3Sdk());
    } catch (error) {
      if (isNativeError(error) && error.name === 'NoSuchKey')
        throw Object.assign(new Error('it is missing'), { code: 'ENOENT', cause: error });
      throw new BucketError(this.location, reasonOf(error), { cause: error });
    }
  }
}

/** `AccessDenied: Access Denied`, `ECONNREFUSED` */
function reasonOf(error: unknown): string {
  if (!isNativeError(error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  if (typeof code === 'string') return code;
  if (error.name === 'CredentialsProviderError')
    return 'no access key was found. Set BACKUP_S3_ACCESS_KEY_ID and BACKUP_S3_SECRET_ACCESS_KEY';
  return error.message === '' ? error.name : `${error.name}: ${error.message}`;
}

const isMissing = (error: unknown): boolean => isNativeError(error) && 'code' in error && error.code === 'ENOENT';

const md5Of = (bytes: Buffer): string => createHash('md5').update(bytes).digest('base64');

/** The same bytes in pieces of PART_BYTES; the last one may be shorter. */
async function* partsOf(bytes: Readable): AsyncGenerator<Buffer> {
  let [chunks, length]: [Buffer[], number] = [[], 0];
  for await (const chunk of bytes as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length < PART_BYTES) continue;
    const joined = Buffer.concat(chunks);
    let at = 0;
    for (; joined.length - at >= PART_BYTES; at += PART_BYTES) yield joined.subarray(at, at + PART_BYTES);
    [chunks, length] = [[joined.subarray(at)], joined.length - at];
  }
  if (length > 0) yield Buffer.concat(chunks);
}
