import { count, plural } from '../common/text.js';
import type { CycleReport } from '../modules/collector/cycle/run-result.js';

const MAX_REFUSED_LINES = 20;

/** A run as text. */
export function cycleText(report: CycleReport): string {
  const { destinationsTotal, destinationsFailed, failures, refused } = report;
  if (destinationsTotal === 0) {
    return 'The catalogue has no destination yet, so there is nothing to collect. Fill it with "npm run catalog:sync" or an import.';
  }
  const seconds = ((report.finishedAt.getTime() - report.startedAt.getTime()) / 1000).toFixed(1);
  const lines = [
    `Run ${report.runId}${report.wasAborted ? ', stopped early' : ''}: ` +
      `${destinationsTotal - destinationsFailed} of ${plural(destinationsTotal, 'destination')} in ${seconds} s`,
    `  ${plural(report.entitiesRead, 'observation')}, ${report.entitiesRejected} refused, ` +
      `${report.entitiesCreated} of entities that were new`,
    `  ${plural(report.rowsWritten, 'row')} written, ${report.rowsExtended} seen unchanged`,
    `  ${plural(report.requests, 'request')}, ${report.rateLimited} refused by the API`,
    ...failures.map(
      ({ name, errorCode, error }) => `  failed: ${name}: ${errorCode}${error === null ? '' : `, ${error}`}`,
    ),
    ...refused
      .slice(0, MAX_REFUSED_LINES)
      .map(({ name, reason, field, entities }) => `  refused: ${count(entities)} of ${name}: ${reason} in ${field}`),
    ...(refused.length > MAX_REFUSED_LINES ? [`  refused: ${refused.length - MAX_REFUSED_LINES} more reasons`] : []),
    ...(refused.length > 0 ? ['  Samples of what was refused: GET /api/admin/quality/issues'] : []),
  ];
  return lines.join('\n');
}
