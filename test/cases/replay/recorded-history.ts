import { DateTime } from 'luxon';
import type { FeedResponse } from './plan.js';

interface Row {
  time: string;
  status: string;
  queue: object;
}

/** A response of the History API for one attraction and one day. */
export interface RecordedHistory {
  id: string;
  name: string;
  parentId: string;
  timezone: string;
  opening: { observedAt: string; status: string; queue: object };
  history: Row[];
}

/** One live response for each row; the opening state stands at the instant of its last observation. */
export function historyAsResponses(history: RecordedHistory, destination: string): FeedResponse[] {
  const { id, name, parentId, timezone } = history;
  return rowsOf(history).map(({ time, status, queue }) => {
    const entity = { id, name, entityType: 'ATTRACTION', parkId: parentId, externalId: 'x' };
    const liveData = [{ ...entity, status, queue, lastUpdated: time }];
    const response = { id: destination, name: 'Resort', entityType: 'DESTINATION', timezone, liveData };
    return { at: time, path: `/entity/${destination}/live`, answer: response };
  });
}

/** One archive event for each row, by UTC day. */
export function historyAsEvents(history: RecordedHistory): Map<string, object[]> {
  const { id, name, parentId, timezone } = history;
  const days = new Map<string, object[]>();
  for (const { time, status, queue } of rowsOf(history)) {
    const entity = { entityId: id, internalId: 'x', name, timezone, parkId: parentId, parkSlug: 'park' };
    const localTime = DateTime.fromISO(time, { zone: timezone }).toISO({ suppressMilliseconds: true });
    const event = { ...entity, eventTime: time, localTime, data: { status, queue } };
    const day = time.slice(0, 10);
    days.set(day, [...(days.get(day) ?? []), event]);
  }
  return days;
}

function rowsOf({ opening, history }: RecordedHistory): Row[] {
  return [{ time: opening.observedAt, status: opening.status, queue: opening.queue }, ...history];
}
