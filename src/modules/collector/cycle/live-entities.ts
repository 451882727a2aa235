import type { ObservedEntity } from '../../catalog/registry/observed-entity.js';
import type { LiveResponse, LiveObservation } from '../live-answer/live-answer.js';

/** The entities of an answer, as the registry wants them. `timezone` is the destination's: where nobody knows better. */
export function observedEntities(
  { observations, observedAtMs }: LiveResponse,
  timezone: string | null,
): ObservedEntity[] {
  return observations.map((observation) => observedEntity(observation, observedAtMs, timezone));
}

function observedEntity({ entity }: LiveObservation, observedAtMs: number, timezone: string | null): ObservedEntity {
  const { themeparksWikiId, name, entityType } = entity;
  const isPark = entityType === 'PARK';
  const observed = { firstSeenMs: observedAtMs, lastSeenMs: observedAtMs };
  return {
    themeparksWikiId,
    names: name === null ? [] : [{ name, ...observed }],
    parkId: isPark ? themeparksWikiId : entity.parkId,
    parkSlug: null,
    timezone,
    isShow: entityType === 'SHOW',
    isPark,
    entityType,
    ...observed,
  };
}
