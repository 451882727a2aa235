/**
 * The same questions without rollups: what somebody writes first (an average over rows, which is wrong for a log of changes:
 * the tables show what it costs, not that it would do), and what would be right, by windows over the rows. One text for
 * MariaDB and DuckDB where they agree; `table` is the table or the Parquet files.
 */

const YEARS = [2025, 2024, 2023, 2022];
/** How long a value of the archive holds at most. */
const HOLD_SECONDS = 6 * 3600;

const range = (from, to) => `recorded_at >= '${from}' AND recorded_at < '${to}'`;
const year = range('2024-01-01', '2025-01-01');
const month = range('2024-07-01', '2024-08-01');
const POSTED = "status = 'OPERATING' AND wait_time IS NOT NULL";

export function questionsOf({ rides, ridesPerPark }) {
  const ride = rides[Math.floor(rides.length / 2)].rideId;
  const park = `ride_id BETWEEN ${ridesPerPark + 1} AND ${2 * ridesPerPark}`;
  const perYear = (select) => YEARS.map((each) => select(range(`${each}-07-01`, `${each}-08-01`))).join(' UNION ALL ');
  return [
    {
      name: 'year over year, park, a month, 3 years before',
      where: park,
      naive: (table) =>
        perYear(
          (when) =>
            `SELECT AVG(wait_time) AS average, MAX(wait_time) AS peak FROM ${table} WHERE ${park} AND ${when} AND ${POSTED}`,
        ),
      weighted: (held) =>
        perYear(
          (when) =>
            `SELECT ${AVERAGE} AS average, MAX(wait_time) AS peak FROM (${held(park, when)}) AS h WHERE ${POSTED}`,
        ),
    },
    {
      name: 'ranking of rides by wait, a month',
      naive: (table) =>
        `SELECT ride_id, AVG(wait_time) AS average FROM ${table} WHERE ${month} AND ${POSTED} GROUP BY ride_id ORDER BY average DESC LIMIT 100`,
      weighted: (held) =>
        `SELECT ride_id, ${AVERAGE} AS average FROM (${held('1 = 1', month)}) AS h WHERE ${POSTED} GROUP BY ride_id ORDER BY average DESC LIMIT 100`,
    },
    {
      name: 'ranking of rides by wait, a year',
      naive: (table) =>
        `SELECT ride_id, AVG(wait_time) AS average FROM ${table} WHERE ${year} AND ${POSTED} GROUP BY ride_id ORDER BY average DESC LIMIT 100`,
      weighted: (held) =>
        `SELECT ride_id, ${AVERAGE} AS average FROM (${held('1 = 1', year)}) AS h WHERE ${POSTED} GROUP BY ride_id ORDER BY average DESC LIMIT 100`,
    },
    {
      name: 'heatmap of a ride, a year',
      naive: (table) =>
        `SELECT DAYOFWEEK(recorded_at) AS weekday, HOUR(recorded_at) AS at_hour, AVG(wait_time) AS average FROM ${table} WHERE ride_id = ${ride} AND ${year} AND ${POSTED} GROUP BY 1, 2`,
      weighted: (held) =>
        `SELECT DAYOFWEEK(recorded_at) AS weekday, HOUR(recorded_at) AS at_hour, ${AVERAGE} AS average FROM (${held(`ride_id = ${ride}`, year)}) AS h WHERE ${POSTED} GROUP BY 1, 2`,
    },
    {
      name: 'calendar of a park',
      naive: (table) =>
        `SELECT CAST(recorded_at AS DATE) AS local_day, AVG(wait_time) AS average, MAX(wait_time) AS peak FROM ${table} WHERE ${park} AND ${year} AND ${POSTED} GROUP BY 1`,
      weighted: (held) =>
        `SELECT CAST(recorded_at AS DATE) AS local_day, ${AVERAGE} AS average, MAX(wait_time) AS peak FROM (${held(park, year)}) AS h WHERE ${POSTED} GROUP BY 1`,
    },
    {
      name: 'typical day of a ride',
      naive: (table) =>
        `SELECT HOUR(recorded_at) AS at_hour, AVG(wait_time) AS average FROM ${table} WHERE ride_id = ${ride} AND ${year} AND DAYOFWEEK(recorded_at) = 7 AND ${POSTED} GROUP BY 1`,
      weighted: (held) =>
        `SELECT HOUR(recorded_at) AS at_hour, ${AVERAGE} AS average FROM (${held(`ride_id = ${ride}`, year)}) AS h WHERE DAYOFWEEK(recorded_at) = 7 AND ${POSTED} GROUP BY 1`,
    },
  ];
}

/** DuckDB's sums of integers are wider than any number of JavaScript; a DOUBLE is what is wanted. */
const AVERAGE = 'SUM(wait_time * held_seconds * 1.0) / SUM(held_seconds)';

const held = (table, heldSeconds) => (who, when) =>
  `SELECT *, ${heldSeconds} AS held_seconds FROM
     (SELECT *, LEAD(recorded_at) OVER (PARTITION BY ride_id ORDER BY recorded_at) AS next_at FROM ${table} WHERE ${who} AND ${when}) AS n`;

export const heldInMariaDb = held(
  'ride_status_snapshots',
  `LEAST(TIMESTAMPDIFF(MICROSECOND, recorded_at, COALESCE(next_at, recorded_at)) / 1e6, ${HOLD_SECONDS})`,
);
export const heldInDuckDb = (table) =>
  held(table, `least(date_diff('millisecond', recorded_at, coalesce(next_at, recorded_at)) / 1000, ${HOLD_SECONDS})`);
