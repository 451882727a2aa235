import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { processorSeconds, serverPidIn } from '../tools/processor-time.mjs';

/** The private database server of a tree, by its own code, in a new folder that is deleted in the end. */
export async function holdDatabase(tree, bufferPoolMb) {
  const folder = mkdtempSync(join(tmpdir(), 'compare-bench-'));
  const module = join(tree, 'dist/common/database/embedded/embedded-database.js');
  const { holdEmbeddedDatabase } = await import(pathToFileURL(module).href);
  const database = await holdEmbeddedDatabase({ dataDir: folder, bufferPoolMb });
  const pid = serverPidIn(folder);
  return {
    folder,
    database,
    settings: { PATH: process.env.PATH, DATA_DIR: folder, EMBEDDED_DB_BUFFER_POOL_MB: String(bufferPoolMb) },
    processorSeconds: () => processorSeconds(pid),
    async release() {
      await database.release();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
