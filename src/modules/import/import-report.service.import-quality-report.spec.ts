import type { ParseIssue } from './parser/parsed-file.js';
import { defectsOf, issuesByType } from './import-report.service.js';

const issue = (overrides: Partial<ParseIssue> = {}): ParseIssue => ({
  reason: 'INVALID_WAIT_TIME',
  field: 'data.queue.STANDBY.waitTime',
  rejected: true,
  count: 1,
  samples: [{ index: 3, value: '"abc"' }],
  ...overrides,
});

describe('the issues of an import', () => {
  it('are counted exactly over all files and fields, with a few located samples', () => {
    const many = Array.from({ length: 8 }, (_, index) => ({ index, value: '-5' }));
    const [invalid] = issuesByType([
      { objectKey: 'a', issues: [issue({ count: 20, samples: many })] },
      { objectKey: 'b', issues: [issue({ count: 5, samples: many }), issue({ field: 'other', samples: [] })] },
    ]);
    const { samples, ...reason } = invalid!.reasons[0]!;
    expect(reason).toEqual({ reason: 'INVALID_WAIT_TIME', rejected: true, count: 26, files: 2 });
    expect(samples).toHaveLength(10);
    expect(samples.at(-1)).toEqual({ file: 'b', index: 1, field: 'data.queue.STANDBY.waitTime', value: '-5' });
  });

  it('are grouped by type, without empty types', () => {
    const issues = issuesByType([
      {
        objectKey: 'a',
        issues: [
          issue({ reason: 'SAME_INSTANT_CONFLICT', count: 2 }),
          issue({ reason: 'UNKNOWN_STATUS' }),
          issue({ reason: 'INVALID_DATA' }),
        ],
      },
    ]);
    expect(issues.map(({ type, count, reasons }) => [type, count, reasons.map(({ reason }) => reason)])).toEqual([
      ['DUPLICATE', 2, ['SAME_INSTANT_CONFLICT']],
      ['INVALID', 2, ['INVALID_DATA', 'UNKNOWN_STATUS']],
    ]);
  });
});

describe('the unreadable files of an import', () => {
  it('are listed with their defects', () => {
    const files = [
      { objectKey: 'a', fileDate: '2024-03-01', defect: null },
      { objectKey: 'b', fileDate: '2024-03-02', defect: 'TRUNCATED' },
    ];
    expect(defectsOf(files)).toEqual([
      {
        file: 'b',
        day: '2024-03-02',
        reason: 'TRUNCATED',
        detail: 'The file ends in the middle of its compressed stream',
      },
    ]);
  });
});
