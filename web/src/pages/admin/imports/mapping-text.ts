import type { Schemas } from '../../../api/client.js';
import { dayText } from '../../../format/times.js';
import { wordText } from '../../../parts/words.js';

type Mapping = Schemas['MappingView'];
type Compared = Schemas['ComparedRideView'];

const REASONS: Readonly<Record<string, string>> = {
  SIMILAR_NAME: 'Linked because the names are similar',
  SEASONAL_NAME: 'Linked because the names differ by the season only',
  HAS_OTHER_UUID: 'The names are similar, but the other ride has a UUID of its own',
  AMBIGUOUS: 'Several rides have a similar name',
  OTHER_ENTITY_TYPE: 'The names are similar, but the kinds of entity differ',
  DISTINGUISHING_WORD: 'The names are similar, but one word tells them apart',
  TOO_DISTANT: 'The names are not similar enough to link them',
  UNDONE: 'An earlier decision was undone',
  KEPT_SEPARATE: 'Decided: two different rides',
  MANUAL: 'Decided: one and the same ride',
};

/** Why the program decided so; the code itself for a rule that has no text here. */
export const reasonText = ({ reason }: Pick<Mapping, 'reason'>): string => REASONS[reason] ?? wordText(reason);

/** Whether the UUID counts as another ride at present. */
export const isLinked = ({ ride, ownRideId }: Mapping): boolean => ride.rideId !== ownRideId;

/** `1 Mar 2024 – 20 Nov 2026`, as UTC days */
export function seenText({ firstSeenAt, lastSeenAt }: Compared): string {
  const [first, last] = [firstSeenAt, lastSeenAt].map((instant) => dayText(instant?.slice(0, 10)));
  return firstSeenAt === null ? 'Never observed' : `${first} – ${last}`;
}

/** What the times of both suggest; null: nothing. One ride is never observed under two UUIDs at the same time. */
export function overlapText(own: Compared, other: Compared): string | null {
  if (own.firstSeenAt === null || own.lastSeenAt === null) return null;
  if (other.firstSeenAt === null || other.lastSeenAt === null) return null;
  if (other.lastSeenAt < own.firstSeenAt || own.lastSeenAt < other.firstSeenAt) {
    return 'They were never observed at the same time, as happens when a ride gets another UUID.';
  }
  return 'Both were observed over the same time, which suggests two different rides.';
}
