/**
 * Whether what an entity does tells whether its park is open, and whether its figures are part of the park's: those of
 * attractions, and of entities whose type no source has said. Restaurants open before the park; shows and the park itself
 * say OPERATING all night (seen in real answers of the live API).
 */
export function countsForPark(entityType: string | null): boolean {
  return entityType === null || entityType === 'ATTRACTION';
}
