import type { Capacity } from '../capacity/capacity.js';
import type { GrowthMethod } from '../growth/growth-report.js';
import type { Band } from '../growth/robust.js';
import type { BandView } from './dto/storage-growth.dto.js';
import type { CapacityView } from './dto/storage-summary.dto.js';

/** Whole numbers. Only what was measured from day to day has a band; one of no width would claim to be certain. */
export function bandView({ value, low, high }: Band, method: GrowthMethod): BandView {
  const hasBand = method === 'MEASURED';
  return { value: Math.round(value), low: hasBand ? Math.round(low) : null, high: hasBand ? Math.round(high) : null };
}

/** Before the first measurement nobody knows what is in use, and so neither what share of the room. */
export function capacityView(capacity: Capacity, isMeasured: boolean): CapacityView {
  if (isMeasured) return capacity;
  const { source, limitBytes, availableBytes, note } = capacity;
  const isSet = source === 'SETTING';
  return {
    source,
    limitBytes: isSet ? limitBytes : null,
    usedBytes: null,
    percentUsed: null,
    availableBytes: isSet ? null : availableBytes,
    note: note ?? 'nothing has been measured yet',
  };
}

/** A tenth of a byte is as much as a row tells. */
export const shownBytesPerRow = (bytes: number | null): number | null =>
  bytes === null ? null : Math.round(bytes * 10) / 10;
