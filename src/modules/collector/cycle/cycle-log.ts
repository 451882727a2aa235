import type { CycleReport } from './run-result.js';

const MAX_NAMED = 8;
const MAX_REASON = 120;

/** A cycle in one line, with what failed and why: bounded, however much it was. */
export function cycleLine(report: CycleReport): string {
  const { runId, destinationsTotal, destinationsFailed, requests, entitiesRead, failures, refused } = report;
  return (
    `run ${runId}: ${destinationsTotal - destinationsFailed} of ${destinationsTotal} destinations, ` +
    `${entitiesRead} entities, ${report.rowsWritten} rows written, ${report.rowsExtended} extended, ` +
    `${requests} requests (${report.rateLimited} refused)` +
    listed(
      'failed',
      failures.map(({ name, errorCode, error }) => {
        return `${name}: ${errorCode}${error === null ? '' : ` (${error.slice(0, MAX_REASON)})`}`;
      }),
    ) +
    listed(
      'entities refused',
      refused.map(({ name, reason, field, entities }) => `${entities} of ${name}: ${reason} in ${field}`),
    )
  );
}

function listed(what: string, all: readonly string[]): string {
  if (all.length === 0) return '';
  const more = all.length - MAX_NAMED;
  return `; ${what}: ${all.slice(0, MAX_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
