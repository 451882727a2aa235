import { CommitInterval, type TimedCommit } from './commit-interval.js';

const KB = 1024;

function after(commits: readonly TimedCommit[], fixedFiles = 0): CommitInterval {
  const interval = new CommitInterval(fixedFiles);
  commits.forEach((commit) => interval.note(commit));
  return interval;
}

const commits = (count: number, commit: TimedCommit): TimedCommit[] => Array.from({ length: count }, () => commit);

describe('the interval of commits', () => {
  it('is one file until enough commits are measured', () => {
    expect(after([]).files).toBe(1);
    expect(after(commits(6, { files: 1, commitMs: 90, totalMs: 100 })).files).toBe(1);
  });

  it.each([
    ['a single server', { files: 1, commitMs: 1, totalMs: 16 }, 1],
    ['three nodes on one machine', { files: 1, commitMs: 6, totalMs: 21 }, 4],
    ['three nodes in one region', { files: 4, commitMs: 10, totalMs: 70 }, 6],
    ['three nodes far apart', { files: 1, commitMs: 100, totalMs: 115 }, 20],
  ])('keeps the wait short on %s', (_, commit, files) => {
    expect(after(commits(7, commit)).files).toBe(files);
  });

  it('ignores a single slow commit, and follows if all become slow', () => {
    const fast = { files: 1, commitMs: 1, totalMs: 16 };
    const slow = { files: 1, commitMs: 50, totalMs: 65 };
    expect(after([...commits(6, fast), slow]).files).toBe(1);
    expect(after([...commits(6, fast), ...commits(7, slow)]).files).toBe(20);
  });

  it('ends early with large files', () => {
    const interval = after(commits(7, { files: 1, commitMs: 100, totalMs: 115 }));
    expect([interval.isDue(2, 100 * KB), interval.isDue(2, 5_000 * KB), interval.isDue(20, 100 * KB)]).toEqual([
      false,
      true,
      true,
    ]);
  });

  it('is fixed by the setting', () => {
    const interval = after(commits(7, { files: 1, commitMs: 100, totalMs: 115 }), 3);
    expect([interval.files, interval.isDue(2, 9_000 * KB), interval.isDue(3, 1)]).toEqual([3, false, true]);
  });
});
