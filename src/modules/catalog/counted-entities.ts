/**
 * SQL for what people have left in figures and lists. `table` is the alias of a row of `rides` or `parks`. The table of
 * decisions is small: the server answers each of these from an index, without a row to read for most entities.
 */

const holds = (conditions: string): string =>
  `SELECT 1 FROM catalog_decisions xd WHERE ${conditions} AND xd.undone_at IS NULL`;

/** The ride is neither left out nor a queue of another one, and its park is not left out. */
export const isCountedRideSql = (table: string): string =>
  `(NOT EXISTS (${holds(`xd.ride_id = ${table}.ride_id AND xd.kind IN ('EXCLUDED', 'QUEUE_OF')`)})
    AND NOT EXISTS (${holds(`xd.park_id = ${table}.park_id AND xd.kind = 'EXCLUDED'`)}))`;

/** The park is neither left out nor the same as another one. */
export const isCountedParkSql = (table: string): string => `NOT EXISTS (${holds(`xd.park_id = ${table}.park_id`)})`;
