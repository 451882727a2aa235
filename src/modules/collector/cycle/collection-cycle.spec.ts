import { cycleLine } from './collection-cycle.js';
import type { CycleReport } from './run-result.js';

const failure = (name: string) => {
  return { destinationId: 'id', name, errorCode: 'TIMEOUT', error: 'The live API did not answer', attempts: 5 };
};

const report = (over: Partial<CycleReport> = {}): CycleReport => ({
  runId: 7,
  startedAt: new Date(0),
  finishedAt: new Date(1000),
  requests: 9,
  rateLimited: 0,
  destinationsTotal: 3,
  destinationsFailed: over.failures?.length ?? 0,
  rowsWritten: 4,
  rowsExtended: 5,
  entitiesRead: 6,
  entitiesRejected: 0,
  entitiesCreated: 0,
  wasAborted: false,
  failures: [],
  refused: [],
  ...over,
});

describe('the line of a cycle in the log', () => {
  it('has only the totals if there were no failures', () => {
    expect(cycleLine(report())).toBe(
      'run 7: 3 of 3 destinations, 6 entities, 4 rows written, 5 extended, 9 requests (0 refused)',
    );
  });

  it('names failures and rejected entities with reasons', () => {
    const refused = [
      { destinationId: 'id', name: 'Lake', reason: 'DUPLICATE_ENTITY' as const, field: 'status', entities: 2 },
    ];
    expect(cycleLine(report({ failures: [failure('Land')], refused }))).toMatch(
      /; failed: Land: TIMEOUT \(The live API did not answer\); entities refused: 2 of Lake: DUPLICATE_ENTITY in status$/,
    );
  });

  it('stays short for any number of failures', () => {
    const failures = Array.from({ length: 100 }, (_, index) => failure(`Land ${index}`));
    expect(cycleLine(report({ failures }))).toMatch(/Land 7: [^,]*\) and 92 more$/);
  });
});
