export const ENTITY_TYPES = ['ATTRACTION', 'SHOW', 'RESTAURANT', 'HOTEL', 'PARK', 'DESTINATION'] as const;
export type EntityType = (typeof ENTITY_TYPES)[number];

/**
 * SQL for what lists of rides hold: all but the entries of parks and destinations themselves, which the live API has among
 * the rides. `type` is an expression; null in it: no source has said the type yet.
 */
export const isListedTypeSql = (type: string): string => `(${type} IS NULL OR ${type} NOT IN ('PARK', 'DESTINATION'))`;

/** SQL for what a visitor goes to inside a park; the others are listed and stamped whatever happens in it. */
export const isInsideParkSql = (type: string): string =>
  `(${type} IS NULL OR ${type} NOT IN ('PARK', 'DESTINATION', 'HOTEL'))`;

/**
 * Whether what an entity does tells whether its park is open, and whether its figures are part of the park's: those of
 * attractions, and of entities whose type no source has said. Restaurants open before the park; shows and the park itself
 * say OPERATING all night (seen in real answers of the live API).
 */
export function countsForPark(entityType: string | null): boolean {
  return entityType === null || entityType === 'ATTRACTION';
}

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
