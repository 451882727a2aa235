import { archiveEvent, issueLines, parseEvents } from '../../../../test/support/archive-event.js';
import { instantsOf } from './file-pipeline.js';

const NOW_MS = Date.parse('2026-11-22T12:00:00Z');

const boundsOf = (fileDay: string): string[] => {
  const { minInstantMs, maxInstantMs } = instantsOf(fileDay, NOW_MS);
  return [minInstantMs, maxInstantMs].map((ms) => new Date(ms).toISOString().slice(0, 16));
};

describe('the accepted instants of a file', () => {
  it('are within 366 days of its day', () => {
    expect(boundsOf('2024-06-15')).toEqual(['2023-06-15T00:00', '2025-06-17T00:00']);
  });

  it('are at most two days ahead of now', () => {
    expect(boundsOf('2026-11-22')[1]).toBe('2026-11-24T12:00');
  });

  it('are never before the first month that can have a partition', () => {
    expect(boundsOf('2010-03-01')[0]).toBe('2010-01-01T00:00');
  });

  it('keep and note an event of another week, and reject one of another decade', () => {
    const eventTimes = ['2024-12-25T10:00:00Z', '2024-12-18T10:00:00Z', '2012-12-25T10:00:00Z', '2023-12-24T00:00:00Z'];
    const events = eventTimes.map((eventTime) => archiveEvent({ eventTime }));
    const file = parseEvents(events, instantsOf('2024-12-25', NOW_MS));
    expect([file.snapshots.length, file.rejected]).toEqual([2, 2]);
    expect(issueLines(file).sort()).toEqual(['!EVENT_TIME_OUT_OF_RANGE eventTime ×2', 'OUTSIDE_FILE_DAY eventTime ×1']);
  });
});
