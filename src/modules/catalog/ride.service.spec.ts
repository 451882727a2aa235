import { statesByRide } from './ride.service.js';
import type { CurrentRecord } from './ride.sql.js';

const state = (rideId: number, recordedAt: string, lastConfirmedAt: string | null = null): CurrentRecord => ({
  rideId,
  parkId: 7,
  status: 'OPERATING',
  waitMinutes: rideId,
  recordedAt: new Date(recordedAt),
  lastConfirmedAt: lastConfirmedAt === null ? null : new Date(lastConfirmedAt),
  dataSource: lastConfirmedAt === null ? 'ARCHIVE' : 'LIVE',
});
const link = { rideId: 1, linkedRideId: 2, themeparksWikiId: '', linkedAt: new Date(0) };
const waits = (states: ReturnType<typeof statesByRide>) =>
  [...states].map(([id, [newest]]) => [id, newest!.waitMinutes]);

describe('the newest state of a ride', () => {
  it('is that of a linked ride if it is newer', () => {
    const states = [
      state(1, '2024-03-01T10:00:00Z'),
      state(2, '2024-03-02T10:00:00Z'),
      state(3, '2024-03-01T00:00:00Z'),
    ];
    expect(waits(statesByRide(states, [link]))).toEqual([
      [1, 2],
      [3, 3],
    ]);
  });

  it('is the last confirmed one, whenever it began', () => {
    const states = [state(1, '2024-03-01T10:00:00Z', '2024-03-01T12:00:00Z'), state(2, '2024-03-01T11:00:00Z')];
    expect(waits(statesByRide(states, [link]))).toEqual([[1, 1]]);
  });

  it('is that of a linked ride if the ride itself was never observed', () => {
    expect(waits(statesByRide([state(2, '2024-03-01T10:00:00Z')], [link]))).toEqual([[1, 2]]);
  });
});
