import type { LiveResponse } from '../../src/modules/collector/live-response/live-response.js';
import { parseLiveResponse } from '../../src/modules/collector/live-response/parse-live-response.js';

type Json = Record<string, unknown>;

export const LIVE_PARK_ID = '75ea578a-adc8-4116-a54d-dccb60765ef9';
export const LIVE_RIDE_ID = '86a41273-5f15-4b54-93b6-829f140e5161';
export const LIVE_MS = Date.UTC(2026, 3, 15, 16, 5, 0, 250);

/** An entry of `liveData` in the form of the API, with overrides. */
export function liveEntry(overrides: Json = {}): Json {
  return {
    id: LIVE_RIDE_ID,
    name: "Peter Pan's Flight",
    entityType: 'ATTRACTION',
    parkId: LIVE_PARK_ID,
    externalId: '80010176;entityType=Attraction',
    queue: { STANDBY: { waitTime: 45 } },
    status: 'OPERATING',
    lastUpdated: '2026-04-15T16:01:14Z',
    ...overrides,
  };
}

/** The id of the nth entity. */
export function liveId(n: number): string {
  return `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
}

export function liveBody(entries: unknown): Json {
  return {
    id: LIVE_PARK_ID,
    name: 'Magic Kingdom Park',
    entityType: 'PARK',
    timezone: 'America/New_York',
    liveData: entries,
  };
}

export function parseEntries(...entries: unknown[]): LiveResponse {
  return parseLiveResponse(liveBody(entries), { observedAtMs: LIVE_MS });
}

/** Issues as `REASON field`, with `!` if the entry was rejected. */
export function liveIssueLines({ issues }: LiveResponse): string[] {
  return issues.map(({ reason, field, rejected }) => `${rejected ? '!' : ''}${reason} ${field}`);
}
