import { decodeCursor, encodeCursor } from './history-cursor.js';

const crafted = (values: unknown): string => Buffer.from(JSON.stringify(values)).toString('base64url');

const CURSOR = { recordedAtMs: 1_700_000_000_000, rideId: 7, fromMs: 1_600_000_000_000, toMs: 1_800_000_000_000 };

describe('the cursor of a history', () => {
  it('comes back as it was given out', () => {
    expect(decodeCursor(encodeCursor(CURSOR))).toEqual(CURSOR);
  });

  it.each([
    ['no list', {}],
    ['too short', [5, 7, 1]],
    ['a text', ['5', 7, 1, 9]],
    ['a fraction', [5.5, 7, 1, 9]],
    ['before its window', [0, 7, 1, 9]],
    ['after its window', [9, 7, 1, 9]],
    ['an instant that no Date can be', [8.65e15, 7, 8.64e15, 9e15]],
    ['an instant after the year 9999', [5, 7, 1, Date.UTC(10_000, 0, 1)]],
    ['a ride that no column can hold', [5, 4_294_967_296, 1, 9]],
    ['a negative ride', [5, -1, 1, 9]],
  ])('is refused where no listing gave it out: %s', (_case, values) => {
    expect(decodeCursor(crafted(values))).toBeNull();
  });

  it('is refused where it is no JSON', () => {
    expect(decodeCursor('***')).toBeNull();
  });
});
