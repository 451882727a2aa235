import type { Schemas } from '../../../api/client.js';
import { certaintyText, originText, syncText, undoBody, type Values, valueText } from './metadata-text.js';

const VALUES: Values = {
  ...{ indoorOutdoor: 'INDOOR', heightMinCm: 100, heightMinUnaccompaniedCm: null, heightMaxCm: null },
  manualFields: ['heightMinCm', 'heightMaxCm'],
};
const ORIGINS = [
  { field: 'heightMinCm', source: 'MANUAL', changedAt: '2026-11-29T10:00:00Z' },
  { field: 'indoorOutdoor', source: 'CURATED', changedAt: '2026-11-20T10:00:00Z' },
] as Schemas['FieldOriginView'][];

describe('the values of a ride', () => {
  it('have their origin', () => {
    const text = (field: Parameters<typeof originText>[0]) => originText(field, VALUES.manualFields, ORIGINS);
    expect(text('indoorOutdoor')).toBe('From the curated list, Nov 20, 2026, 10:00 UTC');
    expect(text('heightMinCm')).toBe('Set by hand, Nov 29, 2026, 10:00 UTC');
    expect(text('heightMaxCm')).toBe('Set by hand');
    expect(text('heightMinUnaccompaniedCm')).toBe('Never known');
  });

  it('are put back to what was set by hand before, else to the source', () => {
    expect(undoBody('heightMinCm', VALUES)).toEqual({ heightMinCm: 100 });
    expect(undoBody('heightMaxCm', VALUES)).toEqual({ heightMaxCm: null });
    expect(undoBody('indoorOutdoor', VALUES)).toEqual({ clear: ['indoorOutdoor'] });
  });

  it('are shown with their unit; none is not zero', () => {
    expect(valueText('heightMinCm', 100)).toBe('100 cm');
    expect(valueText('heightMinCm', null)).toBe('None');
    expect(valueText('indoorOutdoor', null)).toBe('Not classified');
  });

  it('of a classification have their certainty', () => {
    expect(certaintyText('NAME_RULE', 0.6)).toBe('from a word in its name, 60 % certain');
    expect(certaintyText('MANUAL', 1)).toBe('set by hand');
    expect(certaintyText(null, null)).toBeNull();
  });
});

describe('the state of the synchronisation', () => {
  const run = (changed: object) => ({
    running: false,
    lastRun: {
      ...{ startedAt: '2026-11-29T10:00:00Z', finishedAt: '2026-11-29T10:05:00Z', interrupted: false },
      ...{ destinationsTotal: 6, destinationsDone: 6, ridesTotal: 264, ridesDone: 264, ridesChanged: 3 },
      ...{ failed: 0, valuesRefused: 0 },
      ...changed,
    } as Schemas['SyncRunView'],
  });

  it('is that of a run in progress, a completed one, or an interrupted one', () => {
    expect(syncText({ running: false, lastRun: null })).toBe('Not synchronised yet');
    expect(syncText(run({}))).toBe('Synchronised Nov 29, 2026, 10:05: 264 rides, 3 changed');
    expect(syncText(run({ failed: 2, valuesRefused: 1 }))).toContain('3 changed, 2 failed, 1 value refused');
    expect(syncText({ ...run({ ridesDone: 10, destinationsDone: 1 }), running: true })).toBe(
      'Synchronising since Nov 29, 2026, 10:00: 1 of 6 destinations, 10 of 264 rides',
    );
    expect(syncText(run({ interrupted: true, ridesDone: 9 }))).toBe(
      'Interrupted after 9 of 264 rides; the next run continues there',
    );
  });
});
