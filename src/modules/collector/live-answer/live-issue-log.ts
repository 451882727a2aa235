import { describeValue } from './describe-value.js';
import type { LiveIssue, LiveReason } from './live-answer.js';

/** The findings in one entry of an answer. */
export class EntryIssues {
  /** Known once the id has been read. */
  themeparksWikiId: string | null = null;

  constructor(
    private readonly index: number,
    private readonly issues: LiveIssue[],
  ) {}

  /** The entry is refused for this reason. */
  reject(reason: LiveReason, field: string, value: unknown): void {
    this.add(reason, field, true, value);
  }

  /** The entry is kept. */
  readonly note = (reason: LiveReason, field: string, value: unknown): void => this.add(reason, field, false, value);

  private add(reason: LiveReason, field: string, rejected: boolean, value: unknown): void {
    const { index, themeparksWikiId } = this;
    this.issues.push({ reason, field, rejected, index, themeparksWikiId, value: describeValue(value) });
  }
}
