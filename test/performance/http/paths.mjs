/** What the HTTP benchmarks request, each with its name in their tables. */
export const PATHS = Object.entries({
  'a park': '/api/parks/1',
  'rides of a park': '/api/parks/1/rides',
  'live state of a park': '/api/parks/1/live',
  'year over year of a park': '/api/analytics/year-over-year?parkId=1&from=2025-07-01&to=2025-07-31&years=3',
  'calendar of a park': '/api/analytics/calendar?parkId=1&year=2024',
});
