import type { Schemas } from '../../../api/client.js';
import { countStates, daySummary, levelOf, slotStates, slotText, stripPaths } from './strip-states.js';

type Day = Schemas['CollectionDayView'];
type Destination = Schemas['CollectionDayDestinationView'];

const resort: Destination = {
  destinationId: 'a',
  name: 'Resort',
  polls: 3,
  stored: 2,
  rowsWritten: [12, 0, null, null, null, null],
  failedSlots: [{ slot: 2, errorCodes: ['TIMEOUT'] }],
};
/** Slots of four hours. */
const day: Day = {
  ...{ date: '2026-11-29', slotMinutes: 240, runs: 3, requests: 3, rateLimited: 0, failuresTotal: 1, runErrors: [] },
  destinations: [resort],
  failures: [],
};
const NOW_MS = Date.parse('2026-11-29T17:00:00Z');
const states = slotStates(day, resort, NOW_MS);

describe('the strip of a destination', () => {
  it('has new rows, failures, missing cycles, and the time to come', () => {
    expect(states).toEqual([2, 0, 'failed', 'none', 'future', 'future']);
    expect(countStates(states)).toEqual({ stored: 2, failed: 1, none: 1 });
  });

  it('has no time to come on a day that is over', () => {
    expect(slotStates(day, resort, NOW_MS + 86_400_000).slice(3)).toEqual(['none', 'none', 'none']);
  });

  it('has a failure even if another cycle of the slot stored a response', () => {
    const both = { ...resort, rowsWritten: [1, 1, 1, 1, 1, 1] };
    expect(slotStates(day, both, NOW_MS)).toEqual([1, 1, 'failed', 1, 1, 1]);
  });

  it.each([
    [0, 0],
    [1, 1],
    [4, 1],
    [5, 2],
    [39, 3],
    [160, 6],
    [9_999, 6],
  ])('has %d rows at level %d', (rows, level) => {
    expect(levelOf(rows)).toBe(level);
  });

  it('is drawn with one path for each state', () => {
    expect(stripPaths([1, 1, 'none', 1])).toEqual([
      { state: 1, path: 'M0 0h2v1h-2zM3 0h1v1h-1z' },
      { state: 'none', path: 'M2 0h1v1h-1z' },
    ]);
  });

  it.each([
    [0, '00:00–04:00 UTC: 12 new rows'],
    [1, '04:00–08:00 UTC: nothing had changed'],
    [2, '08:00–12:00 UTC: failed, TIMEOUT'],
    [3, '12:00–16:00 UTC: no cycle'],
    [5, '20:00–24:00 UTC: still to come'],
  ])('says of slot %d: %s', (slot, text) => {
    expect(slotText(day, resort, slot, states[slot]!)).toBe(text);
  });
});

describe('the summary of a day', () => {
  it('has the share of slots, failures and missing cycles', () => {
    expect(daySummary(day, [countStates(states)])).toBe(
      '3 cycles of 1 destination. 50 % of the slots until now stored a response. 1 slot failed in 1 period; in 1 slot, there was no cycle.',
    );
    expect(daySummary({ ...day, runs: 0 }, [])).toBe('No cycle was run on this day.');
  });
});
