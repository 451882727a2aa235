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
