import { FIRST_DAY_MS, END_MS, DAY_MS } from './world.mjs';

const LAST = (END_MS - FIRST_DAY_MS) / DAY_MS - 1;
/** Entities of each park that report show times, and as many that report dining availability. */
const SHOWS = 5;

/**
 * What parks publish for every day of the years: hours with a change of plan every fifth day, prices of two purchases that change
 * three times, show times, and dining availability by the hour. Made by the server (MariaDB's SEQUENCE engine).
 */
export async function insertPublished(connection, { ridesPerPark }) {
  const run = (sql) => connection.query(sql);
  const day = `'2021-01-01' + INTERVAL seq DAY`;
  await run(
    `INSERT INTO park_schedules (park_id, local_date, schedule_type, opens_at, closes_at, reported_from, reported_until, withdrawn_at)
     SELECT park_id, ${day}, 'OPERATING', ${day} + INTERVAL 9 HOUR, ${day} + INTERVAL 20 + version HOUR,
            ${day} - INTERVAL 60 - 20 * version DAY, ${day}, IF(version = 0 AND seq MOD 5 = 0, ${day} - INTERVAL 40 DAY, NULL)
       FROM seq_0_to_${LAST}, parks, (SELECT 0 AS version UNION ALL SELECT 1) v WHERE version = 0 OR seq MOD 5 = 0`,
  );
  await run(
    `INSERT INTO park_schedule_prices (park_id, local_date, schedule_type, purchase_key, purchase_name, purchase_type, price_minor,
            price_currency, is_available, reported_from, reported_until, replaced_at)
     SELECT park_id, ${day}, 'OPERATING', CONCAT('purchase-', p.n), CONCAT('Purchase ', p.n), 'PACKAGE', 1500 + 100 * v.n, 'USD', 1,
            ${day} - INTERVAL 9 - 3 * v.n DAY, ${day}, IF(v.n = 3, NULL, ${day} - INTERVAL 6 - 3 * v.n DAY)
       FROM seq_0_to_${LAST}, parks, (SELECT 0 AS n UNION ALL SELECT 1) p,
            (SELECT 0 AS n UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3) v`,
  );
  await run(
    `INSERT IGNORE INTO entity_slugs (entity_kind, slug, entity_id, is_present) SELECT 'PARK', slug, park_id, 1 FROM parks`,
  );
  const performance = (hour) =>
    `JSON_OBJECT('type', 'Performance Time', 'startTime', DATE_FORMAT(${day} + INTERVAL ${hour} HOUR, '%Y-%m-%dT%H:%i:%sZ'),
                 'endTime', DATE_FORMAT(${day} + INTERVAL ${hour + 1} HOUR, '%Y-%m-%dT%H:%i:%sZ'))`;
  const place = `(ride_id - 1) MOD ${ridesPerPark}`;
  await run(
    `INSERT INTO entity_live_details (ride_id, detail_type, observed_from, last_confirmed_at, detail)
     SELECT ride_id, 'SHOWTIMES', ${day} + INTERVAL 6 HOUR, ${day} + INTERVAL 22 HOUR,
            JSON_ARRAY(${[15, 17, 19, 21].map(performance).join(', ')})
       FROM seq_0_to_${LAST}, rides WHERE ${place} < ${SHOWS}`,
  );
  await run(
    `INSERT INTO entity_live_details (ride_id, detail_type, observed_from, last_confirmed_at, detail)
     SELECT ride_id, 'DINING_AVAILABILITY', ${day} + INTERVAL hour HOUR, ${day} + INTERVAL hour + 1 HOUR,
            JSON_ARRAY(JSON_OBJECT('partySize', 2, 'waitTime', hour), JSON_OBJECT('partySize', 4, 'waitTime', 2 * hour))
       FROM seq_0_to_${LAST}, rides, (SELECT seq AS hour FROM seq_14_to_21) h
      WHERE ${place} BETWEEN ${SHOWS} AND ${2 * SHOWS - 1}`,
  );
}
