import { type CountedShape, describeDrift, findDrift } from './find-drift.js';

const DAY_MS = 86_400_000;
const NOW_MS = Date.UTC(2026, 8, 14, 6, 40);
const day = (daysAgo: number): Date => new Date(NOW_MS - daysAgo * DAY_MS);

const objects = (occurrences: number): CountedShape => row({ kind: 'OBJECT', name: '', occurrences });
function row(given: Partial<CountedShape>): CountedShape {
  const base = { endpoint: 'LIVE', place: 'liveData', kind: 'KEY', name: 'queue', isKnown: true } as const;
  return { ...base, occurrences: 100, objectsSinceSeen: 0, firstSeenAt: day(30), lastSeenAt: day(0), ...given };
}
const reasons = (...rows: CountedShape[]) => findDrift(rows, NOW_MS).drifts.map(({ reason }) => reason);

describe('drift', () => {
  it('is nothing while known keys are received', () => {
    const { drifts, settled } = findDrift([objects(100), row({})], NOW_MS);
    expect([drifts, settled.map(({ reason }) => reason)]).toEqual([
      [],
      ['DRIFT_UNKNOWN_KEY', 'DRIFT_UNKNOWN_WORD', 'DRIFT_VANISHED_KEY'],
    ]);
  });

  it('is an unknown key or word, since it was first received, with the number of examples', () => {
    const key = row({ name: 'crowd', isKnown: false, occurrences: 12, firstSeenAt: day(6) });
    const word = row({ kind: 'WORD', place: 'liveData.status', name: 'DELAYED', isKnown: false, occurrences: 3 });
    const { drifts } = findDrift([objects(300), key, word], NOW_MS);
    expect(drifts.map(describeDrift)).toEqual([
      'Responses of LIVE since 2026-09-08 have the unknown key "crowd" in liveData: 12 of the sampled objects',
      'Responses of LIVE since 2026-08-15 have the unknown word "DELAYED" in liveData.status: 3 of the sampled fields',
    ]);
  });

  it('is a known key that 50 objects lack over a day', () => {
    const gone = row({ lastSeenAt: day(2), objectsSinceSeen: 60 });
    expect(findDrift([objects(160), gone], NOW_MS).drifts).toMatchObject([
      { reason: 'DRIFT_VANISHED_KEY', since: day(2), examples: 60 },
    ]);
    expect(reasons(objects(160), row({ lastSeenAt: day(0.5), objectsSinceSeen: 60 }))).toEqual([]);
    expect(reasons(objects(140), row({ lastSeenAt: day(2), objectsSinceSeen: 40 }))).toEqual([]);
  });

  it('is no rare key that is missing for 20 times its usual gap or less', () => {
    const rare = { occurrences: 10, lastSeenAt: day(3) };
    expect(reasons(objects(1000), row({ ...rare, objectsSinceSeen: 1999 }))).toEqual([]);
    expect(reasons(objects(1000), row({ ...rare, objectsSinceSeen: 2000 }))).toEqual(['DRIFT_VANISHED_KEY']);
  });

  it('ends when an unknown key is not received any more', () => {
    const unknown = row({ name: 'crowd', isKnown: false, lastSeenAt: day(5), objectsSinceSeen: 500 });
    const { drifts, settled } = findDrift([objects(600), unknown], NOW_MS);
    expect([drifts, settled.length]).toEqual([[], 3]);
  });
});
