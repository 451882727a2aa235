import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setUp } from './setup.mjs';
import { ROOT } from './setup/steps.mjs';

/**
 * `npm run replay -- <folder>…` replays cases (see test/cases/README.md) on the real modules and prints what came out of each
 * as text. jest runs it, because the modules are TypeScript and need the private database of the tests.
 */
const folders = process.argv.slice(2).map((folder) => resolve(folder));
const missing = folders.filter((folder) => !existsSync(join(folder, 'plan.json')));
if (folders.length === 0 || missing.length > 0) {
  console.error(missing.length > 0 ? `no plan.json in ${missing.join(', ')}` : 'usage: npm run replay -- <folder>…');
  process.exit(2);
}
await setUp();
const args = ['--config', 'jest.replay.config.mjs', '--silent=false'];
const { status } = spawnSync(process.execPath, [join(ROOT, 'scripts', 'test.mjs'), ...args], {
  cwd: ROOT,
  stdio: 'inherit',
  env: { ...process.env, REPLAY_FOLDERS: JSON.stringify(folders) },
});
process.exit(status ?? 1);
