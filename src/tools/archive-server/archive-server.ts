import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderBucket } from './folder-bucket.js';
import { listenOnLoopback } from '../loopback.js';
import { createS3Handler } from './s3-handler.js';
import type { WriterKey } from './s3-signature.js';
import { BucketWriting } from './s3-writing.js';

export interface ArchiveServerOptions {
  bucket: string;
  /** The folder to serve; default: an empty temporary one, removed on close. */
  folder?: string;
  /** Default: a free port. */
  port?: number;
  /** Maximum number of keys per page of a listing; S3's own limit is 1000. */
  pageLimit?: number;
  /** Objects for which this is false get AccessDenied. */
  isPublic?: (key: string) => boolean;
  /** Requests that are signed with this key may write; default: none. */
  writer?: WriterKey;
}

export interface ArchiveServer {
  endpoint: string;
  port: number;
  /** Uploads in parts that have neither been completed nor aborted. */
  uploads(): number;
  put(key: string, bytes: Uint8Array): Promise<void>;
  remove(key: string): Promise<void>;
  close(): Promise<void>;
}

/** A public bucket on 127.0.0.1 with S3's protocol (path style, ListObjectsV2, GetObject, HeadObject; for a writer PutObject, uploads in parts, DeleteObject). */
export async function startArchiveServer(options: ArchiveServerOptions): Promise<ArchiveServer> {
  const temporary = options.folder === undefined ? await mkdtemp(join(tmpdir(), 'archive-server-')) : null;
  const objects = new FolderBucket(options.folder ?? temporary ?? '');
  const { bucket: name, pageLimit = 1000, isPublic = () => true } = options;
  const writing = options.writer === undefined ? null : new BucketWriting(objects, options.writer);
  const server = createServer(createS3Handler({ name, objects, pageLimit, isPublic, writing }));
  const { endpoint, port, close } = await listenOnLoopback(server, options.port);
  return {
    endpoint,
    port,
    uploads: () => writing?.uploads.size ?? 0,
    put: (key, bytes) => objects.put(key, bytes),
    remove: (key) => objects.remove(key),
    close: async () => {
      await close();
      if (temporary !== null) await rm(temporary, { recursive: true, force: true });
    },
  };
}
