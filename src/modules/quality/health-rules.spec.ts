import { type HealthMetrics, assessHealth } from './health-rules.js';

const assess = (overrides: Partial<HealthMetrics> = {}) => {
  const { health, reasons } = assessHealth({
    uptime: 1,
    minutesSinceRun: 3,
    minutesSinceObserved: 3,
    openParks: 4,
    staleParks: 0,
    clockProblems: [],
    gaps: 0,
    gapHours: 0,
    issues: 0,
    ...overrides,
  });
  return [health, ...reasons.map(({ rule }) => rule)];
};

describe('the overall health', () => {
  it.each<[Partial<HealthMetrics>, string[]]>([
    [{}, ['HEALTHY']],
    [{ uptime: null, minutesSinceObserved: null, openParks: 0 }, ['HEALTHY']],
    [{ minutesSinceRun: null }, ['HEALTHY']],
    [{ minutesSinceRun: 30 }, ['HEALTHY']],
    [{ minutesSinceRun: 31 }, ['DEGRADED', 'COLLECTION_IDLE']],
    [{ minutesSinceRun: Infinity, uptime: null }, ['DEGRADED', 'COLLECTION_IDLE']],
    [{ minutesSinceObserved: 60 }, ['HEALTHY']],
    [{ minutesSinceObserved: 61 }, ['CRITICAL', 'COLLECTION_STOPPED']],
    [{ uptime: 0.95 }, ['HEALTHY']],
    [{ uptime: 0.949 }, ['DEGRADED', 'COLLECTION_UPTIME']],
    [{ uptime: 0.799 }, ['CRITICAL', 'COLLECTION_UPTIME']],
    [{ staleParks: 1 }, ['DEGRADED', 'STALE_PARKS']],
    [{ staleParks: 2 }, ['CRITICAL', 'STALE_PARKS']],
    [{ clockProblems: [{ severity: 'WARNING', description: 'late' }] }, ['DEGRADED', 'CLOCK_WRONG']],
    [{ clockProblems: [{ severity: 'CRITICAL', description: 'early' }] }, ['CRITICAL', 'CLOCK_WRONG']],
    [{ gaps: 1 }, ['DEGRADED', 'UNRESOLVED_GAPS']],
    [{ issues: 99 }, ['HEALTHY']],
    [{ issues: 100, gaps: 1 }, ['DEGRADED', 'UNRESOLVED_GAPS', 'UNRESOLVED_ISSUES']],
  ])('with %j is %j', (metrics, expected) => {
    expect(assess(metrics)).toEqual(expected);
  });
});
