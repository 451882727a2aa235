import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withSetupLock } from './lock.mjs';
import { ROOT, run, say } from './steps.mjs';

const LOCKFILE = join(ROOT, 'package-lock.json');
const MODULES = join(ROOT, 'node_modules');
/** npm's own record of what it installed; it is absent while, and after, an install was interrupted. */
const INSTALLED = join(MODULES, '.package-lock.json');
/** Hash of the lock file that was installed last. */
const STAMP = join(MODULES, '.setup-stamp');

export async function ensureDependencies({ verbose }) {
  if (areInstalled()) return;
  await withSetupLock(async () => {
    if (areInstalled()) return;
    say('Installing dependencies (npm install) ...');
    const npm = process.env.npm_execpath;
    // Not `npm ci`: it refuses a lock file that lacks the optional packages of other platforms, which npm leaves out
    // when the registry it was made with has no copy of them. This installs the locked versions too, adds this
    // platform's packages, and leaves the lock file alone. The build and the tests need the development dependencies,
    // whatever NODE_ENV says.
    const args = ['install', '--no-save', '--include=dev', '--no-audit', '--no-fund'];
    const options = { verbose };
    // Removed rather than overwritten: an interrupted install then counts as none, and a node_modules folder that was
    // copied with hard links does not change the records of its original.
    for (const record of [INSTALLED, STAMP]) rmSync(record, { force: true });
    if (npm?.endsWith('.js')) await run(process.execPath, [npm, ...args], options);
    else await run('npm', args, options);
    writeFileSync(STAMP, lockfileHash());
  });
}

function areInstalled() {
  if (!existsSync(INSTALLED)) return false;
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === lockfileHash()) return true;
  // Installed by hand (npm install): newer than the lock file, or written together with it.
  return statSync(INSTALLED).mtimeMs >= statSync(LOCKFILE).mtimeMs - 2_000;
}

function lockfileHash() {
  return createHash('sha256').update(readFileSync(LOCKFILE)).digest('hex');
}
