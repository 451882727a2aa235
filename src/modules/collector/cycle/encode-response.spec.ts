import type { SnapshotRow } from '../../snapshots/writing/live-rows.js';
import type { RegisteredEntity } from '../../catalog/registry/observed-entity.js';
import { encodeResponse, type CurrentState } from './encode-response.js';

const RULES = { parkDayStartMinutes: 0, archiveMaxCarryForwardMs: 360 * 60_000, parkNoDataMs: 60 * 60_000 };
const NOTHING: CurrentState = { snapshots: [], queues: [], details: [] };
const at = (instant: string): number => Date.parse(instant);

function touched(polledAt: string, current: CurrentState = NOTHING): string[] {
  const ride = { rideId: 1, parkId: 7, timezone: 'Asia/Tokyo' } as RegisteredEntity;
  const polled = {
    destination: { destinationId: 1, themeparksWikiId: 'd' },
    response: { observedAtMs: at(polledAt), observations: [], issues: [], observed: 0, rejected: 0 } as never,
    rides: new Map([['u', ride]]),
    created: [],
  };
  const poll = { observedAtMs: at(polledAt), previousObservedAtMs: null, maxCarryForwardMs: 15 * 60_000 };
  return encodeResponse(polled, current, poll, RULES).invalidatedDays.map(({ localDate }) => localDate);
}

describe('the park-days that a poll invalidates', () => {
  it('are only its own if the carry-forward limit ends before the next day', () => {
    expect(touched('2024-07-01T13:59:59Z')).toEqual(['2024-07-01']);
  });

  it('include the next day if values may be carried forward into it', () => {
    expect(touched('2024-07-01T14:00:00Z')).toEqual(['2024-07-01', '2024-07-02']);
  });

  it('include the day into which an archive value ended by the poll would have been carried forward', () => {
    const archived = { rideId: 1, recordedAtMs: at('2024-07-01T10:00:00Z'), dataSource: 'ARCHIVE' } as SnapshotRow;
    expect(touched('2024-07-01T11:00:00Z', { ...NOTHING, snapshots: [archived] })).toEqual([
      '2024-07-01',
      '2024-07-02',
    ]);
    const live = { ...archived, dataSource: 'LIVE' } as SnapshotRow;
    expect(touched('2024-07-01T11:00:00Z', { ...NOTHING, snapshots: [live] })).toEqual(['2024-07-01']);
  });
});
