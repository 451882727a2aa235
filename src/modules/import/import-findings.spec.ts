import { ISSUE_TYPES, fingerprintOf } from '../findings/finding.js';
import { issueTypeOf, PARSE_REASONS } from '../snapshots/reading/reading-context.js';
import { findingOfDefect, findingOfGap, findingsOfFile } from './import-findings.js';
import { type ParseIssue } from './parser/parsed-file.js';

const file = { importId: 'imp_1', objectKey: 'uuid/2024/07/01.json.gz', day: '2024-07-01' };
const WINDOW = { windowStart: new Date('2024-07-01T00:00:00Z'), windowEnd: new Date('2024-07-02T00:00:00Z') };

const issue = (overrides: Partial<ParseIssue> = {}): ParseIssue => ({
  reason: 'UNKNOWN_STATUS',
  field: 'data.status',
  rejected: false,
  count: 3,
  samples: [{ index: 17, value: '"BROKEN"' }],
  ...overrides,
});

describe('the findings of an import', () => {
  it('have one issue type for every reason of the parser', () => {
    for (const reason of PARSE_REASONS) expect(ISSUE_TYPES).toContain(issueTypeOf(reason));
  });

  it('name file, event, field, reason and result of the event', () => {
    expect(findingsOfFile(file, [issue()])).toEqual([
      {
        ...WINDOW,
        issueType: 'INVALID',
        reason: 'UNKNOWN_STATUS',
        identity: [file.objectKey, 'data.status'],
        entityType: 'FILE',
        entityId: null,
        parkId: null,
        importId: 'imp_1',
        recordsAffected: 3,
        description: `${file.objectKey}: 3 events kept, UNKNOWN_STATUS in data.status, first at event 17: "BROKEN"`,
        sample: [{ index: 17, value: '"BROKEN"' }],
      },
    ]);
    const [rejected] = findingsOfFile(file, [issue({ rejected: true, samples: [] })]);
    expect(rejected!.description).toBe(`${file.objectKey}: 3 events rejected, UNKNOWN_STATUS in data.status`);
  });

  it.each(['SAME_INSTANT_CONFLICT', 'STORED_VALUE_CONFLICT'] as const)(
    'reports events as superseded, not as kept, where another event of the same instant is stored (%s)',
    (reason) => {
      const [finding] = findingsOfFile(file, [issue({ reason, field: 'eventTime', count: 8, samples: [] })]);
      expect(finding!.description).toBe(`${file.objectKey}: 8 events superseded, ${reason} in eventTime`);
    },
  );

  it('are one per zone and its two offsets, in any number of files', () => {
    const field = 'localTime (America/Vancouver: -08:00, by its rules -07:00)';
    const ofDay = (day: string) => {
      const objectKey = `uuid/${day.replaceAll('-', '/')}.json.gz`;
      const [finding] = findingsOfFile({ importId: 'imp_1', objectKey, day }, [
        issue({
          reason: 'LOCAL_TIME_CONTRADICTS_ZONE',
          field,
          samples: [{ index: 0, value: '"2026-11-02T09:00:00-08:00"' }],
        }),
      ]);
      return finding!;
    };
    const [first, second] = [ofDay('2026-11-02'), ofDay('2026-11-03')];
    expect(fingerprintOf(first)).toBe(fingerprintOf(second));
    expect(first).toMatchObject({ issueType: 'SUSPICIOUS', recordsAffected: 3, accumulates: true });
    expect(first.description).toContain('America/Vancouver: -08:00, by its rules -07:00');
  });

  it('describe the defect of a file', () => {
    expect(findingOfDefect(file, 'TRUNCATED', 'it ends too early')).toMatchObject({
      ...WINDOW,
      issueType: 'INVALID',
      reason: 'FILE_TRUNCATED',
      description: 'it ends too early',
      recordsAffected: 0,
    });
  });

  it('cover missing days from the first instant of the first to the end of the last', () => {
    const context = { importId: 'imp_1', destinationId: 4, destinationWikiId: 'uuid' };
    const gap = { firstDay: '2024-02-28', lastDay: '2024-03-01', days: 3 };
    expect(findingOfGap(context, gap)).toMatchObject({
      issueType: 'GAP',
      reason: 'MISSING_ARCHIVE',
      entityType: 'DESTINATION',
      entityId: 4,
      windowStart: new Date('2024-02-28T00:00:00Z'),
      windowEnd: new Date('2024-03-02T00:00:00Z'),
      recordsAffected: 3,
    });
  });

  it('are the same in another import, and different for another place', () => {
    const other = { ...file, objectKey: 'uuid/2024/07/02.json.gz' };
    const findings = [
      ...findingsOfFile(file, [issue(), issue({ field: 'data' }), issue({ reason: 'INVALID_DATA' })]),
      ...findingsOfFile(other, [issue()]),
      findingOfDefect(file, 'TRUNCATED', ''),
      findingOfDefect(file, 'EMPTY', ''),
      findingOfDefect(other, 'EMPTY', ''),
    ];
    expect(new Set(findings.map(fingerprintOf)).size).toBe(findings.length);
    const [again] = findingsOfFile({ ...file, importId: 'imp_2' }, [issue({ count: 9, samples: [] })]);
    expect(fingerprintOf(again!)).toBe(fingerprintOf(findings[0]!));
  });
});
