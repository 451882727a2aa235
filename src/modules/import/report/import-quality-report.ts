import { ISSUE_TYPES, type IssueType } from '../../findings/finding.js';
import { issueTypeOf, type ParseReason } from '../../snapshots/reading/parse-reasons.js';
import type { QualityDefectView, QualityIssuesView, QualityReasonView } from '../dto/import-quality.dto.js';
import type { ImportFileRecord } from '../import-record.js';
import { explainDefect } from '../parser/corrupt-file-error.js';
import type { ParseIssue } from '../parser/parsed-file.js';

const MAX_SAMPLES = 10;

/** The issues of files by type and reason: counts exact, the first samples. Types in their own order, reasons by name. */
export function issuesByType(files: Iterable<Pick<ImportFileRecord, 'objectKey' | 'issues'>>): QualityIssuesView[] {
  const byReason = new Map<ParseReason, QualityReasonView>();
  for (const { objectKey, issues } of files) {
    const readInFile = new Set<ParseReason>();
    for (const issue of issues) {
      const known = byReason.get(issue.reason) ?? emptyReason(issue);
      byReason.set(issue.reason, known);
      addIssue(known, objectKey, issue);
      if (!readInFile.has(issue.reason)) known.files++;
      readInFile.add(issue.reason);
    }
  }
  const reasons = [...byReason.values()].sort((a, b) => (a.reason < b.reason ? -1 : 1));
  return ISSUE_TYPES.map((type) => ofType(type, reasons)).filter(({ count }) => count > 0);
}

/** Files that could not be read. */
export function defectsOf(
  files: Iterable<Pick<ImportFileRecord, 'objectKey' | 'fileDate' | 'defect'>>,
): QualityDefectView[] {
  const defects: QualityDefectView[] = [];
  for (const { objectKey, fileDate, defect } of files) {
    if (defect === null) continue;
    defects.push({ file: objectKey, day: fileDate, reason: defect, detail: `The file ${explainDefect(defect)}` });
  }
  return defects;
}

function ofType(type: IssueType, all: readonly QualityReasonView[]): QualityIssuesView {
  const reasons = all.filter(({ reason }) => issueTypeOf(reason) === type);
  return { type, count: reasons.reduce((sum, { count }) => sum + count, 0), reasons };
}

const emptyReason = ({ reason, rejected }: ParseIssue): QualityReasonView => ({
  reason,
  rejected,
  count: 0,
  files: 0,
  samples: [],
});

function addIssue(known: QualityReasonView, file: string, { field, count, samples }: ParseIssue): void {
  known.count += count;
  const wanted = samples.slice(0, MAX_SAMPLES - known.samples.length);
  known.samples.push(...wanted.map(({ index, value }) => ({ file, index, field, value })));
}
