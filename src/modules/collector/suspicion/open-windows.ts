import { DAY_MS } from '../../../common/time/durations.js';
import { closedWindows, type TimeWindow } from '../../../common/time/time-windows.js';
import type { RideHistory, SeenRun } from './seen-run.js';

/** When a park is open to everybody, and when it may be open to somebody: early entry, evenings with tickets. */
export interface ParkWindows {
  open: readonly TimeWindow[];
  inUse: readonly TimeWindow[];
}

/** An entry of a published schedule that has both its times. */
export interface PublishedHours {
  type: string;
  opensAtMs: number;
  closesAtMs: number;
}

/** A closing that is not after its opening is the next day's. */
export function scheduledWindows(entries: readonly PublishedHours[]): ParkWindows {
  const inUse = entries.map(({ type, opensAtMs, closesAtMs }) => {
    return { type, startMs: opensAtMs, endMs: closesAtMs > opensAtMs ? closesAtMs : closesAtMs + DAY_MS };
  });
  return { open: inUse.filter(({ type }) => type === 'OPERATING').map(windowOf), inUse: inUse.map(windowOf) };
}

const windowOf = ({ startMs, endMs }: TimeWindow): TimeWindow => ({ startMs, endMs });

export interface RideWindowRules {
  /** The share of a park's rides of which more operate while it is open, from 0 to 1. */
  openAboveShare: number;
  /** A value holds up to the next one, but no longer than this. */
  maxHoldMs: number;
}

/**
 * What the rides of a park without a schedule say: it is open while more than a share of them operate. One ride that
 * claims to operate all night does not keep a park open.
 */
export function windowsOfRides(
  rides: readonly RideHistory[],
  { openAboveShare, maxHoldMs }: RideWindowRules,
): TimeWindow[] {
  const turns = rides
    .flatMap(({ runs }) => operatingStretches(runs, maxHoldMs))
    .flatMap(({ startMs, endMs }) => [
      { atMs: startMs, change: 1 },
      { atMs: endMs, change: -1 },
    ])
    .sort((a, b) => a.atMs - b.atMs || b.change - a.change);
  const isOpen = (operating: number) => operating > rides.length * openAboveShare;
  const windows: TimeWindow[] = [];
  let operating = 0;
  for (const { atMs, change } of turns) {
    const wasOpen = isOpen(operating);
    operating += change;
    if (!wasOpen && isOpen(operating)) windows.push({ startMs: atMs, endMs: atMs });
    else if (wasOpen && !isOpen(operating)) windows.at(-1)!.endMs = atMs;
  }
  return windows;
}

function operatingStretches(runs: readonly SeenRun[], maxHoldMs: number): TimeWindow[] {
  return runs.flatMap(({ status, fromMs, untilMs }, index) => {
    if (status !== 'OPERATING') return [];
    const nextMs = runs[index + 1]?.fromMs ?? Infinity;
    return [{ startMs: fromMs, endMs: nextMs - untilMs <= maxHoldMs ? nextMs : untilMs }];
  });
}

/** The stretch without opening in which `atMs` lies; null while the park is open. */
export function closedWindowAt(inUse: readonly TimeWindow[], atMs: number, fromMs: number): TimeWindow | null {
  if (inUse.some(({ startMs, endMs }) => startMs <= atMs && atMs < endMs)) return null;
  const last = closedWindows(inUse, { startMs: fromMs, endMs: atMs }).at(-1);
  return last?.endMs === atMs ? last : null;
}
