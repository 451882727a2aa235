/** The made-up parks and rides of a benchmark: the same for the same number of snapshots. */

const ZONES = [
  ['America/New_York', 6],
  ['America/Los_Angeles', 4],
  ['Europe/Paris', 5],
  ['Asia/Tokyo', 4],
  ['Europe/London', 3],
  ['America/Chicago', 2],
  ['Asia/Shanghai', 2],
  ['Australia/Adelaide', 2],
];
export const FIRST_YEAR = 2021;
export const LAST_YEAR = 2025;
/** From here on rows are LIVE, polled every five minutes; before it they are the archive's. */
export const LIVE_FROM_MS = Date.UTC(2025, 10, 1);
export const DAY_MS = 86_400_000;
export const FIRST_DAY_MS = Date.UTC(FIRST_YEAR, 0, 1);
export const END_MS = Date.UTC(LAST_YEAR + 1, 0, 1);
const MANY = 20_000_000;

/**
 * `eventsPerRideDay` decides between few rides with many changes (a real archive had 130 a day) and many with few, which is
 * harder for what is rolled up: there is a row for every ride and hour, however much happened in it.
 */
export function worldOf({ snapshots, eventsPerRideDay }) {
  const parks = ZONES.flatMap(([timezone, count]) =>
    Array.from({ length: snapshots >= MANY ? count : 1 }, () => timezone),
  ).map((timezone, index) => ({
    parkId: index + 1,
    timezone,
    reportsDown: index % 7 !== 5,
    name: `Park ${index + 1}`,
  }));
  const days = (END_MS - FIRST_DAY_MS) / DAY_MS;
  const ridesPerPark = Math.max(2, Math.round(snapshots / (parks.length * days * eventsPerRideDay)));
  const rides = parks.flatMap((park) =>
    Array.from({ length: ridesPerPark }, (_, index) => ({
      rideId: (park.parkId - 1) * ridesPerPark + index + 1,
      park,
      /** Minutes that a wait is at noon of an ordinary day. */
      popularity: 5 + ((index * 37 + park.parkId * 11) % 60),
    })),
  );
  return { parks, rides, ridesPerPark, eventsPerRideDay };
}
