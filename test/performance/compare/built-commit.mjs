import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { BENCH_FOLDER, ROOT } from '../tools/bench-tools.mjs';

const git = (...args) => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).trim();

/** The root of a worktree of the commit, built by its own set-up with its own dependencies; made at the first use. */
export async function builtCommit(commit) {
  const hash = git('rev-parse', '--verify', `${commit}^{commit}`);
  const root = join(BENCH_FOLDER, 'commits', hash);
  if (!existsSync(join(root, 'package.json'))) {
    mkdirSync(join(BENCH_FOLDER, 'commits'), { recursive: true });
    // The record of a worktree whose folder was deleted would prevent a new one.
    git('worktree', 'prune');
    git('worktree', 'add', '--detach', root, hash);
  }
  console.error(`building ${hash.slice(0, 7)} in ${root}`);
  execFileSync(process.execPath, ['scripts/setup.mjs'], { cwd: root, stdio: ['ignore', 2, 2] });
  return root;
}
