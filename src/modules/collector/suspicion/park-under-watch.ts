import { HOUR_MS } from '../../../common/time/durations.js';
import type { RuleReason, StoredExclusion } from '../../exclusions/exclusion.js';
import type { RideHistory } from './seen-run.js';
import type { WatchedPark } from './watched-park.js';

/** A park, what a rule excludes of it at present, and its observations of the last days, read when they are first needed. */
export class ParkUnderWatch {
  private read: Promise<RideHistory[]> | null = null;

  constructor(
    readonly park: WatchedPark,
    private readonly open: readonly StoredExclusion[],
    private readonly readHistories: () => Promise<RideHistory[]>,
  ) {}

  histories(): Promise<RideHistory[]> {
    return (this.read ??= this.readHistories());
  }

  /** Exclusions in progress by this rule, also those that a person revoked. */
  openBy(reason: RuleReason): StoredExclusion[] {
    return this.open.filter((exclusion) => exclusion.reason === reason);
  }

  /** That of the whole park. */
  openOfPark(reason: RuleReason): StoredExclusion | null {
    return this.openBy(reason).find(({ rideId }) => rideId === null) ?? null;
  }
}

export const hoursText = (ms: number): string => `${Math.floor(ms / HOUR_MS)} hours`;
export const iso = (instantMs: number): string => new Date(instantMs).toISOString();
