import { BackupStore, DamagedFileError } from './backup-store.js';
import { type BackupManifest, type BackupPart, partsOf, sizeOf } from './manifest.js';

export interface VerifiedBackup {
  id: string;
  takenAt: string;
  rows: number;
  bytes: number;
  files: number;
  /** What is wrong; empty: the backup is whole. */
  damages: string[];
}

/** Reads every file of a backup, and compares bytes, checksum and rows with what was written. */
export async function verifyBackup(
  store: BackupStore,
  backup: BackupManifest,
  signal: AbortSignal,
): Promise<VerifiedBackup> {
  const parts = partsOf(backup).filter(({ file }) => file !== null);
  const damages: string[] = [];
  for (const part of parts) {
    signal.throwIfAborted();
    const damage = await damageOf(store, part, signal);
    if (damage !== null) damages.push(damage);
  }
  const { id, takenAt } = backup;
  return { id, takenAt, ...sizeOf(parts), files: parts.length, damages };
}

async function damageOf(store: BackupStore, part: BackupPart, signal: AbortSignal): Promise<string | null> {
  try {
    for await (const lines of store.lines(part)) {
      void lines;
      signal.throwIfAborted();
    }
    return null;
  } catch (error) {
    if (error instanceof DamagedFileError) return error.message;
    throw error;
  }
}
