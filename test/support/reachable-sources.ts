import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { temporaryFolder } from './temporary-folder.js';

export interface ReachableSources {
  /** Settings of an empty archive, and of an API that responds. */
  settings: { ARCHIVE_SOURCE: string; LIVE_API_BASE_URL: string };
  close: () => void;
}

/** Sources of data that a command can reach, for tests of anything else. */
export async function startReachableSources(): Promise<ReachableSources> {
  const archive = temporaryFolder('archive');
  const api = createServer((_request, response) => response.end('{}')).listen(0, '127.0.0.1');
  await once(api, 'listening');
  const { port } = api.address() as AddressInfo;
  return {
    settings: { ARCHIVE_SOURCE: archive.path, LIVE_API_BASE_URL: `http://127.0.0.1:${port}/v1` },
    close: () => {
      api.close();
      archive.remove();
    },
  };
}
