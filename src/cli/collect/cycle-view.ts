import type { CycleReport } from '../../modules/collector/cycle/run-result.js';
import { plural } from '../format.js';

/** A run, for a person. */
export function cycleText(report: CycleReport): string {
  const { destinationsTotal, destinationsFailed, failures } = report;
  if (destinationsTotal === 0) {
    return 'The catalogue has no destination yet: nothing to collect. Fill it by "npm run catalog:sync" or an import.';
  }
  const seconds = ((report.finishedAt.getTime() - report.startedAt.getTime()) / 1000).toFixed(1);
  const lines = [
    `Run ${report.runId}${report.wasAborted ? ', stopped early' : ''}: ` +
      `${destinationsTotal - destinationsFailed} of ${plural(destinationsTotal, 'destination')} in ${seconds} s`,
    `  ${plural(report.entitiesSeen, 'observation')}, ${report.entitiesRejected} refused, ` +
      `${report.entitiesCreated} of entities that were not known`,
    `  ${plural(report.rowsWritten, 'row')} written, ${report.rowsExtended} seen unchanged`,
    `  ${plural(report.requests, 'request')}, ${report.rateLimited} refused by the API`,
    ...failures.map(
      ({ name, errorCode, error }) => `  failed: ${name}: ${errorCode}${error === null ? '' : `, ${error}`}`,
    ),
  ];
  return lines.join('\n');
}
