import { destinationsOfDay, failuresOfDay, slotMinutesOf, type SlotPoll } from './collection-day.js';

const destination = (destinationId: number, isActive = true) => ({
  ...{ destinationId, themeparksWikiId: `uuid-${destinationId}`, name: `Resort ${destinationId}`, isActive },
});
const stored = (slot: number, rowsWritten: number, changed: Partial<SlotPoll> = {}): SlotPoll => ({
  ...{ destinationId: 1, slot, errorCode: null, error: null, isStored: true, rowsWritten },
  ...changed,
});
const failed = (slot: number, errorCode: string, changed: Partial<SlotPoll> = {}): SlotPoll =>
  stored(slot, 0, { errorCode, error: `${errorCode} at ${slot}`, isStored: false, ...changed });

describe('the destinations of a day', () => {
  it('have the new rows of each slot; null where no response was stored', () => {
    const polls = [stored(0, 12), stored(2, 0), failed(3, 'TIMEOUT'), stored(4, 0, { isStored: false })];
    const [one] = destinationsOfDay([destination(1)], polls, 5);
    expect(one).toMatchObject({ destinationId: 'uuid-1', polls: 4, stored: 2 });
    expect(one!.rowsWritten.slice(0, 6)).toEqual([12, null, 0, null, null, null]);
    expect(one!.rowsWritten).toHaveLength(288);
  });

  it('have the codes of each slot with a failed cycle', () => {
    const polls = [
      failed(3, 'TIMEOUT'),
      stored(3, 4),
      failed(1, 'TIMEOUT'),
      failed(3, 'TIMEOUT'),
      failed(3, 'NOT_FOUND'),
    ];
    expect(destinationsOfDay([destination(1)], polls, 5)[0]!.failedSlots).toEqual([
      { slot: 1, errorCodes: ['TIMEOUT'] },
      { slot: 3, errorCodes: ['TIMEOUT', 'NOT_FOUND'] },
    ]);
  });

  it('are the active ones, and those that were collected', () => {
    const all = [destination(1), destination(2, false), destination(3, false)];
    const polls = [stored(0, 1, { destinationId: 2 })];
    expect(destinationsOfDay(all, polls, 5).map(({ name }) => name)).toEqual(['Resort 1', 'Resort 2']);
  });
});

describe('the slots of a day', () => {
  it.each([
    [60_000, 5],
    [300_000, 5],
    [420_000, 8],
    [900_000, 15],
    [7_200_000, 120],
    [40 * 3_600_000, 1_440],
  ])('of a cycle each %d ms have %d minutes', (pauseMs, minutes) => {
    expect(slotMinutesOf(pauseMs)).toBe(minutes);
  });
});

describe('the failures of a day', () => {
  const failures = (polls: SlotPoll[]) => failuresOfDay('2026-11-29', [destination(1), destination(2)], polls, 5);

  it('are one while they go on, with the newest text', () => {
    expect(
      failures([failed(12, 'TIMEOUT'), failed(14, 'TIMEOUT'), failed(13, 'TIMEOUT'), failed(13, 'TIMEOUT')]),
    ).toEqual([
      {
        ...{ destinationId: 'uuid-1', name: 'Resort 1', errorCode: 'TIMEOUT', error: 'TIMEOUT at 14', polls: 4 },
        from: new Date('2026-11-29T01:00:00Z'),
        to: new Date('2026-11-29T01:15:00Z'),
      },
    ]);
  });

  it('are several after a pause, of other kinds, and of other destinations; newest first', () => {
    const polls = [
      ...[failed(0, 'TIMEOUT'), failed(2, 'TIMEOUT'), failed(2, 'NOT_FOUND'), stored(1, 5)],
      failed(2, 'TIMEOUT', { destinationId: 2 }),
    ];
    expect(
      failures(polls).map(({ name, errorCode, from }) => [name, errorCode, from.toISOString().slice(11, 16)]),
    ).toEqual([
      ['Resort 1', 'TIMEOUT', '00:10'],
      ['Resort 1', 'NOT_FOUND', '00:10'],
      ['Resort 2', 'TIMEOUT', '00:10'],
      ['Resort 1', 'TIMEOUT', '00:00'],
    ]);
  });
});
