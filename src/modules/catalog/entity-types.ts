export const ENTITY_TYPES = ['ATTRACTION', 'SHOW', 'RESTAURANT', 'HOTEL', 'PARK', 'DESTINATION'] as const;
export type EntityType = (typeof ENTITY_TYPES)[number];

/**
 * SQL condition for lists of rides: all types except parks and destinations, which the live API also lists as entities.
 * `type` is an SQL expression; its value is null while the type is unknown.
 */
export const isListedTypeSql = (type: string): string => `(${type} IS NULL OR ${type} NOT IN ('PARK', 'DESTINATION'))`;

/** SQL condition for entities inside a park. The live API reports the other types whether the park is open or not. */
export const isInsideParkSql = (type: string): string =>
  `(${type} IS NULL OR ${type} NOT IN ('PARK', 'DESTINATION', 'HOTEL'))`;

/**
 * Whether an entity's status shows that its park is open, and whether its statistics count for the park. True for
 * attractions and for entities of unknown type. Restaurants open before the park; shows and the park itself report
 * OPERATING all night (observed in real responses of the live API).
 */
export function countsForPark(entityType: string | null): boolean {
  return entityType === null || entityType === 'ATTRACTION';
}

/**
 * SQL conditions for entities that no decision excludes. `table` is the alias of `rides` or `parks`. The table of decisions
 * is small, and most entities have none: the server checks each condition by an index, without reading a row.
 */

const activeDecision = (conditions: string): string =>
  `SELECT 1 FROM catalog_decisions xd WHERE ${conditions} AND xd.undone_at IS NULL`;

/** The ride is neither excluded nor a queue of another ride, and its park is not excluded. */
export const isCountedRideSql = (table: string): string =>
  `(NOT EXISTS (${activeDecision(`xd.ride_id = ${table}.ride_id AND xd.kind IN ('EXCLUDED', 'QUEUE_OF')`)})
    AND NOT EXISTS (${activeDecision(`xd.park_id = ${table}.park_id AND xd.kind = 'EXCLUDED'`)}))`;

/** The park is neither excluded nor merged into another one. */
export const isCountedParkSql = (table: string): string =>
  `NOT EXISTS (${activeDecision(`xd.park_id = ${table}.park_id`)})`;
