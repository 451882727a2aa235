import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../../common/config/app-config.js';
import { type Capacity, capacityOf, unknownCapacity } from './capacity.js';

const GIGABYTE = 1_000_000_000;

/** How much room there is for the database. */
@Injectable()
export class CapacityService {
  constructor(private readonly config: AppConfig) {}

  async capacityFor(usedBytes: number): Promise<Capacity> {
    const { STORAGE_CAPACITY_GB: setting, DATABASE_URL, DATA_DIR } = this.config;
    if (setting !== undefined) return capacityOf(usedBytes, 'SETTING', Math.round(setting * GIGABYTE));
    if (DATABASE_URL !== undefined) {
      return unknownCapacity(usedBytes, 'the disk of another server cannot be seen from here: set STORAGE_CAPACITY_GB');
    }
    const freeBytes = await freeBytesOf(join(DATA_DIR, 'mariadb'));
    return freeBytes === null
      ? unknownCapacity(usedBytes, 'the file system of the database cannot be asked: set STORAGE_CAPACITY_GB')
      : capacityOf(usedBytes, 'FILE_SYSTEM', usedBytes + freeBytes);
  }
}

/** What an ordinary user may still write. */
async function freeBytesOf(folder: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    return null;
  }
}
