import type { Candidate } from '../../reads/period-sums.repository.js';
import { reportedSince } from '../../reads/down-reports.js';
import type { RankedEntityView } from './ranking.dto.js';

export function rankedEntity(candidate: Candidate): RankedEntityView {
  const { parkId, rideId, name, parkName, reportsDown, downReports } = candidate;
  return { parkId, rideId, name, parkName, reportsDown, downReportedFrom: reportedSince(downReports) };
}
