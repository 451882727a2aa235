/** A finished commit. */
export interface TimedCommit {
  files: number;
  /** Time of the COMMIT alone, which does not depend on the number of files. */
  commitMs: number;
  /** Time since the preceding commit, with this one. */
  totalMs: number;
}

/** Waiting for COMMIT may take this share of the time. */
const COMMIT_SHARE = 0.1;
/** More files would make a worker that dies lose more work, and the writes of a transaction too large for a cluster. */
const MAX_FILES = 20;
/** Compressed; the rows of the waiting files are in memory. */
const MAX_BYTES = 4 * 1024 ** 2;
const REMEMBERED_COMMITS = 7;

/**
 * How many files share a transaction. A COMMIT takes a millisecond on a single server, so that each file has its own. On a cluster it
 * waits for the network: then as many files share one as keep the wait short. Uses medians, because single commits can be slow.
 */
export class CommitInterval {
  private readonly commits: TimedCommit[] = [];

  /** @param fixedFiles 0: chosen by measured commits */
  constructor(private readonly fixedFiles: number) {}

  note(commit: TimedCommit): void {
    this.commits.push(commit);
    if (this.commits.length > REMEMBERED_COMMITS) this.commits.shift();
  }

  isDue(files: number, bytes: number): boolean {
    return files >= this.files || (this.fixedFiles === 0 && bytes >= MAX_BYTES);
  }

  /** Files per transaction. */
  get files(): number {
    if (this.fixedFiles > 0) return this.fixedFiles;
    if (this.commits.length < REMEMBERED_COMMITS) return 1;
    const commitMs = median(this.commits.map((commit) => commit.commitMs));
    const fileMs = median(this.commits.map((commit) => (commit.totalMs - commit.commitMs) / commit.files));
    // commitMs is at most COMMIT_SHARE of the time of all files and the commit
    const files = Math.ceil((commitMs * (1 - COMMIT_SHARE)) / (Math.max(fileMs, 1) * COMMIT_SHARE));
    return Math.min(Math.max(files, 1), MAX_FILES);
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
