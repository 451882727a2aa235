import { setTimeout as pause } from 'node:timers/promises';
import type { ConnectionTarget } from '../../src/common/database/data-source-options.js';
import { ImportApp } from './import-app.js';
import type { KillableServer } from './killable-server.js';
import { type Checksums, importFilesOf, tableChecksums } from './table-checksum.js';

/** A kill after a number of files is stored, and a delay: in mid-file, or during a commit. */
const KILLS = [{ files: 3, thenMs: 0 }, { files: 11, thenMs: 8 }, { files: 20, thenMs: 15 }] as const; // prettier-ignore

export interface KilledServerImport {
  /** Files stored when the server was killed. */
  kills: number[];
  resumes: number;
  tables: Checksums;
  files: unknown[];
}

/** Imports a destination while its server is killed and restarted; without a server, undisturbed. */
export async function importUnderServerKills(
  connection: ConnectionTarget,
  settings: Record<string, string>,
  destinationId: string,
  server?: KillableServer,
): Promise<KilledServerImport> {
  const app = await ImportApp.start({ connection, settings });
  try {
    const { importId } = await app.start(destinationId);
    let files = 0;
    const kills: number[] = [];
    const pending: Promise<void>[] = [];
    const onProgress = (progress: { files: readonly unknown[] }) => {
      files += progress.files.length;
      const moment = KILLS.find((kill) => kill.files === files);
      if (server === undefined || moment === undefined) return;
      const killing = async () => {
        await pause(moment.thenMs);
        kills.push(files);
        await server.killAndRestart();
      };
      pending.push(killing());
    };
    let { result } = await app.run(importId, onProgress);
    await Promise.all(pending);
    // It continues by itself if the server is back within a minute.
    let resumes = 0;
    for (; result !== 'completed' && resumes < KILLS.length; resumes++) ({ result } = await app.resume(importId));
    if (result !== 'completed') throw new Error(`the import ended as ${String(result)}`);
    return {
      kills,
      resumes,
      tables: await tableChecksums(connection),
      files: await importFilesOf(connection, importId),
    };
  } finally {
    await app.close();
  }
}
