import type { RegisteredEntity } from '../../catalog/registry/observed-entity.js';
import type { LiveResponse, LiveIssue, LiveObservation } from '../live-answer/live-answer.js';

/**
 * The answer without entities of another destination, which are refused: a ride is observed by the destination to which
 * the catalogue gives it, or two answers would take turns.
 */
export function ownResponse(response: LiveResponse, rides: ReadonlyMap<string, RegisteredEntity>): LiveResponse {
  const isOwn = ({ entity }: LiveObservation) => rides.has(entity.themeparksWikiId);
  const foreign = response.observations.filter((observation) => !isOwn(observation));
  if (foreign.length === 0) return response;
  return {
    ...response,
    observations: response.observations.filter(isOwn),
    issues: [...response.issues, ...foreign.map((observation) => issueOf(observation, response))],
    rejected: response.rejected + foreign.length,
  };
}

function issueOf(observation: LiveObservation, { observations }: LiveResponse): LiveIssue {
  const { themeparksWikiId, name } = observation.entity;
  return {
    index: observations.indexOf(observation),
    themeparksWikiId,
    reason: 'FOREIGN_ENTITY',
    field: 'id',
    value: JSON.stringify(name ?? themeparksWikiId),
    rejected: true,
  };
}
