import { columnsOf, tableOf } from '../../common/database/columns.js';
import { Park } from './entities/park.entity.js';
import { Ride } from './entities/ride.entity.js';
import { isInsideParkSql } from './entity-types.js';

/** The table of decisions is small, and most entities have none: the server checks by an index, without reading a row. */
const activeDecision = (conditions: string): string =>
  `SELECT 1 FROM catalog_decisions xd WHERE ${conditions} AND xd.undone_at IS NULL`;

/**
 * SQL condition: the ride is neither excluded nor a queue of another ride, and its park is not excluded.
 * @param table alias of `rides`
 */
export const isCountedRideSql = (table: string): string =>
  `(NOT EXISTS (${activeDecision(`xd.ride_id = ${table}.ride_id AND xd.kind IN ('EXCLUDED', 'QUEUE_OF')`)})
    AND NOT EXISTS (${activeDecision(`xd.park_id = ${table}.park_id AND xd.kind = 'EXCLUDED'`)}))`;

/** SQL condition: the park is neither excluded nor merged into another one. @param table alias of `parks` */
export const isCountedParkSql = (table: string): string =>
  `NOT EXISTS (${activeDecision(`xd.park_id = ${table}.park_id`)})`;

/**
 * SQL condition for lists of parks: the park counts. The placeholder park for unassigned rides is listed only while it holds a
 * ride that belongs in a park. @param table alias of `parks`
 */
export const isListedParkSql = (table: string): string => {
  const [park, ride] = [columnsOf(Park, table), columnsOf(Ride, 'xr')];
  return `((${park.themeparksWikiId} IS NOT NULL OR EXISTS (
      SELECT 1 FROM ${tableOf(Ride)} xr WHERE ${ride.parkId} = ${park.parkId} AND ${isInsideParkSql(ride.entityType)}))
    AND ${isCountedParkSql(table)})`;
};
