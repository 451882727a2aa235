import { ValidationFailedError } from '../../../common/http/http-errors.js';
import { encodeCursor, readHistoryCursor } from './history-page.js';
import { encodeQueueCursor, type QueueCursor, readQueueCursor } from './queue-history.sql.js';

const crafted = (values: unknown): string => Buffer.from(JSON.stringify(values)).toString('base64url');

const CURSOR = { recordedAtMs: 1_735_085_110_644, rideId: 42, fromMs: 1_735_081_200_000, toMs: 1_735_167_600_000 };
const QUEUE_CURSOR: QueueCursor = { ...CURSOR, queueType: 'RETURN_TIME' };

/** Instant, ride, first and last instant of the window. */
const IMPOSSIBLE: [string, unknown[]][] = [
  ['text in the place of numbers', ['5', 7, 1, 9]],
  ['a fraction', [5.5, 7, 1, 9]],
  ['a position before its window', [0, 7, 1, 9]],
  ['a position after its window', [9, 7, 1, 9]],
  ['an instant that no Date can be', [8.65e15, 7, 8.64e15, 9e15]],
  ['the end of a window that no Date can be', [5, 7, 1, 9e15]],
  ['an instant after the year 9999', [5, 7, 1, Date.UTC(10_000, 0, 1)]],
  ['a ride that no column can hold', [5, 4_294_967_296, 1, 9]],
  ['a negative ride', [5, -1, 1, 9]],
];

describe('the cursor of a history', () => {
  it('is decoded to what was encoded', () => {
    expect(encodeCursor(CURSOR)).toBe(crafted([1_735_085_110_644, 42, 1_735_081_200_000, 1_735_167_600_000]));
    expect(encodeCursor(CURSOR)).toMatch(/^[\w-]+$/);
    expect(readHistoryCursor(encodeCursor(CURSOR))).toEqual(CURSOR);
  });

  it.each([
    ...IMPOSSIBLE,
    ['an object', { length: 4 }],
    ['nothing', null],
    ['too short', [5, 7, 1]],
    ['too long', [5, 7, 1, 1, 9]],
    ['that of queues', [5, 7, 'RETURN_TIME', 1, 9]],
  ])('is rejected if it is not from a history: %s', (_case, values) => {
    expect(() => readHistoryCursor(crafted(values))).toThrow(ValidationFailedError);
  });

  it.each(['', '***', 'next'])('is rejected if it is not JSON: "%s"', (text) => {
    expect(() => readHistoryCursor(text)).toThrow(ValidationFailedError);
  });
});

describe('the cursor of a ride’s queues', () => {
  it('is decoded to what was encoded', () => {
    const values = [1_735_085_110_644, 42, 'RETURN_TIME', 1_735_081_200_000, 1_735_167_600_000];
    expect(encodeQueueCursor(QUEUE_CURSOR)).toBe(crafted(values));
    expect(readQueueCursor(encodeQueueCursor(QUEUE_CURSOR))).toEqual(QUEUE_CURSOR);
  });

  it.each([
    ...IMPOSSIBLE.map(([name, values]): [string, unknown] => [name, values.toSpliced(2, 0, 'RETURN_TIME')]),
    ['too short', [5, 7, 'RETURN_TIME', 1]],
    ['too long', [5, 7, 'RETURN_TIME', 'RETURN_TIME', 1, 9]],
    ['that of a history', [5, 7, 1, 9]],
    ['an unknown queue', [5, 7, "x' OR 1=1", 1, 9]],
  ])('is rejected if it is not from a list of queues: %s', (_case, values) => {
    expect(() => readQueueCursor(crafted(values))).toThrow(ValidationFailedError);
  });
});
