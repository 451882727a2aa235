import type { Schemas } from '../../../api/client.js';
import { dayText } from '../../../format/times.js';
import { isLinked, overlapText, reasonText, seenText } from './mapping-text.js';

type Compared = Schemas['ComparedRideView'];

const seen = (firstSeenAt: string | null, lastSeenAt: string | null) => ({ firstSeenAt, lastSeenAt }) as Compared;
const MARCH = seen('2024-03-01T10:00:00Z', '2024-03-31T10:00:00Z');
const MAY = seen('2024-05-01T10:00:00Z', '2024-05-31T10:00:00Z');

describe('two rides that may be the same', () => {
  it('have the days on which they were observed', () => {
    expect(seenText(MARCH)).toBe(`${dayText('2024-03-01')} – ${dayText('2024-03-31')}`);
    expect(seenText(seen(null, null))).toBe('Never observed');
  });

  it.each([
    [MARCH, MAY, 'They were never observed at the same time'],
    [MAY, MARCH, 'They were never observed at the same time'],
    [MARCH, MARCH, 'Both were observed over the same time'],
  ])('are compared by their time (%#)', (own, other, text) => {
    expect(overlapText(own, other)).toContain(text);
  });

  it('are not compared by a time that is not known', () => {
    expect(overlapText(MARCH, seen(null, null))).toBeNull();
  });

  it('have a reason, also where the rule is not known here', () => {
    expect(reasonText({ reason: 'AMBIGUOUS' })).toBe('Several rides have a similar name');
    expect(reasonText({ reason: 'NEW_RULE' })).toBe('New rule');
  });

  it('are linked if the UUID counts as another ride than its own', () => {
    const mapping = (ownRideId: number | null) => ({ ride: { rideId: 1 }, ownRideId }) as Schemas['MappingView'];
    expect([isLinked(mapping(1)), isLinked(mapping(2))]).toEqual([false, true]);
  });
});
