import type { RegisteredEntity } from '../../catalog/registry/observed-entity.js';
import type { LiveAnswer, LiveIssue, LiveObservation } from '../live-answer/live-answer.js';

/**
 * The answer without entities of another destination, which are refused: a ride is observed by the destination to which
 * the catalogue gives it, or two answers would take turns.
 */
export function ownAnswer(answer: LiveAnswer, rides: ReadonlyMap<string, RegisteredEntity>): LiveAnswer {
  const isOwn = ({ entity }: LiveObservation) => rides.has(entity.themeparksWikiId);
  const foreign = answer.observations.filter((observation) => !isOwn(observation));
  if (foreign.length === 0) return answer;
  return {
    ...answer,
    observations: answer.observations.filter(isOwn),
    issues: [...answer.issues, ...foreign.map((observation) => issueOf(observation, answer))],
    rejected: answer.rejected + foreign.length,
  };
}

function issueOf(observation: LiveObservation, { observations }: LiveAnswer): LiveIssue {
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
