import { DAY_MS } from '../warehouse/world.mjs';

/**
 * What is asked of every endpoint. A number gives a request, and different numbers different ones, so that no cache of
 * answers can help: parks, rides and days rotate.
 */

const day = (ms) => new Date(ms).toISOString().slice(0, 10);
const steps = (number, step, size) => (number * step) % size;

export function endpointsOf({ parks, rides, ridesPerPark }) {
  const parkId = (n) => parks[steps(n, 5, parks.length)].parkId;
  const rideId = (n) => rides[steps(n, 7919, rides.length)].rideId;
  /** A span of so many days within the years, ending before the last day. */
  const span = (n, days, firstYear = 2021) => {
    const room = (Date.UTC(2025, 11, 30) - Date.UTC(firstYear, 0, 2)) / DAY_MS - days;
    const fromMs = Date.UTC(firstYear, 0, 2) + steps(n, 131, room) * DAY_MS;
    return { fromMs, query: `from=${day(fromMs)}&to=${day(fromMs + (days - 1) * DAY_MS)}` };
  };
  const instants = (n, days) => {
    const { fromMs } = span(n, days);
    return `from=${new Date(fromMs).toISOString()}&to=${new Date(fromMs + days * DAY_MS).toISOString()}`;
  };
  const custom = (n, days) => `period=custom&${span(n, days).query}`;
  const of = (name, path, bar = 50) => ({ name, path, bar });
  /** The first rides of a park report show times, the next ones dining. */
  const showOf = (n) => (parkId(n) - 1) * ridesPerPark + 1 + (n % 5);
  return [
    of('ride history, raw, a day', (n) => `/api/rides/${rideId(n)}/history?${instants(n, 1)}`),
    of('ride history, raw, a month', (n) => `/api/rides/${rideId(n)}/history?${instants(n, 30)}`),
    of('ride history by hour, a week', (n) => `/api/rides/${rideId(n)}/history?interval=hour&${instants(n, 7)}`),
    of('ride history by day, a year', (n) => `/api/rides/${rideId(n)}/history?interval=day&${instants(n, 365)}`),
    of(
      'year over year, park, a month, 3 years before',
      (n) => `/api/analytics/year-over-year?parkId=${parkId(n)}&${span(n, 30, 2024).query}&years=3`,
      100,
    ),
    of(
      'year over year, ride, a year, 3 years before',
      (n) => `/api/analytics/year-over-year?rideId=${rideId(n)}&${span(n, 365, 2024).query}&years=3`,
      100,
    ),
    of(
      'ranking of rides by wait, a month',
      (n) => `/api/analytics/rankings/wait-times?scope=rides&limit=100&${custom(n, 30)}`,
    ),
    of(
      'ranking of rides by wait, a year',
      (n) => `/api/analytics/rankings/wait-times?scope=rides&limit=100&${custom(n, 365)}`,
    ),
    of('ranking of parks by wait, a year', (n) => `/api/analytics/rankings/wait-times?scope=parks&${custom(n, 365)}`),
    of('ranking of rides by downtime, a month', (n) => `/api/analytics/rankings/downtime?scope=rides&${custom(n, 30)}`),
    of('heatmap of a ride, a year', (n) => `/api/analytics/heatmap?rideId=${rideId(n)}&${span(n, 365).query}`),
    of('heatmap of a park, a year', (n) => `/api/analytics/heatmap?parkId=${parkId(n)}&${span(n, 365).query}`),
    of('calendar of a park', (n) => `/api/analytics/calendar?parkId=${parkId(n)}&year=${2021 + (n % 5)}`),
    of('trends of rides, a month', (n) => `/api/analytics/trends?scope=rides&${custom(n, 30)}`),
    of(
      'typical day of a ride',
      (n) => `/api/analytics/typical-day?rideId=${rideId(n)}&date=${day(span(n, 1, 2022).fromMs)}`,
    ),
    of(
      'typical day of a park',
      (n) => `/api/analytics/typical-day?parkId=${parkId(n)}&date=${day(span(n, 1, 2022).fromMs)}`,
    ),
    of('days of a ride, a year', (n) => `/api/rides/${rideId(n)}/days?${span(n, 365).query}`),
    of('days of a park, a year', (n) => `/api/parks/${parkId(n)}/days?${span(n, 365).query}`),
    of('averages of a park, all years', (n) => `/api/analytics/averages?parkId=${parkId(n)}`),
    of('averages of a ride, all years', (n) => `/api/analytics/averages?rideId=${rideId(n)}`),
    of('downtimes of a ride, a year', (n) => `/api/rides/${rideId(n)}/downtimes?${span(n, 365).query}`),
    of('downtimes of a park, a month', (n) => `/api/parks/${parkId(n)}/downtimes?${span(n, 30).query}`),
    of('a day of a whole park', (n) => `/api/parks/${parkId(n)}/history?date=${day(span(n, 1).fromMs)}`, 25),
    of('today of a park', (n) => `/api/parks/${parkId(n)}/today`),
    of(
      'year over year, 5 parks, a month, 3 years before',
      (n) =>
        `/api/analytics/year-over-year/several?parkIds=${[0, 1, 2, 3, 4].map((k) => parkId(n + k)).join()}&${span(n, 30, 2024).query}&years=3`,
    ),
    of(
      'ranking of rides of a country, a month',
      (n) => `/api/analytics/rankings?scope=rides&metric=peakWaitMinutes&country=US&${custom(n, 30)}`,
    ),
    of(
      'ranking of rides of a park, a month',
      (n) => `/api/analytics/rankings?scope=rides&metric=downMinutes&parkId=${parkId(n)}&${custom(n, 30)}`,
    ),
    of('trends of rides of a country, a month', (n) => `/api/analytics/trends?scope=rides&country=US&${custom(n, 30)}`),
    of(
      'schedule of a park, a month, with changes',
      (n) => `/api/parks/${parkId(n)}/schedule?history=true&${span(n, 30).query}`,
    ),
    of('prices of a park, a month', (n) => `/api/parks/${parkId(n)}/prices?${span(n, 30).query}`),
    of('show times of a park, a day', (n) => `/api/parks/${parkId(n)}/showtimes?date=${day(span(n, 1).fromMs)}`),
    of('show times of a show, a month', (n) => `/api/rides/${showOf(n)}/showtimes?${span(n, 30).query}`),
    of('dining of a park', (n) => `/api/parks/${parkId(n)}/dining`),
    of('dining of a restaurant, a month', (n) => `/api/rides/${showOf(n) + 5}/dining?${span(n, 30).query}`),
    of('a park by its UUID', (n) => `/api/parks/00000002-0000-4000-8000-${String(parkId(n)).padStart(12, '0')}`),
    of('a park by its slug', (n) => `/api/parks/park-${parkId(n)}`),
    of('live state of a park', (n) => `/api/parks/${parkId(n)}/live`),
    of('status summary', () => '/api/live/status-summary'),
    of('ride', (n) => `/api/rides/${rideId(n)}`),
    of('search', (n) => `/api/search?q=ride%20${rideId(n)}`),
  ];
}
