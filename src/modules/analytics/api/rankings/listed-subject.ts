import type { Candidate } from '../../reads/period-sums.repository.js';
import type { ListedSubjectView } from './ranking.dto.js';

export function listedSubject({ parkId, rideId, name, parkName, reportsDown }: Candidate): ListedSubjectView {
  return { parkId, rideId, name, parkName, reportsDown };
}
