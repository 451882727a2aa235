import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Unpacked packages are kept for later runs, in one folder per user, from which code may be loaded (global-setup.mjs). */
const CACHE = process.env.TEST_PACKAGE_FOLDER!;

/**
 * A file of a Debian package that only tests need: the installed file, otherwise one unpacked from a download by apt, without
 * installing the package. Null if neither is available, which is logged to the console; the test is then skipped.
 * @param path a pattern for the end of the path of the file
 */
export function fileOfDebianPackage(name: string, path: RegExp, installed: readonly string[]): string | null {
  const there = installed.find((file) => existsSync(file));
  if (there !== undefined) return there;
  const folder = join(CACHE, name);
  if (!existsSync(folder) && !unpack(name, folder)) {
    console.warn(`${name} can neither be found nor downloaded by apt: the tests that need it are left out`);
    return null;
  }
  const found = readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((file) => path.test(file));
  return found === undefined ? null : join(folder, found);
}

function unpack(name: string, folder: string): boolean {
  mkdirSync(CACHE, { recursive: true });
  const work = mkdtempSync(join(CACHE, 'work-'));
  try {
    if (!succeeds('apt-get', ['download', name], work)) return false;
    const file = readdirSync(work).find((entry) => entry.endsWith('.deb'));
    if (file === undefined || !succeeds('dpkg', ['-x', file, 'files'], work)) return false;
    renameSync(join(work, 'files'), folder);
    return true;
  } catch {
    return existsSync(folder); // another run was faster
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

const succeeds = (command: string, args: readonly string[], cwd: string): boolean =>
  spawnSync(command, args, { cwd, stdio: 'ignore', timeout: 120_000 }).status === 0;
