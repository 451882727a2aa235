import type { Candidate } from '../../reads/period-sums.repository.js';
import { reportedSince } from '../../reads/down-reports.js';
import type { ListedSubjectView } from './ranking.dto.js';

export function listedSubject(candidate: Candidate): ListedSubjectView {
  const { parkId, rideId, name, parkName, reportsDown, downReports } = candidate;
  return { parkId, rideId, name, parkName, reportsDown, downReportedFrom: reportedSince(downReports) };
}
