import { diffShowTimes, listsOfReports, NO_SHOW_TIMES, showStartsIn, showTimesJson } from './show-time-list.js';
import type { ReadingContext } from '../reading/reading-context.js';
import { zoneClock } from '../../../common/time/zones/time-zones.js';

const A = '[{"startTime":"2026-04-15T11:00:00-04:00"}]';
const B = '[{"startTime":"2026-04-15T15:00:00-04:00"}]';

function contextWith(notes: string[]): ReadingContext {
  return {
    note: (reason) => notes.push(reason),
    noteLocalTime: (field) => notes.push(`LOCAL ${field}`),
    localClock: () => zoneClock('America/New_York'),
    decodeText: (text) => text,
  };
}

describe('a list of show times', () => {
  it('is stored as canonical text, so that equal lists are equal', () => {
    const one = showTimesJson([{ type: 'Show', startTime: '2026-04-15T11:00:00-04:00' }], 'showtimes', contextWith([]));
    const other = showTimesJson(
      [{ startTime: '2026-04-15T11:00:00-04:00', type: 'Show' }],
      'showtimes',
      contextWith([]),
    );
    expect(one).toBe(other);
  });

  it('gets the offset of the park where a time has none', () => {
    const notes: string[] = [];
    expect(showTimesJson([{ startTime: '2026-04-15T11:00:00' }], 'showtimes', contextWith(notes))).toBe(A);
    expect(notes).toEqual(['LOCAL showtimes.startTime']);
  });

  it('is empty if it is missing, and is noted and not stored if it is no list', () => {
    const notes: string[] = [];
    expect(showTimesJson(null, 'showtimes', contextWith(notes))).toBe(NO_SHOW_TIMES);
    expect(showTimesJson('11:00', 'showtimes', contextWith(notes))).toBeNull();
    expect(showTimesJson([{ name: 'x'.repeat(300_000) }], 'showtimes', contextWith(notes))).toBeNull();
    expect(notes).toEqual(['INVALID_SHOWTIMES', 'INVALID_SHOWTIMES']);
  });

  it('has the performances with a definite start', () => {
    const list = [{ startTime: '2026-04-15T11:00:00-04:00' }, { startTime: '2026-04-15T11:00:00' }, null, 'noon'];
    expect(showStartsIn(list)).toEqual([Date.UTC(2026, 3, 15, 15)]);
    expect(showStartsIn({ startTime: '2026-04-15T15:00:00Z' })).toEqual([Date.UTC(2026, 3, 15, 15)]);
  });
});

describe('reports of show times', () => {
  const report = (atMs: number, json: string, rideId = 1) => ({ rideId, atMs, json });
  const linesOf = (reports: Parameters<typeof listsOfReports>[0]) =>
    listsOfReports(reports).lists.map(({ rideId, fromMs, lastConfirmedMs, json }) => [
      rideId,
      fromMs,
      lastConfirmedMs,
      json,
    ]);

  it('that are equal in a row are one list, in whatever order they are read', () => {
    const reports = [report(10, A), report(20, A), report(30, B), report(40, A)];
    const expected = [
      [1, 10, 20, A],
      [1, 30, 30, B],
      [1, 40, 40, A],
    ];
    expect(linesOf(reports)).toEqual(expected);
    expect(linesOf([...reports].reverse())).toEqual(expected);
  });

  it('that are empty count only after another list of the show', () => {
    expect(
      linesOf([report(10, NO_SHOW_TIMES), report(20, A), report(30, NO_SHOW_TIMES), report(5, NO_SHOW_TIMES, 2)]),
    ).toEqual([
      [1, 20, 20, A],
      [1, 30, 30, NO_SHOW_TIMES],
    ]);
  });

  it('of one instant count once: the last one, and the others are superseded', () => {
    const { lists, superseded } = listsOfReports([report(10, A), report(10, B), report(10, B)]);
    expect(lists).toEqual([{ rideId: 1, fromMs: 10, lastConfirmedMs: 10, json: B }]);
    expect(superseded).toEqual([{ rideId: 1, atMs: 10, json: A }]);
  });
});

describe('show times beside stored ones', () => {
  const list = (json: string, lastConfirmedMs = 20) => ({ rideId: 1, fromMs: 10, lastConfirmedMs, json });
  const stored = { ...list(A), dataSource: 'ARCHIVE' as const };
  const counts = (one: ReturnType<typeof list>, source: 'ARCHIVE' | 'HISTORY_API', isChanged: boolean) => {
    const { insert, replace, confirm, conflicts } = diffShowTimes([one], [stored], { source, isChanged });
    return { insert: insert.length, replace: replace.length, confirm: confirm.length, conflicts: conflicts.length };
  };
  const none = { insert: 0, replace: 0, confirm: 0, conflicts: 0 };

  it('are new at another instant', () => {
    expect(
      diffShowTimes([{ ...list(A), fromMs: 11 }], [stored], { source: 'ARCHIVE', isChanged: false }).insert,
    ).toHaveLength(1);
  });

  it('change nothing if they are equal, and confirm the stored list if they last longer', () => {
    expect(counts(list(A), 'ARCHIVE', false)).toEqual(none);
    expect(counts(list(A, 19), 'ARCHIVE', false)).toEqual(none);
    expect(counts(list(A, 30), 'HISTORY_API', false)).toEqual({ ...none, confirm: 1 });
  });

  it('give way if they differ, unless their own file has changed', () => {
    expect(counts(list(B), 'ARCHIVE', false)).toEqual({ ...none, conflicts: 1 });
    expect(counts(list(B), 'HISTORY_API', true)).toEqual({ ...none, conflicts: 1 });
    expect(counts(list(B), 'ARCHIVE', true)).toEqual({ ...none, replace: 1 });
  });
});
