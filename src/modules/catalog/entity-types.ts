export const ENTITY_TYPES = ['ATTRACTION', 'SHOW', 'RESTAURANT', 'HOTEL', 'PARK', 'DESTINATION'] as const;
export type EntityType = (typeof ENTITY_TYPES)[number];
