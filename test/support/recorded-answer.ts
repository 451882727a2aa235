import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LIVE_DETAIL_TYPES, type LiveDetailType } from '../../src/modules/collector/live-response/live-response.js';
import type { QueueObservation } from '../../src/modules/snapshots/observations.js';

const FILE = join(process.cwd(), '../shared/data/wiki-api/live.json');

interface RecordedQueue {
  waitTime?: number | null;
  state?: string;
  returnStart?: string | null;
  returnEnd?: string | null;
  price?: { amount: number | null; currency: string; formatted: string };
}

/** An element of `liveData` as it was recorded. */
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

/** A real answer of the live API; null, with a word on the console, where it is not at hand. */
export function findRecordedResponse(): RecordedResponse | null {
  if (existsSync(FILE)) return JSON.parse(readFileSync(FILE, 'utf8')) as RecordedResponse;
  console.warn(`not checked: there is no ${FILE}`);
  return null;
}

/** Said again by Date, which is no part of what is tested. */
export const instantOf = (text: string | null | undefined): number | null => (text ? Date.parse(text) : null);

export const waitOf = ({ queue }: RecordedEntry): number | null => queue?.STANDBY?.waitTime ?? null;

/** All but STANDBY, in the order of the answer, with every field that can be stored. */
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

/** What else the entry says, as it says it. */
export function detailsOf(entry: RecordedEntry): [LiveDetailType, unknown][] {
  return DETAIL_FIELDS.flatMap((field, index): [LiveDetailType, unknown][] =>
    entry[field] === undefined ? [] : [[LIVE_DETAIL_TYPES[index]!, entry[field]]],
  );
}
