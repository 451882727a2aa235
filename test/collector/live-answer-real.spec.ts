import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LIVE_DETAIL_TYPES, type LiveObservation } from '../../src/modules/collector/live-answer/live-answer.js';
import { parseLiveAnswer } from '../../src/modules/collector/live-answer/parse-live-answer.js';
import type { QueueObservation } from '../../src/modules/snapshots/observations.js';

const FILE = join(process.cwd(), '../shared/data/wiki-api/live.json');

interface RealQueue {
  waitTime?: number | null;
  state?: string;
  returnStart?: string | null;
  returnEnd?: string | null;
  price?: { amount: number | null; currency: string; formatted: string };
}

interface RealEntry {
  id: string;
  name: string;
  entityType: string;
  parkId: string | null;
  externalId: string;
  status: string;
  lastUpdated: string;
  queue?: Record<string, RealQueue>;
  showtimes?: unknown;
  operatingHours?: unknown;
  diningAvailability?: unknown;
  forecast?: unknown;
}

const DETAIL_FIELDS = ['showtimes', 'operatingHours', 'diningAvailability', 'forecast'] as const;

/** Said again by Date, which is no part of what is tested. */
const instant = (text: string | null | undefined): number | null => (text ? Date.parse(text) : null);

function expectedQueue([queueType, queue]: [string, RealQueue]): Record<keyof QueueObservation, unknown> {
  return {
    queueType,
    waitMinutes: queue.waitTime ?? null,
    state: queue.state ?? null,
    returnStartMs: instant(queue.returnStart),
    returnEndMs: instant(queue.returnEnd),
    priceMinor: queue.price?.amount ?? null,
    priceCurrency: queue.price?.currency ?? null,
    boardingGroupStatus: null,
    groupStart: null,
    groupEnd: null,
    nextAllocationAtMs: null,
    estimatedWaitMinutes: null,
  };
}

function expectSame(observation: LiveObservation, entry: RealEntry): void {
  const { id, name, entityType, parkId, externalId } = entry;
  expect(observation.entity).toEqual({ themeparksWikiId: id, name, entityType, parkId, externalId });
  expect(observation.status).toBe(entry.status);
  expect(observation.waitMinutes).toBe(entry.queue?.STANDBY?.waitTime ?? null);
  expect(observation.lastUpdatedMs).toBe(instant(entry.lastUpdated));
  const extended = Object.entries(entry.queue ?? {}).filter(([queueType]) => queueType !== 'STANDBY');
  expect(observation.queues).toEqual(extended.map(expectedQueue));
  const details = observation.details.map(({ detailType, json }) => [detailType, JSON.parse(json) as unknown]);
  const reported = DETAIL_FIELDS.flatMap((field, index) =>
    entry[field] === undefined ? [] : [[LIVE_DETAIL_TYPES[index], entry[field]]],
  );
  expect(details).toEqual(reported);
}

describe('a recorded answer of the live API', () => {
  it('is read whole: every entity, every field, nothing refused or noted', () => {
    if (!existsSync(FILE)) {
      console.warn(`not checked: there is no ${FILE}`);
      return;
    }
    const body = JSON.parse(readFileSync(FILE, 'utf8')) as { liveData: RealEntry[] };
    const answer = parseLiveAnswer(body, { observedAtMs: Date.parse('2026-04-15T10:40:00Z') });
    expect(answer.issues).toEqual([]);
    expect(answer).toMatchObject({ seen: 61, rejected: 0 });
    expect(answer.observations).toHaveLength(61);
    answer.observations.forEach((observation, index) => expectSame(observation, body.liveData[index]!));
    const queueTypes = answer.observations.flatMap(({ queues }) => queues.map(({ queueType }) => queueType));
    expect(queueTypes.filter((type) => type === 'RETURN_TIME')).toHaveLength(17);
    expect(queueTypes.filter((type) => type === 'PAID_RETURN_TIME')).toHaveLength(2);
  });
});
