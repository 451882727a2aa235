import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
/** Everything that benchmarks leave behind. */
export const BENCH_FOLDER = join(ROOT, '.data', 'bench');
const folder = join(BENCH_FOLDER, 'tools');
const manifest = fileURLToPath(new URL('package.json', import.meta.url));

/** A package of package.json beside this file, installed at the first use. */
export async function benchTool(name) {
  const installed = join(folder, 'package.json');
  const isThere = existsSync(join(folder, 'node_modules', name));
  if (!isThere || readFileSync(installed, 'utf8') !== readFileSync(manifest, 'utf8')) {
    mkdirSync(folder, { recursive: true });
    copyFileSync(manifest, installed);
    console.error(`installing the tools of the benchmarks into ${folder}`);
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder, stdio: 'inherit' });
  }
  const require = createRequire(pathToFileURL(installed));
  return import(pathToFileURL(require.resolve(name)).href);
}
