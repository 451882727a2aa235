import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundlePrograms } from './bundle.mjs';
import { withSetupLock } from './lock.mjs';
import { readStamp, stampOf } from './source-stamp.mjs';
import { ROOT, run, say } from './steps.mjs';

const DIST = join(ROOT, 'dist');
/** What the build was made of: a line for each source file. */
const STAMP = join(DIST, '.setup-stamp');
const COMPILER = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');

export async function ensureBuild() {
  if (builtFrom() === sources()) return;
  await withSetupLock(async () => {
    const before = sources();
    if (builtFrom() === before) return;
    say('Building ...');
    if (hasLostAFile(before)) rmSync(DIST, { recursive: true });
    await run(process.execPath, [COMPILER, '-p', 'tsconfig.build.json']);
    await bundlePrograms();
    writeFileSync(STAMP, before);
  });
}

const builtFrom = () => readStamp(STAMP);

/** The compiler never removes what it made from a file that is gone. */
function hasLostAFile(now) {
  const names = new Set(now.split('\n').map(nameOf));
  return (
    existsSync(DIST) &&
    builtFrom()
      .split('\n')
      .map(nameOf)
      .some((name) => !names.has(name))
  );
}

function nameOf(line) {
  return line.split('\t')[0];
}

function sources() {
  return stampOf('src', ['tsconfig.json', 'tsconfig.build.json'], (name) => !name.endsWith('.spec.ts'));
}
