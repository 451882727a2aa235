import { queueObservation } from '../../../../test/support/observations.js';
import { zoneClock } from '../../../common/time/zones/time-zones.js';
import { fieldPaths, readObservation } from './observation-reader.js';

function read(fields: Record<string, unknown>) {
  const notes: string[] = [];
  const observation = readObservation(fields, fieldPaths('data.'), {
    note: (reason, field) => notes.push(`${reason} ${field}`),
    noteLocalTime: (field) => notes.push(`local time ${field}`),
    localClock: () => zoneClock('America/New_York'),
    decodeText: (text) => text,
  });
  return { ...observation, notes };
}

describe('an observation', () => {
  it('is read from a row of the History API, whose states and prices may be null', () => {
    const row = {
      time: '2026-09-26T16:00:00Z',
      status: 'OPERATING',
      queue: {
        STANDBY: { waitTime: null },
        SINGLE_RIDER: { waitTime: null },
        RETURN_TIME: { state: null, returnStart: '2026-09-26T12:10:00-04:00', returnEnd: null },
        PAID_RETURN_TIME: { state: null, price: null, returnStart: null, returnEnd: null },
      },
      showtimes: [],
      changed: ['queue.RETURN_TIME.returnStart'],
    };
    expect(read(row)).toEqual({
      status: 'OPERATING',
      waitMinutes: null,
      queues: [
        queueObservation({ queueType: 'SINGLE_RIDER' }),
        queueObservation({ queueType: 'RETURN_TIME', returnStartMs: Date.UTC(2026, 8, 26, 16, 10) }),
        queueObservation({ queueType: 'PAID_RETURN_TIME' }),
      ],
      notes: [],
    });
  });

  it('of an unknown opening state has no values', () => {
    const opening = { status: null, queue: { STANDBY: { waitTime: null } }, showtimes: [] };
    expect(read(opening)).toEqual({ status: null, waitMinutes: null, queues: [], notes: [] });
  });

  it('reports the path of every unreadable field, and keeps the others', () => {
    const { status, waitMinutes, queues, notes } = read({
      status: 'BROKEN',
      queue: { STANDBY: { waitTime: -999 }, RETURN_TIME: { state: 'MAYBE', returnStart: '2026-09-26T12:10:00' }, X: 1 },
    });
    expect([status, waitMinutes]).toEqual([null, null]);
    expect(queues).toEqual([
      queueObservation({ queueType: 'RETURN_TIME', returnStartMs: Date.UTC(2026, 8, 26, 16, 10) }),
    ]);
    expect(notes.sort()).toEqual([
      'INVALID_QUEUE_FIELD data.queue.RETURN_TIME.state',
      'INVALID_WAIT_TIME data.queue.STANDBY.waitTime',
      'UNKNOWN_QUEUE_TYPE data.queue',
      'UNKNOWN_STATUS data.status',
      'local time data.queue.RETURN_TIME.returnStart',
    ]);
  });

  it('notes the unreadable wait of a standby queue once, even if the queue has further fields', () => {
    expect(read({ queue: { STANDBY: { waitTime: 'x', state: 'AVAILABLE' } } }).notes).toEqual([
      'INVALID_WAIT_TIME data.queue.STANDBY.waitTime',
    ]);
  });
});
