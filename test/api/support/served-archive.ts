import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeArchive } from '../../../src/tools/archive-generator/generate-archive.js';
import type { GeneratorOptions } from '../../../src/tools/archive-generator/generator-options.js';
import type { ArchiveManifest } from '../../../src/tools/archive-generator/manifest.js';
import { startArchiveServer } from '../../../src/tools/archive-server/archive-server.js';
import { type FaultProxy, noFaults, startFaultProxy } from '../../../src/tools/archive-server/fault-proxy.js';

const BUCKET = 'archive';

/** A generated archive on a real S3 server, behind a proxy with which tests can slow it down. */
export interface ServedArchive {
  manifest: ArchiveManifest;
  proxy: FaultProxy;
  /** Settings with which the program reads it. */
  settings: Record<string, string>;
  close(): Promise<void>;
}

export async function serveArchive(options: Partial<GeneratorOptions>): Promise<ServedArchive> {
  const folder = await mkdtemp(join(tmpdir(), 'served-archive-'));
  const manifest = await writeArchive(options, folder);
  const server = await startArchiveServer({ bucket: BUCKET, folder });
  const proxy = await startFaultProxy({ target: server.endpoint, plan: noFaults });
  return {
    manifest,
    proxy,
    settings: {
      ARCHIVE_SOURCE: `s3://${BUCKET}`,
      ARCHIVE_S3_ENDPOINT: proxy.endpoint,
      ARCHIVE_REQUEST_TIMEOUT_MS: '300',
      ARCHIVE_MAX_ATTEMPTS: '20',
    },
    close: async () => {
      await proxy.close();
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
