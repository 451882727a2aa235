import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../common/config/app-config.js';

/** SETTING: STORAGE_CAPACITY_GB. FILE_SYSTEM: the used bytes plus the free bytes of the file system. */
export const CAPACITY_SOURCES = ['SETTING', 'FILE_SYSTEM', 'UNKNOWN'] as const;
export type CapacitySource = (typeof CAPACITY_SOURCES)[number];

export interface Capacity {
  source: CapacitySource;
  /** Null if unknown. */
  limitBytes: number | null;
  usedBytes: number;
  /** A capacity of 0 bytes is full. */
  percentUsed: number | null;
  availableBytes: number | null;
  /** Why the limit is unknown. */
  note: string | null;
}

export function capacityOf(usedBytes: number, source: 'SETTING' | 'FILE_SYSTEM', limitBytes: number): Capacity {
  return {
    source,
    limitBytes,
    usedBytes,
    percentUsed: limitBytes === 0 ? 100 : (100 * usedBytes) / limitBytes,
    availableBytes: Math.max(0, limitBytes - usedBytes),
    note: null,
  };
}

function unknownCapacity(usedBytes: number, note: string): Capacity {
  return { source: 'UNKNOWN', limitBytes: null, usedBytes, percentUsed: null, availableBytes: null, note };
}

const GIGABYTE = 1_000_000_000;

/** How much space the database may use. */
@Injectable()
export class CapacityService {
  constructor(private readonly config: AppConfig) {}

  async capacityFor(usedBytes: number): Promise<Capacity> {
    const { STORAGE_CAPACITY_GB: setting, DATABASE_URL, DATA_DIR } = this.config;
    if (setting !== undefined) return capacityOf(usedBytes, 'SETTING', Math.round(setting * GIGABYTE));
    if (DATABASE_URL !== undefined) {
      return unknownCapacity(usedBytes, 'the disk of a remote database cannot be read: set STORAGE_CAPACITY_GB');
    }
    const freeBytes = await freeBytesOf(join(DATA_DIR, 'mariadb'));
    return freeBytes === null
      ? unknownCapacity(usedBytes, 'the file system of the database cannot be read: set STORAGE_CAPACITY_GB')
      : capacityOf(usedBytes, 'FILE_SYSTEM', usedBytes + freeBytes);
  }
}

/** Free bytes for an ordinary user; null if the folder cannot be read. */
async function freeBytesOf(folder: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    return null;
  }
}
