import { downReportSteps, findingOfStep } from './down-report-steps.js';

const steps = (...args: Parameters<typeof downReportSteps>) =>
  downReportSteps(...args).map(({ reason, date, observedFrom }) => [reason, date, observedFrom]);

describe('a feed that begins to report DOWN', () => {
  const report = { from: '2026-06-18', until: null };

  it('is found if the park was observed operating for 28 days before', () => {
    expect(steps([report], '2025-06-16')).toEqual([['DOWN_REPORTS_BEGAN', '2026-06-18', '2025-06-16']]);
    expect(steps([report], '2026-05-21')).toHaveLength(1);
    expect(steps([report], '2026-05-22')).toEqual([]);
  });

  it('is not found for a park that has reported DOWN since its first day, or never', () => {
    expect(steps([report], '2026-06-18')).toEqual([]);
    expect(steps([], '2025-06-16')).toEqual([]);
  });

  it('is found again after a year without DOWN', () => {
    expect(steps([{ from: '2023-01-01', until: '2024-06-01' }, report], '2023-01-01')).toEqual([
      ['DOWN_REPORTS_ENDED', '2024-06-01', null],
      ['DOWN_REPORTS_BEGAN', '2026-06-18', '2024-06-01'],
    ]);
  });

  it('is described with the park, the day and the unknown period', () => {
    const park = { parkId: 1, name: 'Park', timezone: null, rides: new Map<number, string>() };
    const [step] = downReportSteps([report], '2025-06-16');
    expect(findingOfStep(park, step!, { startMs: 0, endMs: 1 })).toMatchObject({
      ...{ entityType: 'PARK', entityId: 1, reason: 'DOWN_REPORTS_BEGAN', identity: ['PARK', 1, '2026-06-18'] },
      description: expect.stringMatching(
        /^Park: .*2026-06-18.*2025-06-16.*Uptime before 2026-06-18 is unknown/,
      ) as unknown,
    });
  });
});
