/** SETTING: STORAGE_CAPACITY_GB. FILE_SYSTEM: what is used, and what the file system has left. */
export const CAPACITY_SOURCES = ['SETTING', 'FILE_SYSTEM', 'UNKNOWN'] as const;
export type CapacitySource = (typeof CAPACITY_SOURCES)[number];

export interface Capacity {
  source: CapacitySource;
  /** Null where it is not known. */
  limitBytes: number | null;
  usedBytes: number;
  /** A capacity of 0 bytes is full. */
  percentUsed: number | null;
  availableBytes: number | null;
  /** Why it is not known. */
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

export function unknownCapacity(usedBytes: number, note: string): Capacity {
  return { source: 'UNKNOWN', limitBytes: null, usedBytes, percentUsed: null, availableBytes: null, note };
}
