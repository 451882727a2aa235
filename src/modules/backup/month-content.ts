import { BackupStore, DamagedFileError } from './backup-store.js';
import type { BackupManifest, BackupPart, BackupTable } from './manifest.js';
import { RestoreRefusedError } from './restore-errors.js';

export interface QueueOfRide {
  rideId: number;
  queueType: string;
}

/** The rides and queues with observations in a month. */
export interface MonthContent {
  rideIds: ReadonlySet<number>;
  queues: readonly QueueOfRide[];
}

/** Refuses a backup with a damaged file. */
export async function readingBackup<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof DamagedFileError) throw new RestoreRefusedError(error.message);
    throw error;
  }
}

/** Reads all files of a month, and so checks them. @throws DamagedFileError */
export async function contentOfMonth(
  store: BackupStore,
  parts: readonly { table: BackupTable; part: BackupPart }[],
  signal: AbortSignal,
): Promise<MonthContent> {
  const rideIds = new Set<number>();
  const queues = new Map<string, QueueOfRide>();
  for (const { table, part } of parts) {
    const [ride, queue] = [columnAt(table, 'ride_id'), columnAt(table, 'queue_type')];
    for await (const lines of store.lines(part)) {
      signal.throwIfAborted();
      for (const line of lines) {
        const fields = line.split('\t');
        const rideId = Number(fields[ride]);
        rideIds.add(rideId);
        const queueType = fields[queue];
        if (queueType !== undefined) queues.set(`${rideId} ${queueType}`, { rideId, queueType });
      }
    }
  }
  return { rideIds, queues: [...queues.values()] };
}

/** The UUIDs of rides as the backup has them; `\N` for none. @throws DamagedFileError */
export async function uuidsOfRides(
  store: BackupStore,
  { tables }: BackupManifest,
  rideIds: ReadonlySet<number>,
): Promise<Map<number, string>> {
  const rides = tables.find(({ name }) => name === 'rides');
  if (rides === undefined) throw new RestoreRefusedError('the backup has no rides');
  const [id, uuid] = [columnAt(rides, 'ride_id'), columnAt(rides, 'themeparks_wiki_id')];
  const found = new Map<number, string>();
  for (const part of rides.parts) {
    for await (const lines of store.lines(part)) {
      for (const line of lines) {
        const fields = line.split('\t');
        if (rideIds.has(Number(fields[id]))) found.set(Number(fields[id]), fields[uuid]!);
      }
    }
  }
  return found;
}

const columnAt = ({ columns }: BackupTable, name: string): number =>
  columns.findIndex((column) => column.name === name);
