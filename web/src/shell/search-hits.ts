import type { SearchHit } from '../api/queries.js';

/** Where a hit leads. Destinations have no page of their own: the overview shows their parks. */
export function hitTarget({ kind, id }: SearchHit) {
  if (kind === 'PARK') return { to: '/parks/$parkId', params: { parkId: String(id) } } as const;
  if (kind === 'RIDE') return { to: '/rides/$rideId', params: { rideId: String(id) } } as const;
  return { to: '/', search: { destination: id } } as const;
}

/** What kind of entry a hit is, where it is, and the name that matched if it is an earlier one. */
export function hitNote({
  kind,
  name,
  matchedName,
  entityType,
  parkName,
  destinationName,
  isActive,
}: SearchHit): string {
  const sort = kind === 'RIDE' ? (entityType ?? 'RIDE') : kind;
  const place = kind === 'RIDE' ? parkName : kind === 'PARK' ? destinationName : null;
  const earlier = matchedName === name ? null : `earlier “${matchedName}”`;
  const parts = [`${sort[0]}${sort.slice(1).toLowerCase()}`, place, earlier, isActive ? null : 'no longer listed'];
  return parts.filter((part) => part !== null).join(' · ');
}
