import { cutText } from '../../../common/text/cut-text.js';
import { MAX_ISSUE_SAMPLES, type ParseIssue } from './parsed-file.js';
import { type ParseReason } from '../../snapshots/reading/parse-reasons.js';

const MAX_SAMPLE_LENGTH = 200;

/** Counts what was found wrong in one file, exactly, and keeps the first samples of each kind. */
export class IssueCollector {
  private readonly issues = new Map<string, ParseIssue>();

  /** @param decodeText gives back the real text of strings inside the samples */
  constructor(private readonly decodeText: (raw: string) => string) {}

  /** The event is refused for this reason. */
  reject(reason: ParseReason, field: string, index: number, value: unknown): void {
    this.count(reason, field, true, index, value);
  }

  /** The event is kept. */
  note(reason: ParseReason, field: string, index: number, value: unknown): void {
    this.count(reason, field, false, index, value);
  }

  /** In order of first finding. */
  toArray(): ParseIssue[] {
    return [...this.issues.values()];
  }

  private count(reason: ParseReason, field: string, rejected: boolean, index: number, value: unknown): void {
    const key = `${reason} ${field}`;
    let issue = this.issues.get(key);
    if (issue === undefined) {
      issue = { reason, field, rejected, count: 0, samples: [] };
      this.issues.set(key, issue);
    }
    issue.count++;
    if (issue.samples.length < MAX_ISSUE_SAMPLES) issue.samples.push({ index, value: this.describe(value) });
  }

  private describe(value: unknown): string {
    return cutText(this.decodeText(toJson(value)), MAX_SAMPLE_LENGTH);
  }
}

function toJson(value: unknown): string {
  if (value === undefined) return 'missing';
  // JSON has no word for the infinity that JSON.parse makes of 1e400
  if (typeof value === 'number') return String(value);
  try {
    return JSON.stringify(value);
  } catch {
    // the nesting is deeper than the stack; JSON.parse has no such limit
    return Array.isArray(value) ? '[…' : '{…';
  }
}
