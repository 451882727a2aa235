import type { QueueObservation, QueueType, RideStatus } from '../../modules/snapshots/observations.js';
import { type EpochDay, isoDayOf } from '../epoch-days.js';
import type { ZoneClock } from '../zone-clock.js';

export type ExtendedQueueType = Exclude<QueueType, 'STANDBY'>;
/** The field names of the live API, or those of archive files. */
export type BoardingSpelling = 'live' | 'archive';
/** ISO 4217 code, and the minor units of one unit. */
export interface Currency {
  code: 'USD' | 'EUR' | 'JPY' | 'AUD' | 'GBP';
  symbol: string;
  minorUnits: 1 | 100;
}

export interface ParkPlan {
  id: string;
  name: string;
  slug: string;
  clock: ZoneClock;
  currency: Currency;
  /** In the southern hemisphere: summer is in January. */
  southern: boolean;
  /** Minutes after local midnight; closing may lie past 1440. */
  opensAtMinutes: number;
  closesAtMinutes: number;
  /** Stays open until the next morning on weekends and in high season. */
  lateNights: boolean;
  /** Stays closed on Tuesdays and Wednesdays of its winter. */
  seasonal: boolean;
  /** Some feeds never report DOWN: a breakdown is CLOSED. */
  reportsDown: boolean;
  seedWord: number;
}

export interface DestinationPlan {
  id: string;
  name: string;
  slug: string;
  parks: ParkPlan[];
  rides: RidePlan[];
}

/** The names of a ride over time. */
export interface NamePlan {
  base: string;
  /** A name in autumn, or around New Year. */
  overlay: { name: string; season: 'HALLOWEEN' | 'WINTER' } | null;
  renamed: { name: string; from: EpochDay } | null;
}

/**
 * `POSTED` has a standby wait; `UNPOSTED` never posts one; `VIRTUAL` is entered by boarding group only; `SHOW` has show
 * times and `queue: null`.
 */
export type RideKind = 'POSTED' | 'UNPOSTED' | 'VIRTUAL' | 'SHOW';

export interface RidePlan {
  id: string;
  internalId: string;
  park: ParkPlan;
  names: NamePlan;
  kind: RideKind;
  extendedQueues: readonly ExtendedQueueType[];
  boardingSpelling: BoardingSpelling;
  /** How a paid return time reports its price. */
  pricing: 'SOLD' | 'FREE' | 'UNPUBLISHED';
  /** The wait in the rush hour of an ordinary day. */
  peakWaitMinutes: number;
  /** Mean number of breakdowns a day. */
  breakdownsPerDay: number;
  seedWord: number;
}

/** The true state of one ride at one instant, as an import must store it. Waits are in minutes. */
export interface Observation {
  /** Lower-case UUID. */
  entityId: string;
  recordedAtMs: number;
  /** Null: the event's status is unknown. */
  status: RideStatus | null;
  /** Standby wait; null: not posted. */
  waitMinutes: number | null;
  /** Extended queues, without STANDBY. */
  queues: readonly QueueObservation[];
}

export interface ShowTime {
  startMs: number;
  endMs: number;
}

/** A state of a ride before it is encoded as an event. */
export interface RideState {
  atMs: number;
  status: RideStatus;
  waitMinutes: number | null;
  queues: readonly QueueObservation[];
  /** Null: not a show. */
  showTimes: readonly ShowTime[] | null;
}

/** The name on a local day: a seasonal overlay takes precedence over a rename, and that over the first name. */
export function nameOn(names: NamePlan, localDay: EpochDay): string {
  if (names.overlay && isOverlayDay(names.overlay.season, isoDayOf(localDay).slice(5))) return names.overlay.name;
  return names.renamed && localDay >= names.renamed.from ? names.renamed.name : names.base;
}

function isOverlayDay(season: 'HALLOWEEN' | 'WINTER', monthAndDay: string): boolean {
  if (season === 'HALLOWEEN') return monthAndDay >= '09-15' && monthAndDay <= '11-02';
  return monthAndDay >= '11-15' || monthAndDay <= '01-07';
}
