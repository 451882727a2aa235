import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  LIVE_DETAIL_TYPES,
  type LiveDetailType,
} from '../../src/modules/snapshots/entities/entity-live-detail.entity.js';
import type { QueueObservation } from '../../src/modules/snapshots/observations.js';

const FILE = join(process.cwd(), '../shared/data/wiki-api/live.json');

interface RecordedQueue {
  waitTime?: number | null;
  state?: string;
  returnStart?: string | null;
  returnEnd?: string | null;
  price?: { amount: number | null; currency: string; formatted: string };
}

/** A recorded element of `liveData`. */
export interface RecordedEntry {
  id: string;
  name: string;
  entityType: string;
  parkId: string | null;
  externalId: string;
  status: string;
  lastUpdated: string;
  queue?: Record<string, RecordedQueue>;
  showtimes?: unknown;
  operatingHours?: unknown;
  diningAvailability?: unknown;
  forecast?: unknown;
}

export interface RecordedResponse {
  id: string;
  liveData: RecordedEntry[];
}

/** A real response of the live API; null, with a message on the console, if it is not available. */
export function findRecordedResponse(): RecordedResponse | null {
  if (existsSync(FILE)) return JSON.parse(readFileSync(FILE, 'utf8')) as RecordedResponse;
  console.warn(`not checked: there is no ${FILE}`);
  return null;
}

/** Formatted by Date, independently of the tested code. */
export const instantOf = (text: string | null | undefined): number | null => (text ? Date.parse(text) : null);

export const waitOf = ({ queue }: RecordedEntry): number | null => queue?.STANDBY?.waitTime ?? null;

/** All queues but STANDBY, in the order of the response, with every stored field. */
export function queuesOf({ queue = {} }: RecordedEntry): Record<keyof QueueObservation, unknown>[] {
  return Object.entries(queue)
    .filter(([queueType]) => queueType !== 'STANDBY')
    .map(([queueType, reported]) => ({
      queueType,
      waitMinutes: reported.waitTime ?? null,
      state: reported.state ?? null,
      returnStartMs: instantOf(reported.returnStart),
      returnEndMs: instantOf(reported.returnEnd),
      priceMinor: reported.price?.amount ?? null,
      priceCurrency: reported.price?.currency ?? null,
      boardingGroupStatus: null,
      groupStart: null,
      groupEnd: null,
      nextAllocationAtMs: null,
      estimatedWaitMinutes: null,
    }));
}

const DETAIL_FIELDS = ['showtimes', 'operatingHours', 'diningAvailability', 'forecast'] as const;

/** The other details of the entry, unchanged. */
export function detailsOf(entry: RecordedEntry): [LiveDetailType, unknown][] {
  return DETAIL_FIELDS.flatMap((field, index): [LiveDetailType, unknown][] =>
    entry[field] === undefined ? [] : [[LIVE_DETAIL_TYPES[index]!, entry[field]]],
  );
}
