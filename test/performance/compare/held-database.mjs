import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Of /proc, on every Linux that there is. */
const TICKS_PER_SECOND = 100;

/** Seconds of processor time that a process has used. */
export function processorSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** The private database server of a tree, by its own code, in a new folder that is deleted in the end. */
export async function holdDatabase(tree, bufferPoolMb) {
  const folder = mkdtempSync(join(tmpdir(), 'compare-bench-'));
  const module = join(tree, 'dist/common/database/embedded/embedded-database.js');
  const { holdEmbeddedDatabase } = await import(pathToFileURL(module).href);
  const database = await holdEmbeddedDatabase({ dataDir: folder, bufferPoolMb });
  const pid = Number.parseInt(readFileSync(join(folder, 'mariadb', 'mariadbd.pid'), 'utf8'), 10);
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
