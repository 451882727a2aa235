/**
 * SQL for how new the data of a ride is that counts. `ride` is the alias of a row of `rides`, `seenAt` an expression for when
 * it was last seen.
 */

const holdsAt = (alias: string, seenAt: string): string =>
  `${alias}.scope = 'ALL' AND ${alias}.revoked_at IS NULL AND ${alias}.from_at <= ${seenAt}
   AND (${alias}.to_at IS NULL OR ${alias}.to_at > ${seenAt})`;

/** Exclusions under which the last observation falls: of the ride, as `xr`, and of its park, as `xp`. */
export const excludedJoinSql = (ride: string, seenAt: string): string =>
  `LEFT JOIN data_exclusions xr ON xr.ride_id = ${ride}.ride_id AND ${holdsAt('xr', seenAt)}
   LEFT JOIN data_exclusions xp ON xp.park_id = ${ride}.park_id AND xp.ride_id IS NULL AND ${holdsAt('xp', seenAt)}`;

/** While the data of a ride or park does not count, it was last observed when that began. */
export const countedAtSql = (seenAt: string): string =>
  `LEAST(COALESCE(xr.from_at, ${seenAt}), COALESCE(xp.from_at, ${seenAt}))`;
