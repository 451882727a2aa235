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
