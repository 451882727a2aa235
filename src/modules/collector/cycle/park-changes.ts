import type { RegisteredEntity } from '../../catalog/registry/observed-entity.js';
import type { LiveResponse, LiveIssue, LiveObservation } from '../live-answer/live-answer.js';

type Rides = ReadonlyMap<string, RegisteredEntity>;

/** UUIDs of the parks to which an answer gives rides that lie in another park; mostly none. */
export function otherParksOf({ observations }: LiveResponse, rides: Rides): string[] {
  return [...new Set(observations.flatMap(({ entity }) => otherParkOf(entity, rides) ?? []))];
}

/**
 * The answer with a note for each ride that it gives to another park: the observation counts, and the catalogue decides
 * where the ride lies.
 * @param parkIds of the parks that are known, as what they count
 */
export function withParkChanges(
  response: LiveResponse,
  rides: Rides,
  parkIds: ReadonlyMap<string, number>,
): LiveResponse {
  const isMoved = ({ entity }: LiveObservation): boolean => {
    const park = otherParkOf(entity, rides);
    return park !== null && parkIds.get(park) !== rides.get(entity.themeparksWikiId)!.parkId;
  };
  const moved = response.observations.filter(isMoved);
  if (moved.length === 0) return response;
  return { ...response, issues: [...response.issues, ...moved.map((observation) => issueOf(observation, response))] };
}

function otherParkOf({ themeparksWikiId, parkId, entityType }: LiveObservation['entity'], rides: Rides): string | null {
  if (parkId === null || entityType === 'PARK') return null;
  const park = rides.get(themeparksWikiId)?.parkWikiId ?? null;
  return park === null || park === parkId ? null : parkId;
}

function issueOf(observation: LiveObservation, { observations }: LiveResponse): LiveIssue {
  const { themeparksWikiId, name, parkId } = observation.entity;
  return {
    index: observations.indexOf(observation),
    themeparksWikiId,
    reason: 'PARK_CHANGED',
    field: 'parkId',
    value: JSON.stringify({ name, parkId }),
    rejected: false,
  };
}
