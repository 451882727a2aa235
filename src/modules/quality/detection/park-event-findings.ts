import type { Finding } from '../../findings/finding.js';
import type { Closing } from './closings.js';
import { type ParkNames, entityOf, instantText, placeOf, rideList } from './finding-parts.js';
import type { Flapping } from './flapping.js';

/** A moment is the same one as long as its first ride turns in it. */
export function findingOfClosing(park: ParkNames, closing: Closing): Finding {
  const { startMs, endMs, rideIds, operating } = closing;
  return {
    ...placeOf(park, null, startMs, endMs),
    issueType: 'SUSPICIOUS',
    reason: 'RIDES_CLOSED_TOGETHER',
    identity: [...entityOf(park, null), startMs],
    recordsAffected: rideIds.length,
    description:
      `${park.name}: ${rideIds.length} of ${operating} operating rides turned CLOSED together at ` +
      `${instantText(startMs, park.timezone)} and stayed so, though the park was in use. That happens to a feed, not to ` +
      'rides: compare it with the source',
    sample: { ...rideList(park, rideIds), operatingBefore: operating },
  };
}

export function findingOfFlapping(park: ParkNames, flapping: Flapping): Finding {
  const { localDate, startMs, endMs, rideIds, turns } = flapping;
  return {
    ...placeOf(park, null, startMs, endMs),
    issueType: 'SUSPICIOUS',
    reason: 'PARK_FLAPPING',
    identity: [...entityOf(park, null), localDate],
    recordsAffected: rideIds.length,
    description:
      `${park.name}: ${rideIds.length} rides changed between OPERATING and other states together ${turns} times on ` +
      `${localDate}, first at ${instantText(startMs, park.timezone)}. The feed flaps: do not trust its states of that day`,
    sample: { ...rideList(park, rideIds), turns },
  };
}
