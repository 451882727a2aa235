import type { ParkSummary } from '../../api/ages.js';
import type { Schemas } from '../../api/client.js';

export type ParkNow = ParkSummary;

export interface DownNow extends Pick<Schemas['DownRideView'], 'rideId' | 'name' | 'since'> {
  parkName: string;
  timezone: string | null;
}

export interface Overview {
  parks: ParkNow[];
  /** Null: not known for any park or ride. */
  openParks: number | null;
  operating: number | null;
  rides: number;
  down: DownNow[];
  longest: (Schemas['LongestWaitView'] & { parkName: string }) | null;
}

/** What the overview shows of the parks of one destination, or of all. Open parks come first, the longest waits at the top. */
export function overviewOf(parks: readonly ParkNow[], destinationId: number | undefined): Overview {
  const chosen = parks.filter((park) => destinationId === undefined || park.destinationId === destinationId);
  const sorted = [...chosen].sort(
    (a, b) => openness(a) - openness(b) || (b.waits.averageMinutes ?? -1) - (a.waits.averageMinutes ?? -1),
  );
  const longest = sorted
    .flatMap(({ name, waits }) => (waits.longest ? [{ ...waits.longest, parkName: name }] : []))
    .sort((a, b) => b.waitMinutes - a.waitMinutes);
  return {
    parks: sorted,
    openParks: sorted.some(({ isOpen }) => isOpen !== null) ? sorted.filter(({ isOpen }) => isOpen).length : null,
    operating: sorted.some(isAnyRideKnown) ? sum(sorted, ({ operating }) => operating) : null,
    rides: sum(sorted, ({ rides }) => rides),
    down: sorted
      .flatMap(({ name, timezone, downRides }) => downRides.map((ride) => ({ ...ride, parkName: name, timezone })))
      .sort((a, b) => b.since.localeCompare(a.since)),
    longest: longest[0] ?? null,
  };
}

const isAnyRideKnown = ({ rides, unknown, unrecognised }: ParkNow): boolean => rides > unknown + unrecognised;

const openness = ({ isOpen }: ParkNow): number => (isOpen === true ? 0 : isOpen === null ? 1 : 2);

function sum(parks: readonly ParkNow[], valueOf: (park: ParkNow) => number): number {
  return parks.reduce((total, park) => total + valueOf(park), 0);
}

export interface Share {
  key: 'operating' | 'down' | 'refurbishment' | 'closed' | 'unknown';
  count: number;
  text: string;
}

/** The rides of a park by state, in the order of the bar; states without rides are left out. */
export function statusShares(park: ParkNow): Share[] {
  const shares: Share[] = [
    { key: 'operating', count: park.operating, text: 'operating' },
    { key: 'down', count: park.down, text: 'down' },
    { key: 'refurbishment', count: park.refurbishment, text: 'in refurbishment' },
    { key: 'closed', count: park.closed, text: 'closed' },
    { key: 'unknown', count: park.unknown + park.unrecognised, text: 'unknown' },
  ];
  return shares.filter(({ count }) => count > 0);
}
