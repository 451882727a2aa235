import type { LiveObservation } from '../../src/modules/collector/live-response/live-response.js';
import { parseLiveResponse } from '../../src/modules/collector/live-response/parse-live-response.js';
import {
  type RecordedEntry,
  detailsOf,
  findRecordedResponse,
  instantOf,
  queuesOf,
  waitOf,
} from '../support/recorded-response.js';

function expectSame(observation: LiveObservation, entry: RecordedEntry): void {
  const { id, name, entityType, parkId, externalId } = entry;
  expect(observation.entity).toEqual({ themeparksWikiId: id, name, entityType, parkId, externalId });
  expect(observation.status).toBe(entry.status);
  expect(observation.waitMinutes).toBe(waitOf(entry));
  expect(observation.lastUpdatedMs).toBe(instantOf(entry.lastUpdated));
  expect(observation.queues).toEqual(queuesOf(entry));
  const details = observation.details.map(({ detailType, json }) => [detailType, JSON.parse(json) as unknown]);
  expect(details).toEqual(detailsOf(entry));
}

describe('a recorded response of the live API', () => {
  it('is read completely: every entity and field, without rejections or notes', () => {
    const body = findRecordedResponse();
    if (body === null) return;
    const response = parseLiveResponse(body, { observedAtMs: Date.parse('2026-04-15T10:40:00Z') });
    expect(response.issues).toEqual([]);
    expect(response).toMatchObject({ read: 61, rejected: 0 });
    expect(response.observations).toHaveLength(61);
    response.observations.forEach((observation, index) => expectSame(observation, body.liveData[index]!));
    const queueTypes = response.observations.flatMap(({ queues }) => queues.map(({ queueType }) => queueType));
    expect(queueTypes.filter((type) => type === 'RETURN_TIME')).toHaveLength(17);
    expect(queueTypes.filter((type) => type === 'PAID_RETURN_TIME')).toHaveLength(2);
  });
});
