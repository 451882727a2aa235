/** SQL for how new the data of a ride is that counts. */

/** When the first of the exclusions of everything began under which an observation falls; null: it counts. */
const excludedSinceSql = (of: string, observedAt: string): string =>
  `(SELECT MIN(x.from_at) FROM data_exclusions x
     WHERE ${of} AND x.scope = 'ALL' AND x.revoked_at IS NULL AND x.from_at <= ${observedAt}
       AND (x.to_at IS NULL OR x.to_at > ${observedAt}))`;

/**
 * While the data of a ride or park does not count, it was last observed when that began.
 * @param rides aliases of rows of `rides`: the ride that was observed, and the one that it counts as, where it is linked
 * @param observedAt an expression for when it was last seen
 */
export function countedAtSql(rides: readonly string[], observedAt: string): string {
  const since = rides.flatMap((ride) => [
    excludedSinceSql(`x.ride_id = ${ride}.ride_id`, observedAt),
    excludedSinceSql(`x.park_id = ${ride}.park_id AND x.ride_id IS NULL`, observedAt),
  ]);
  return `LEAST(${[observedAt, ...since.map((sql) => `COALESCE(${sql}, ${observedAt})`)].join(', ')})`;
}
